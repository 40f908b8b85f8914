import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {createServer, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as pause} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import {ProblemError} from '../../../source/domain/problem.ts';
import {createDocker} from '../../../source/engine/docker/docker.ts';
import {all, never, sockets} from './practice.ts';

const silence = '';
const headersOnly = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
const halfABody = `${headersOnly}2\r\n[{\r\n`;
const states = {'before an answer': silence, 'after the headers': headersOnly, 'in the middle of the body': halfABody};

/** A server that answers each request with these bytes and then says no more; `met` resolves with the first connection that asked. */
const startMute = async (answer: string, deadline = 10_000) => {
	const directory = await mkdtemp(join(tmpdir(), 'mlops-tui-'));
	const path = join(directory, 'mute.sock');
	const accepted = new Set<Socket>();
	const asked = Promise.withResolvers<Socket>();
	const server = createServer(socket => {
		accepted.add(socket);
		socket.on('error', () => {});
		socket.on('data', () => {
			socket.write(answer, () => asked.resolve(socket));
		});
	});
	server.listen(path);
	await once(server, 'listening');
	const {open, openSocket} = sockets(path);
	const lost = new AbortController();
	return {
		docker: createDocker(openSocket, lost.signal, deadline),
		asked: asked.promise,
		open,
		lost,
		async [Symbol.asyncDispose]() {
			lost.abort();
			for (const socket of accepted) socket.destroy();
			server.close();
			await rm(directory, {recursive: true});
		},
	};
};

/** Whether what was written does not go out for a tenth of a second. */
const isStuck = (socket: Socket): Promise<boolean> =>
	socket.writableNeedDrain
		? Promise.race([once(socket, 'drain').then(() => false), pause(100, true)])
		: Promise.resolve(false);

const gone = new ProblemError({what: 'The connection is gone', why: 'the host went away', next: 'wait'});

describe.each(Object.entries(states))('a call that hangs %s', (_state, answer) => {
	test('settles when Docker breaks the connection', async () => {
		await using mute = await startMute(answer);
		const restarted = mute.docker.restart('mlflow', 0, never);
		void mute.asked.then(socket => socket.destroy());
		await expect(restarted).rejects.toMatchObject({problem: {why: 'Docker hung up in the middle of it'}});
	});

	test('settles when Docker ends the connection', async () => {
		await using mute = await startMute(answer);
		const restarted = mute.docker.restart('mlflow', 0, never);
		void mute.asked.then(socket => socket.end());
		await expect(restarted).rejects.toMatchObject({problem: {why: 'Docker hung up in the middle of it'}});
	});

	test('settles when the connection to the host is lost', async () => {
		await using mute = await startMute(answer);
		const listed = mute.docker.list(never);
		void mute.asked.then(() => mute.lost.abort(gone));
		await expect(listed).rejects.toBe(gone);
	});

	test('settles when it is no longer wanted, and leaves no socket', async () => {
		await using mute = await startMute(answer);
		const over = new AbortController();
		const listed = mute.docker.list(over.signal);
		const reason = new Error('enough');
		void mute.asked.then(() => over.abort(reason));
		await expect(listed).rejects.toBe(reason);
		await expect.poll(() => mute.open.size).toBe(0);
	});

	test('settles at its deadline', async () => {
		await using mute = await startMute(answer, 50);
		await expect(mute.docker.list(never)).rejects.toMatchObject({
			problem: {what: 'Cannot list the containers', why: 'Docker does not answer: nothing came for 0.05 s'},
		});
	});
});

describe('a stream', () => {
	test('throws when it breaks off', async () => {
		await using mute = await startMute(halfABody);
		const events = await mute.docker.events(never);
		void mute.asked.then(socket => socket.destroy());
		await expect(all(events)).rejects.toMatchObject({problem: {why: 'Docker hung up in the middle of it'}});
	});

	test('throws when it ends though it should not', async () => {
		await using mute = await startMute(`${headersOnly}0\r\n\r\n`);
		await expect(all(await mute.docker.events(never))).rejects.toMatchObject({
			problem: {what: 'Cannot follow what happens to the containers'},
		});
	});

	test('throws what the connection was lost for', async () => {
		await using mute = await startMute(halfABody);
		const logs = all(mute.docker.logs('mlflow', {terminal: true, follow: true}, never));
		void mute.asked.then(() => mute.lost.abort(gone));
		await expect(logs).rejects.toBe(gone);
	});

	test('ends quietly when it is no longer wanted, whether it had begun or not', async () => {
		await using mute = await startMute(silence);
		const over = new AbortController();
		const logs = all(mute.docker.logs('mlflow', {terminal: true, follow: true}, over.signal));
		void mute.asked.then(() => over.abort());
		await expect(logs).resolves.toEqual([]);
		await using begun = await startMute(halfABody);
		const enough = new AbortController();
		const frames = begun.docker.logs('mlflow', {terminal: true, follow: true}, enough.signal);
		for await (const frame of frames) {
			expect(Buffer.from(frame.bytes).toString()).toBe('[{');
			enough.abort();
		}
	});

	test('holds the sender back while nobody reads', async () => {
		await using mute = await startMute(headersOnly);
		const frames = mute.docker.logs('mlflow', {terminal: true, follow: true}, never)[Symbol.asyncIterator]();
		const first = frames.next();
		const socket = await mute.asked;
		const chunk = `10000\r\n${'x'.repeat(0x1_00_00)}\r\n`;
		let sent = 0;
		for (let isFull = false; !isFull && sent < 1000; sent++) isFull = !socket.write(chunk);
		await first;
		while (sent < 1000 && !(await isStuck(socket))) {
			socket.write(chunk);
			sent += 1;
		}

		expect(sent * chunk.length).toBeLessThan(8 * 1024 * 1024);
		await frames.return?.();
	});

	test('closes its socket when its reader stops early', async () => {
		await using mute = await startMute(halfABody);
		const frames = mute.docker.logs('mlflow', {terminal: true, follow: true}, never)[Symbol.asyncIterator]();
		await frames.next();
		await frames.return?.();
		await expect.poll(() => mute.open.size).toBe(0);
	});
});

test('a kept connection that Docker closes as it is used again is not a failure', async () => {
	const directory = await mkdtemp(join(tmpdir(), 'mlops-tui-'));
	const path = join(directory, 'tired.sock');
	let connections = 0;
	const server = createServer(socket => {
		connections += 1;
		let requests = 0;
		socket.on('data', () => {
			requests += 1;
			if (requests > 1) socket.destroy();
			else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK');
		});
	});
	server.listen(path);
	await once(server, 'listening');
	const lost = new AbortController();
	const docker = createDocker(sockets(path).openSocket, lost.signal);
	await docker.ping(never);
	await docker.ping(never);
	expect(connections).toBe(2);
	lost.abort();
	server.close();
	await rm(directory, {recursive: true});
});

test('something that is not Docker is said to be none', async () => {
	await using mute = await startMute('SSH-2.0-OpenSSH_9.2\r\n');
	await expect(mute.docker.list(never)).rejects.toMatchObject({
		problem: {why: 'what answered on the socket of Docker does not speak as Docker does'},
	});
	await using web = await startMute('HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>');
	await expect(web.docker.list(never)).rejects.toMatchObject({
		problem: {why: 'what answered on the socket of Docker does not speak as Docker does'},
	});
});
