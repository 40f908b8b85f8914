import {createSocket} from 'node:dgram';
import {lookup} from 'node:dns/promises';
import {orAborted} from '../../../streams/or-aborted.ts';
import {instancesIn, notRunning, type Ask} from './sql-browser.ts';

/** Milliseconds for an answer before the question is sent again. */
const patience = 1000;

/** Asks from this machine. The socket hears nobody but whom it asked. */
export const askDirectly =
	(server: string, port: number): Ask =>
	async (question, signal) => {
		const {address, family} = await orAborted(lookup(server), signal);
		const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
		const answered = Promise.withResolvers<Uint8Array>();
		const silence = setTimeout(() => answered.resolve(new Uint8Array()), patience);
		const failed = (error: Error): void => answered.reject(refusalOf(error));
		socket.on('error', failed);
		socket.on('message', message => {
			if (instancesIn(message) !== undefined) answered.resolve(message);
		});
		socket.connect(port, address, () =>
			socket.send(question, error => {
				if (error !== null) failed(error);
			}),
		);
		try {
			return await orAborted(answered.promise, signal);
		} finally {
			clearTimeout(silence);
			socket.close();
		}
	};

const refusalOf = (error: Error): Error =>
	'code' in error && error.code === 'ECONNREFUSED' ? notRunning(error) : error;
