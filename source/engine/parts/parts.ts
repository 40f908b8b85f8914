import type {HostConfig} from '../../config/config.ts';
import type {Connection} from '../connection.ts';
import type {Engine} from '../engine.ts';
import {lookAtCompose} from './compose.ts';
import {lookAtDockerSocket} from './docker-socket.ts';
import {part, type Part} from './part.ts';
import {lookAtShell} from './shell.ts';

/** The parts of a host, in the order in which they are looked at. One more to look at is one more here. */
export const createParts = (
	connection: Connection,
	host: HostConfig,
	{docker, services}: Pick<Engine, 'docker' | 'services'>,
): readonly Part[] => [
	part('Shell', 'shell', 'shell', signal => lookAtShell(connection, signal)),
	part('Docker', 'Docker socket', 'socket', signal => lookAtDockerSocket(connection, host.socket, signal)),
	part('Docker', 'Docker Engine', 'docker', async signal => {
		const {version, apiVersion, name} = await docker.facts(signal);
		return {evidence: `${version} (API ${apiVersion}) on ${name}`};
	}),
	part('Docker', 'compose', 'compose', signal => lookAtCompose(services, connection.label, signal)),
];
