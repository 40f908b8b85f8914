import {connect, type Socket} from 'node:net';
import type {Connection as SshClient, ServerChannel} from 'ssh2';
import {notAllowed, refusalOf, sayingWhy, unknownName, type Refusal} from './ssh-refusal.ts';

const loopback = new Set(['127.0.0.1', 'localhost', '::1']);

const join = (socket: Socket, accept: () => ServerChannel, reject: (why: Refusal) => void): void => {
	const failed = (error: NodeJS.ErrnoException): void => reject(refusalOf(error));
	socket.once('error', failed);
	socket.once('connect', () => {
		socket.off('error', failed);
		const channel = accept();
		channel.on('error', () => {});
		channel.on('close', () => socket.destroy());
		socket.on('error', () => channel.close());
		socket.pipe(channel).pipe(socket);
	});
};

/** Tunnels to the sockets and ports that the practice host has; there is no way to anything else from it. */
export const serveTunnels = (
	client: SshClient,
	sockets: Readonly<Record<string, string>>,
	ports: Readonly<Record<string, number>>,
	allowed: () => boolean,
): void => {
	const sayWhy = sayingWhy(client);
	const rejecting =
		(reject: () => void) =>
		(why: Refusal): void => {
			sayWhy(why);
			reject();
		};
	client.on('openssh.streamlocal', (accept, reject, {socketPath}) => {
		const refuse = rejecting(reject);
		const path = sockets[socketPath];
		if (!allowed()) refuse(notAllowed);
		else if (path === undefined) refuse(refusalOf({code: 'ENOENT'}));
		else join(connect(path), accept, refuse);
	});
	client.on('tcpip', (accept, reject, {destIP, destPort}) => {
		const refuse = rejecting(reject);
		const port = ports[`${destIP}:${destPort}`] ?? (loopback.has(destIP) ? destPort : undefined);
		if (!allowed()) refuse(notAllowed);
		else if (port === undefined) refuse(unknownName);
		else join(connect({host: '127.0.0.1', port, noDelay: true}), accept, refuse);
	});
};
