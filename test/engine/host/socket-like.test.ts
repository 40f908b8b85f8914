import {once} from 'node:events';
import {Socket} from 'node:net';
import {Duplex, PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {socketLike} from '../../../source/engine/host/socket-like.ts';

test('a stream gets the methods of a socket, which give the stream back', () => {
	const stream = new PassThrough();
	expect(socketLike(stream)).toBe(stream);
	for (const name of ['setKeepAlive', 'setNoDelay', 'setTimeout', 'ref', 'unref'] as const)
		expect(Object.getOwnPropertyDescriptor(stream, name)?.value(1)).toBe(stream);
});

test('a socket keeps its own', () => {
	const socket = new Socket();
	expect(Object.keys(socketLike(socket))).not.toContain('setNoDelay');
	expect(Object.hasOwn(socket, 'setNoDelay')).toBe(false);
});

test('what was written goes out before a stream is destroyed soon', async () => {
	const written: string[] = [];
	let release: (() => void) | undefined;
	const stream = socketLike(
		new Duplex({
			read() {},
			write(bytes, _encoding, done) {
				release = () => {
					written.push(String(bytes));
					done();
				};
			},
		}),
	);
	stream.write('last words');
	Object.getOwnPropertyDescriptor(stream, 'destroySoon')?.value();
	expect(stream.destroyed).toBe(false);
	release?.();
	await once(stream, 'close');
	expect(written).toEqual(['last words']);
});
