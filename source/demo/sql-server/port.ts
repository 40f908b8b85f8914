import type {Server, Socket} from 'node:net';
import {createServer} from 'node:net';

/** A TCP port on loopback that can be closed, so that it refuses, and opened again as the same one. */
export type Port = {
	readonly number: number;
	open(): Promise<void>;
	/** Drops every connection too. */
	close(): Promise<void>;
};

/** Opens a free port of `host`. Rejects with the error of the system when there is none. */
export const openPort = async (host: string, connected: (socket: Socket) => void): Promise<Port> => {
	const sockets = new Set<Socket>();
	const listen = async (port: number): Promise<Server> => {
		const server = createServer(socket => {
			sockets.add(socket);
			socket.on('close', () => sockets.delete(socket));
			connected(socket);
		});
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen({port, host}, resolve);
		});
		return server;
	};

	let server: Server | undefined = await listen(0);
	const address = server.address();
	const number = typeof address === 'object' && address ? address.port : 0;
	return {
		number,
		async open() {
			server ??= await listen(number);
		},
		async close() {
			const closing = server;
			server = undefined;
			const closed = new Promise<void>(resolve => {
				if (closing) closing.close(() => resolve());
				else resolve();
			});
			for (const socket of sockets) socket.destroy();
			await closed;
		},
	};
};
