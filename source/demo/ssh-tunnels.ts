import {connect, type Socket} from 'node:net';
import type {Connection as SshClient, ServerChannel} from 'ssh2';

const loopback = new Set(['127.0.0.1', 'localhost', '::1']);

const join = (socket: Socket, accept: () => ServerChannel, reject: () => void): void => {
	socket.once('error', () => reject());
	socket.once('connect', () => {
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
	client.on('openssh.streamlocal', (accept, reject, {socketPath}) => {
		const path = sockets[socketPath];
		if (!allowed() || path === undefined) reject();
		else join(connect(path), accept, reject);
	});
	client.on('tcpip', (accept, reject, {destIP, destPort}) => {
		const port = ports[`${destIP}:${destPort}`] ?? (loopback.has(destIP) ? destPort : undefined);
		if (!allowed() || port === undefined) reject();
		else join(connect({host: '127.0.0.1', port, noDelay: true}), accept, reject);
	});
};
