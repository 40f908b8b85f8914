import type {SqlTrust} from '../domain/sql-trust.ts';
import type {DataConfig, HostConfig} from './config.ts';

/** What stays on the machine is seen by nobody on the network. */
const sameMachine = /^(?:localhost|\.|127\.\d+\.\d+\.\d+|::1)$/i;

/** The faults of one check. Through an SSH host it is that host's network which the password crosses, where the steps of the check say so. */
export const trustOf = (
	{encrypt, trustServerCertificate, via, server}: DataConfig,
	{ssh}: Pick<HostConfig, 'ssh'>,
): SqlTrust | undefined => {
	if (encrypt === false)
		return (via === 'direct' || ssh === undefined) && !sameMachine.test(server) ? 'in the clear' : undefined;
	// With `strict` the driver verifies whatever else is configured.
	return trustServerCertificate && encrypt !== 'strict' ? 'not verified' : undefined;
};

/** The faults of all checks of a host, the worst first. */
export const trustsOf = (host: Pick<HostConfig, 'ssh' | 'data'>): readonly SqlTrust[] => {
	const found = new Set(host.data.map(check => trustOf(check, host)));
	return (['in the clear', 'not verified'] as const).filter(trust => found.has(trust));
};
