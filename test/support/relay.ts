import {once} from 'node:events';
import {connect, createServer, type Socket} from 'node:net';

/** A port of loopback that leads to another one, and counts what passes. */
export type Relay = AsyncDisposable & {
	readonly port: number;
	/** Bytes that came back from the other port. */
	received(): number;
	/** Bytes that went to it. */
	sent(): number;
};

export const startRelay = async (target: number): Promise<Relay> => {
	const sockets = new Set<Socket>();
	let received = 0;
	let sent = 0;
	const keep = (socket: Socket, other: Socket): void => {
		sockets.add(socket);
		socket.on('error', () => other.destroy());
		socket.on('close', () => sockets.delete(socket));
	};
	const server = createServer(near => {
		const far = connect(target, '127.0.0.1');
		keep(near, far);
		keep(far, near);
		near.on('data', bytes => (sent += bytes.length));
		far.on('data', bytes => (received += bytes.length));
		near.pipe(far).pipe(near);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	return {
		port: typeof address === 'object' && address !== null ? address.port : 0,
		received: () => received,
		sent: () => sent,
		async [Symbol.asyncDispose]() {
			for (const socket of sockets) socket.destroy();
			server.close();
			await once(server, 'close');
		},
	};
};
