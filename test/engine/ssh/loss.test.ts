import {once} from 'node:events';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {ProblemError} from '../../../source/domain/problem.ts';
import type {Connection} from '../../../source/engine/connection.ts';
import {dialSsh} from '../../../source/engine/ssh/dial.ts';
import {bytesOf, never, practice, said, scripted} from './practice.ts';

/** A practice host with an echoing socket, and everything that can be waited for on a connection under way. */
const busyHost = async () => {
	await using stack = new AsyncDisposableStack();
	const sockets: Record<string, string> = {};
	const host = stack.use(await practice({sockets}));
	const path = join(host.root, 'echo.sock');
	sockets['/echo'] = path;
	const echo = createServer(socket => {
		socket.on('error', () => {});
		socket.pipe(socket);
	});
	stack.defer(
		async () =>
			new Promise(resolve => {
				echo.close(() => resolve());
			}),
	);
	echo.listen(path);
	await once(echo, 'listening');
	const kept = stack.move();
	return {...host, [Symbol.asyncDispose]: async () => kept.disposeAsync()};
};

const everythingOn = (connection: Connection): Array<Promise<unknown>> => [
	said(connection.run('sleep 100', never)),
	bytesOf(connection.readFile('/dev/zero', {start: 0, end: 1e12}, never)),
	(async () => {
		const stream = await connection.openSocket('/echo');
		stream.write('x');
		await bytesOf(stream);
	})(),
	(async () => {
		for (;;) await connection.ping(never);
	})(),
	(async () => {
		for (;;) await connection.listFiles('/', never);
	})(),
];

test('what is under way when the connection is cut fails with what happened, and so does what is asked for later', async () => {
	await using host = await busyHost();
	const connection = await host.dial();
	const all = everythingOn(connection);
	const stream = await connection.openSocket('/echo');
	const failed = once(stream, 'error');
	await connection.ping(never);
	host.server.dropAll();

	const problem = {what: 'The connection to er-forecast was lost'};
	for (const outcome of await Promise.allSettled(all))
		expect(outcome).toMatchObject({status: 'rejected', reason: {problem}});
	expect(await failed).toMatchObject([{problem}]);
	expect(connection.lost.reason).toMatchObject({problem});
	for (const outcome of await Promise.allSettled(everythingOn(connection)))
		expect(outcome).toMatchObject({status: 'rejected', reason: {problem}});
});

test('what is under way when the connection is closed from here fails with that', async () => {
	await using host = await busyHost();
	const connection = await host.dial();
	const all = everythingOn(connection);
	await connection.ping(never);
	connection.close();
	for (const outcome of await Promise.allSettled(all))
		expect(outcome).toMatchObject({status: 'rejected', reason: {problem: {why: 'it was closed from here'}}});
	await expect.poll(() => [host.server.connections, host.server.sessions]).toEqual([0, 0]);
});

test('a server that has frozen is found out', async () => {
	await using host = await busyHost();
	const connection = await dialSsh(host.target, scripted(), never, {login: 5000, keepalive: 50});
	await connection.ping(never);
	const running = said(connection.run('sleep 100', never));
	host.server.freeze();
	await expect(running).rejects.toMatchObject({problem: {why: 'the server stopped answering'}});
});

test('a hundred connections cut at random moments leave nothing waiting', async () => {
	await using host = await busyHost();
	let lost = 0;
	let refused = 0;
	const outcomes: Array<PromiseSettledResult<unknown>> = [];
	for (let round = 0; round < 100; round++) {
		const cut = setInterval(() => host.server.dropAll(), 1 + Math.random() * 30);
		try {
			const connection = await host.dial();
			outcomes.push(...(await Promise.allSettled(everythingOn(connection))));
			lost++;
		} catch (reason) {
			outcomes.push({status: 'rejected', reason});
			refused++;
		} finally {
			clearInterval(cut);
		}
	}

	for (const outcome of outcomes) expect(outcome).toMatchObject({status: 'rejected', reason: expect.any(ProblemError)});
	expect(outcomes).toHaveLength(5 * lost + refused);
	expect(lost).toBeGreaterThan(0);
	expect(refused).toBeGreaterThan(0);
	await expect.poll(() => host.server.sessions).toBe(0);
}, 60_000);
