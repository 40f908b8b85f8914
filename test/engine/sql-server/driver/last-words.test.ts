import {Duplex} from 'node:stream';
import {expect, test} from 'vitest';
import {checkFreshness} from '../../../../source/engine/sql-server/check.ts';
import {hearLastWords} from '../../../../source/engine/sql-server/driver/last-words.ts';
import {configFor, openPort, startPractice, times, wayBy} from '../practice.ts';

/** A connection through which the last data and the end always come in one go, as a packet of SSH brings them. */
const inOneGo = async (...port: Parameters<typeof openPort>): Promise<Duplex> => {
	const socket = await openPort(...port);
	const held: Buffer[] = [];
	const stream = new Duplex({
		read() {},
		write: (chunk: Buffer, _encoding, done) => socket.write(chunk, error => done(error)),
		final: done => socket.end(() => done()),
		destroy(error, done) {
			socket.destroy();
			done(error);
		},
	});
	const letGo = (): void => {
		for (const chunk of held.splice(0)) stream.push(chunk);
	};
	socket.on('data', chunk => {
		held.push(chunk);
		setTimeout(letGo, 25);
	});
	socket.on('end', () => {
		letGo();
		stream.push(null);
	});
	socket.on('error', error => stream.destroy(error));
	return stream;
};

test.each([
	['wrong-login', 'login'],
	['missing-database', 'database'],
] as const)('why a login is refused is heard when the connection ends with it: %s', async (situation, cause) => {
	await using server = await startPractice(times('datetime2', '2026-11-21T12:00:00'), {encryption: 'offered'});
	await server.put(situation);
	const config = configFor(server.port, {encrypt: true, trustServerCertificate: true});
	const outcome = await checkFreshness(config, wayBy(inOneGo), new AbortController().signal);
	expect(outcome).toMatchObject({verdict: 'failed', cause});
});

test('what goes in at one side comes out at the other, and an end is an end', async () => {
	const echo = new Duplex({
		read() {},
		write(chunk, _encoding, done) {
			this.push(chunk);
			done();
		},
		final(done) {
			this.push(null);
			done();
		},
	});
	const heard = hearLastWords(echo);
	const big = Buffer.alloc(1_000_000, 'x');
	heard.end(big);
	expect(Buffer.concat(await heard.toArray())).toEqual(big);
});

test('closing it closes the stream, and a failure of the stream is its own', async () => {
	const closed = new Duplex({read() {}, write() {}});
	hearLastWords(closed).destroy();
	expect(closed.destroyed).toBe(true);
	const failing = new Duplex({read() {}, write() {}});
	const heard = hearLastWords(failing);
	failing.destroy(new Error('broken off'));
	await expect(heard.toArray()).rejects.toThrow('broken off');
});
