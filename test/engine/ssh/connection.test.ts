import {once} from 'node:events';
import {writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {bytesOf, never, practice, said} from './practice.ts';

test('a command says what it writes and how it ended', async () => {
	await using host = await practice();
	const connection = await host.dial();
	const result = await said(connection.run(`printf 'it''s'; printf oops >&2; exit 3`, never));
	expect(result).toEqual({stdout: 'its', stderr: 'oops', code: 3, signal: undefined});
});

test('a file is read by range', async () => {
	await using host = await practice();
	await writeFile(join(host.root, 'a.log'), 'x'.repeat(200_000) + 'end');
	const connection = await host.dial();
	const path = join(host.root, 'a.log');
	expect(await bytesOf(connection.readFile(path, {start: 0}, never))).toHaveLength(200_003);
	expect((await bytesOf(connection.readFile(path, {start: 199_999, end: 200_002}, never))).toString()).toBe('xen');
	expect(await bytesOf(connection.readFile(path, {start: 300_000}, never))).toHaveLength(0);
});

test('a socket of the host is reached', async () => {
	await using host = await practice();
	await using stack = new AsyncDisposableStack();
	const server = createServer(socket => socket.pipe(socket));
	const path = join(host.root, 'docker.sock');
	server.listen(path);
	await once(server, 'listening');
	stack.use(server);
	await using there = await practice({sockets: {'/var/run/docker.sock': path}});
	const stream = await (await there.dial()).openSocket('/var/run/docker.sock');
	stream.write('hello');
	expect(String((await once(stream, 'data'))[0])).toBe('hello');
	stream.end();
	await once(stream, 'close');
});

test('a port of the host is reached', async () => {
	await using host = await practice();
	const server = createServer(socket => socket.end('hi'));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	const stream = await (await host.dial()).openPort('localhost', port);
	expect((await bytesOf(stream)).toString()).toBe('hi');
	server.close();
});
