import type {HostConfig} from '../../config/config.ts';
import {CausedError, type HostCause} from '../../domain/host-cause.ts';
import {hostParts, type HostPart} from '../../domain/host-parts.ts';
import {problemIn} from '../../domain/problem.ts';
import type {Connection} from '../connection.ts';
import type {Engine} from '../engine.ts';
import {lookAtCompose} from './compose.ts';
import {lookAtDockerSocket} from './docker-socket.ts';
import type {Look, Part} from './part.ts';
import {lookAtShell} from './shell.ts';

/** How to look at a part, and the cause of a failure that names none of its own. */
type Way = {readonly cause: HostCause; look(signal: AbortSignal): Promise<Look>};

/** The parts of a host. One more to look at is one more here, and in `hostParts`. */
export const createParts = (
	connection: Connection,
	host: HostConfig,
	{docker, services}: Pick<Engine, 'docker' | 'services'>,
): readonly Part[] => {
	const ways: Readonly<Record<HostPart['name'], Way>> = {
		shell: {cause: 'shell', look: signal => lookAtShell(connection, signal)},
		'Docker socket': {cause: 'socket', look: signal => lookAtDockerSocket(connection, host.socket, signal)},
		'Docker Engine': {
			cause: 'docker',
			async look(signal) {
				const {version, apiVersion, name} = await docker.facts(signal);
				return {evidence: `${version} (API ${apiVersion}) on ${name}`};
			},
		},
		compose: {cause: 'compose', look: signal => lookAtCompose(services, connection.label, signal)},
	};
	return hostParts.map(({group, name}) => ({group, name, look: signal => caused(ways[name], signal)}));
};

const caused = async ({cause, look}: Way, signal: AbortSignal): Promise<Look> => {
	try {
		return await look(signal);
	} catch (error) {
		signal.throwIfAborted();
		throw error instanceof CausedError ? error : new CausedError(cause, problemIn(error), {cause: error});
	}
};
