import {connect, createServer} from 'node:net';
import {once} from 'node:events';
import {connect as connectTls} from 'node:tls';

export type Recorder = AsyncDisposable & {
	readonly port: number;
	/** What clients sent, in the pieces in which it came: a piece for each message, since they wait for answers. */
	readonly sent: Buffer[];
	readonly received: Buffer[];
};

/** Stands between a client and a server and writes down what they say. */
export const record = async (server: {readonly port: number}): Promise<Recorder> => {
	const sent: Buffer[] = [];
	const received: Buffer[] = [];
	const relay = createServer(client => {
		const upstream = connect({port: server.port, host: '127.0.0.1'});
		client.on('data', bytes => sent.push(bytes));
		upstream.on('data', bytes => received.push(bytes));
		client.pipe(upstream).pipe(client);
		client.on('error', () => upstream.destroy());
		upstream.on('error', () => client.destroy());
	});
	relay.listen(0, '127.0.0.1');
	await once(relay, 'listening');
	const address = relay.address();
	return {
		port: typeof address === 'object' && address ? address.port : 0,
		sent,
		received,
		[Symbol.asyncDispose]: async () => {
			relay.close();
			await once(relay, 'close');
		},
	};
};

/** Whether these bytes end with the last packet of a message. */
const isWhole = (bytes: Buffer): boolean => {
	let at = 0;
	let last = false;
	while (at + 8 <= bytes.length) {
		last = (bytes.readUInt8(at + 1) & 1) !== 0;
		at += bytes.readUInt16BE(at + 2);
	}

	return last && at === bytes.length;
};

/**
 * Sends messages one after the other, each after the answer to the one before, and with `leave` the end of the client's side
 * right after the last. With `strict` all of it is said inside of TLS. Resolves to the answers when the connection is closed.
 */
export const replay = async (
	port: number,
	messages: readonly Uint8Array[],
	{leave, strict = false}: {leave: boolean; strict?: boolean},
): Promise<Buffer[]> =>
	new Promise(resolve => {
		const answers: Buffer[] = [];
		const rest = [...messages];
		let answer: Buffer = Buffer.alloc(0);
		const to = {port, host: '127.0.0.1'};
		const socket = strict ? connectTls({...to, ALPNProtocols: ['tds/8.0'], rejectUnauthorized: false}) : connect(to);
		const next = () => {
			const message = rest.shift();
			if (message) {
				socket.write(message);
			}

			if (rest.length === 0 && leave) {
				socket.end();
			}
		};

		socket.on(strict ? 'secureConnect' : 'connect', next);
		socket.on('data', bytes => {
			answer = Buffer.concat([answer, bytes]);
			if (isWhole(answer)) {
				answers.push(answer);
				answer = Buffer.alloc(0);
				next();
			}
		});
		// A server that is fed nonsense may break the connection off.
		socket.on('error', () => {});
		socket.on('close', () => resolve(answers));
	});
