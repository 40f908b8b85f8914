import {Duplex} from 'node:stream';

/** A turn of the event loop for what came last to be decrypted, and one to be read. */
const afterLastWords = (act: () => void): void => {
	setImmediate(() => setImmediate(act));
};

/**
 * The same stream, whose end comes a little after the last of its data. The driver gives up at once when its stream ends, and then what came
 * together with the end is still being decrypted: why SQL Server refused a login, just before it closed. Through SSH the two mostly
 * come in one packet.
 */
export const hearLastWords = (stream: Duplex): Duplex => {
	const heard = new Duplex({
		read: () => stream.resume(),
		write: (chunk: Buffer, _encoding, done) => stream.write(chunk, error => done(error)),
		final: done => stream.end(() => done()),
		destroy(error, done) {
			stream.destroy();
			done(error);
		},
	});
	stream.on('data', (chunk: Buffer) => {
		if (!heard.push(chunk)) stream.pause();
	});
	stream.on('end', () => afterLastWords(() => heard.push(null)));
	stream.on('error', error => afterLastWords(() => heard.destroy(error)));
	stream.on('close', () => afterLastWords(() => heard.destroy()));
	return heard;
};
