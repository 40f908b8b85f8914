import {once} from 'node:events';
import {createServer, type Server, type Socket} from 'node:net';
import {describe, expect, test} from 'vitest';
import {dialSsh} from '../../../source/engine/ssh/dial.ts';
import {never, practice, said, scripted, type Practice} from './practice.ts';

/** A server on loopback that treats its clients as told, with what is still connected to it. */
const serving = async (
	treat: (socket: Socket) => void,
): Promise<AsyncDisposable & {port: number; sockets: Set<Socket>}> => {
	const sockets = new Set<Socket>();
	const server: Server = createServer(socket => {
		sockets.add(socket);
		socket.on('error', () => {});
		socket.on('close', () => sockets.delete(socket));
		socket.resume();
		treat(socket);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	return {
		port: typeof address === 'object' && address !== null ? address.port : 0,
		sockets,
		async [Symbol.asyncDispose]() {
			for (const socket of sockets) socket.destroy();
			server.close();
			await once(server, 'close');
		},
	};
};

const target = (host: Practice, changes: object) => ({...host.target, ...changes});

describe('no connection comes about, and it is said why', () => {
	test('when nothing listens', async () => {
		await using host = await practice();
		const {port} = await serving(() => {}).then(async server => {
			await server[Symbol.asyncDispose]();
			return server;
		});
		await expect(host.dial({port})).rejects.toMatchObject({
			problem: {
				what: 'Cannot connect to er-forecast',
				why: `nothing listens on port ${port} of 127.0.0.1`,
			},
		});
	});

	test('when the name is not known', async () => {
		await using host = await practice();
		await expect(host.dial({host: 'no-such-host.invalid'})).rejects.toMatchObject({
			problem: {why: 'the name no-such-host.invalid is not known'},
		});
	});

	test('when something else than SSH answers', async () => {
		await using host = await practice();
		await using web = await serving(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
		await expect(host.dial({port: web.port})).rejects.toMatchObject({
			problem: {why: expect.stringContaining('did not speak SSH')},
		});
	});

	test('when the server hangs up at once', async () => {
		await using host = await practice();
		await using closed = await serving(socket => socket.destroy());
		await expect(host.dial({port: closed.port})).rejects.toMatchObject({
			problem: {what: 'Cannot connect to er-forecast'},
		});
	});

	test('when the server hangs up during the login, without a word', async () => {
		await using host = await practice();
		let asked: AbortSignal | undefined;
		const asker = {
			...scripted(),
			secret: async (_label: string, _echo: boolean, signal: AbortSignal): Promise<string | undefined> => {
				asked = signal;
				host.server.dropAll();
				return new Promise(() => {}); // A person who has left.
			},
		};
		await expect(host.dial({}, asker)).rejects.toMatchObject({
			problem: {why: '127.0.0.1 closed the connection before the login was done'},
		});
		expect(asked?.aborted).toBe(true);
	});

	test('when the server does not answer in time', async () => {
		await using host = await practice();
		await using silent = await serving(() => {});
		const patience = {login: 50, keepalive: 5000};
		await expect(dialSsh(target(host, {port: silent.port}), scripted(), never, patience)).rejects.toMatchObject({
			problem: {why: `127.0.0.1 did not answer on port ${silent.port} within 0.05 seconds`},
		});
		await expect.poll(() => silent.sockets.size).toBe(0);
	});
});

test('an abort at any moment ends the attempt, and leaves nothing open', async () => {
	await using host = await practice();
	await using silent = await serving(() => {});
	const reason = new Error('never mind');
	await expect(dialSsh(host.target, scripted(), AbortSignal.abort(reason))).rejects.toBe(reason);

	const early = new AbortController();
	const dialling = dialSsh(target(host, {port: silent.port}), scripted(), early.signal);
	await expect.poll(() => silent.sockets.size).toBe(1);
	early.abort(reason);
	await expect(dialling).rejects.toBe(reason);
	await expect.poll(() => silent.sockets.size).toBe(0);

	const late = new AbortController();
	let asked: AbortSignal | undefined;
	const asking = dialSsh(
		host.target,
		{
			...scripted(),
			secret: async (_label, _echo, signal) => {
				asked = signal;
				late.abort(reason);
				return 'too late';
			},
		},
		late.signal,
	);
	await expect(asking).rejects.toBe(reason);
	expect(asked?.aborted).toBe(true);
	await expect.poll(() => host.server.connections).toBe(0);
});

test('a session is opened right after the login, and both ends send small packets at once', async () => {
	await using host = await practice();
	await host.dial();
	await expect.poll(() => host.server.commands).toEqual(['true']);
	await expect.poll(() => host.server.sessions).toBe(0);
});

describe('through a jump host', () => {
	test('the host behind it is reached, each with its own key and login', async () => {
		await using outer = await practice({user: 'ann'});
		await using inner = await practice();
		const asker = scripted();
		const connection = await inner.dial({jump: target(outer, {label: 'jump', user: 'ann'})}, asker);
		expect((await said(connection.run('echo $HOME', never))).stdout.trim()).toBe(inner.root);
		expect(asker.asked).toEqual(['password for ann@127.0.0.1', 'password for er@127.0.0.1']);
		connection.close();
		await expect.poll(() => [outer.server.connections, inner.server.connections]).toEqual([0, 0]);
	});

	test('a host key that is not known is refused behind it too', async () => {
		await using outer = await practice();
		await using inner = await practice();
		const dialled = inner.dial({jump: outer.target, knownHostsFiles: []});
		await expect(dialled).rejects.toThrow('its host key is not known');
		await expect.poll(() => [outer.server.connections, inner.server.connections]).toEqual([0, 0]);
	});

	test('a host that it cannot reach is said to be so', async () => {
		await using outer = await practice({faults: {forwarding: 'refused'}});
		await using inner = await practice();
		const dialled = inner.dial({jump: target(outer, {label: 'jump'})});
		await expect(dialled).rejects.toMatchObject({
			problem: {what: `Cannot reach 127.0.0.1:${inner.server.port} from jump`},
		});
		await expect.poll(() => outer.server.connections).toBe(0);
	});

	test('the connection is lost with the jump host', async () => {
		await using outer = await practice();
		await using inner = await practice();
		const connection = await inner.dial({jump: outer.target});
		const running = said(connection.run('sleep 100', never));
		outer.server.dropAll();
		await expect(running).rejects.toMatchObject({problem: {what: 'The connection to er-forecast was lost'}});
		expect(connection.lost.aborted).toBe(true);
	});
});
