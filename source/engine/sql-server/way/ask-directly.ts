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
		// Node calls back when it could not connect, too, which its types do not say: then there is nobody to send to.
		socket.connect(port, address, (failure?: Error) => {
			if (failure === undefined) socket.send(question, error => error !== null && failed(error));
			else failed(failure);
		});
		try {
			return await orAborted(answered.promise, signal);
		} finally {
			clearTimeout(silence);
			socket.close();
		}
	};

const refusalOf = (error: Error): Error =>
	'code' in error && error.code === 'ECONNREFUSED' ? notRunning(error) : error;
