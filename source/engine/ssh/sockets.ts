import {CausedError} from '../../domain/host-cause.ts';
import {ProblemError} from '../../domain/problem.ts';
import type {Connection, HostSocket, Use} from '../connection.ts';
import {elsewhere} from '../host/docker-elsewhere.ts';
import {socketForbidden, socketMissing, socketSilent} from '../host/explain-host.ts';
import {sh} from '../host/shell.ts';
import {openCommand, runCommand} from './command.ts';
import type {SshHost} from './host.ts';
import {runToEnd} from './run-to-end.ts';
import {asStream, openTunnel} from './tunnels.ts';

/** Exit codes of the diagnosing command, one for each finding. */
const found = {missing: 81, forbidden: 82, noDocker: 83, silent: 84} as const;

/**
 * Every refusal of a tunnel to a socket looks the same from here: forwarding switched off, no such socket, not in the docker group,
 * nobody listening. One look at the host tells them apart.
 */
const diagnose = async (host: SshHost, path: string): Promise<void> => {
	const command = [
		sh`test -S ${path} || {`,
		elsewhere,
		sh`elsewhere; exit ${found.missing}; }
test -r ${path} && test -w ${path} || { id -un; id -Gn; exit ${found.forbidden}; }
command -v docker >/dev/null || exit ${found.noDocker}
docker -H ${`unix://${path}`} version --format '{{.Server.Version}}' || exit ${found.silent}`,
	].join('\n');
	const {code, stdout} = await runToEnd(runCommand(host, command, host.lost));
	switch (code) {
		case found.missing:
			throw new CausedError('socket', socketMissing(host.label, path, stdout));
		case found.forbidden: {
			const [user = host.user, groups = ''] = stdout.split('\n');
			throw new CausedError('forbidden', socketForbidden(host.label, path, user, groups.split(' ').filter(Boolean)));
		}
		case found.silent:
			throw new CausedError('silent', socketSilent(host.label, path));
		case 0:
			return;
		case found.noDocker:
		case undefined:
		default:
			throw new CausedError('tunnel', {
				what: `Cannot reach Docker on ${host.label}`,
				why: `its SSH server allows no tunnel to ${path}, and it has no docker command to go through instead`,
				next: 'set `AllowStreamLocalForwarding yes` and `AllowTcpForwarding yes` in its sshd_config',
			});
	}
};

/** Docker's own way through a command's input and output: https://github.com/docker/cli/pull/1014 */
const dialStdio = async (host: SshHost, path: string, use: Use): Promise<HostSocket> => {
	const command = sh`docker -H ${`unix://${path}`} system dial-stdio`;
	const {attached} = await openCommand(host, command, use, (channel, wanted) => asStream(channel, [host.lost, wanted]));
	return Object.assign(attached, {costly: true as const});
};

/** Opens unix sockets on the host. Where tunnels are refused it learns so once, and goes through `docker system dial-stdio` from then on. */
export const createSockets = (host: SshHost): Connection['openSocket'] => {
	const byCommand = new Set<string>();
	const diagnoses = new Map<string, Promise<void>>();

	const tunnel = (path: string) =>
		openTunnel(host, done => host.client.openssh_forwardOutStreamLocal(path, done)).catch((error: unknown) => {
			if (error instanceof ProblemError) throw error;
			return undefined;
		});

	const diagnosis = (path: string): Promise<void> => {
		const going = diagnoses.get(path) ?? diagnose(host, path).finally(() => diagnoses.delete(path));
		diagnoses.set(path, going);
		return going;
	};

	return async (path, use = 'lasting') => {
		if (!byCommand.has(path)) {
			const first = await tunnel(path);
			if (first !== undefined) return first;
			await diagnosis(path);
			// Docker may have been starting just now: only a second refusal is one of the tunnel.
			const second = await tunnel(path);
			if (second !== undefined) return second;
			byCommand.add(path);
		}

		return dialStdio(host, path, use);
	};
};
