import type {SqlEncryption, SqlTrust} from '../domain/data/sql-trust.ts';
import type {DataConfig, HostConfig} from './config.ts';

/** What stays on the machine is seen by nobody on the network. */
const sameMachine = /^(?:localhost|\.|127\.\d+\.\d+\.\d+|::1)$/i;

/** Of one check. The driver goes on with nothing less than what the config says. */
export const encryptionOf = (
	{encrypt, trustServerCertificate, via, server}: DataConfig,
	{ssh}: Pick<HostConfig, 'ssh'>,
): SqlEncryption => {
	if (encrypt === false) {
		if (via === 'host' && ssh !== undefined) return 'tunnel only';
		return sameMachine.test(server) ? 'this machine only' : 'none';
	}
	// With `strict` the driver verifies whatever else is configured.
	return trustServerCertificate && encrypt !== 'strict' ? 'not verified' : 'verified';
};

/** The faults of one check. Through an SSH host it is that host's network which the password crosses, where the steps of the check say so. */
export const trustOf = (check: DataConfig, host: Pick<HostConfig, 'ssh'>): SqlTrust | undefined => {
	switch (encryptionOf(check, host)) {
		case 'none':
			return 'in the clear';
		case 'not verified':
			return 'not verified';
		case 'verified':
		case 'tunnel only':
		case 'this machine only':
			return undefined;
	}
};

/** The faults of all checks of a host, the worst first. */
export const trustsOf = (host: Pick<HostConfig, 'ssh' | 'data'>): readonly SqlTrust[] => {
	const found = new Set(host.data.map(check => trustOf(check, host)));
	return (['in the clear', 'not verified'] as const).filter(trust => found.has(trust));
};
