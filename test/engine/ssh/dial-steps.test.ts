import {once} from 'node:events';
import {createServer, type Socket} from 'node:net';
import {expect, test} from 'vitest';
import {dialSsh} from '../../../source/engine/ssh/dial.ts';
import type {DialProgress} from '../../../source/engine/ssh/dial-steps.ts';
import type {SshTarget} from '../../../source/engine/ssh/ssh-target.ts';
import {never, practice, scripted, type Practice} from './practice.ts';

/** What is heard of a dial, a line for each step that passed or failed. */
const stepsOf = async (host: Practice, changes: Partial<SshTarget> = {}, asker = scripted()): Promise<string[]> => {
	const heard: string[] = [];
	const hear = (progress: DialProgress): void => {
		const {host: label, step, is} = progress;
		if (is === 'passed') heard.push(`${label} ${step}: ${progress.evidence}`);
		if (is === 'failed') heard.push(`${label} ${step} failed: ${progress.cause}`);
	};
	const patience = {login: 2000, keepalive: 5000};
	try {
		const connection = await dialSsh({...host.target, ...changes}, asker, never, patience, hear);
		connection.close();
	} catch {
		// What is asked for is what was heard of it.
	}
	return heard;
};

const listening = async (treat: (socket: Socket) => void) => {
	const server = createServer(socket => {
		socket.on('error', () => {});
		socket.resume();
		treat(socket);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	return {
		port: typeof address === 'object' ? (address?.port ?? 0) : 0,
		async [Symbol.asyncDispose]() {
			server.close();
			await once(server, 'close');
		},
	};
};

test('each step of a dial says what was seen', async () => {
	await using host = await practice();
	const {port} = host.server;
	expect(
		await stepsOf(host, {host: 'localhost', hostKeyAlias: '[127.0.0.1]', knownHostsFiles: []}, scripted({trust: true})),
	).toEqual([
		expect.stringMatching(/^er-forecast name: localhost is (?:127\.0\.0\.1|::1)$/),
		`er-forecast tcp: to 127.0.0.1 port ${port}`,
		expect.stringMatching(/^er-forecast host key: \S+ SHA256:\S+, trusted now$/),
		'er-forecast login: as er with a password',
	]);
	const again = await stepsOf(host);
	expect(again[0]).toBe('er-forecast name: 127.0.0.1 is an address');
	expect(again[2]).toMatch(/, known$/);
});

test('behind a jump host the steps of both are heard, one host after the other', async () => {
	await using inner = await practice();
	await using outer = await practice();
	const heard = await stepsOf(inner, {jump: {...outer.target, label: 'jump'}});
	expect(heard.map(line => line.replace(/:.*/, ''))).toEqual([
		'jump name',
		'jump tcp',
		'jump host key',
		'jump login',
		'er-forecast name',
		'er-forecast tcp',
		'er-forecast host key',
		'er-forecast login',
	]);
	expect(heard[4]).toBe('er-forecast name: left to jump');
});

test('a jump host that cannot be logged in to is the one that failed', async () => {
	await using inner = await practice();
	await using outer = await practice();
	const heard = await stepsOf(inner, {jump: {...outer.target, label: 'jump', user: 'nobody'}});
	expect(heard.at(-1)).toBe('jump login failed: login');
});

test('the step that failed says why in one word', async () => {
	await using host = await practice();
	expect((await stepsOf(host, {host: 'no-such-host.invalid'})).at(-1)).toBe('er-forecast name failed: name');
	expect((await stepsOf(host, {user: 'nobody'})).at(-1)).toBe('er-forecast login failed: login');
	expect((await stepsOf(host, {knownHostsFiles: []})).at(-1)).toBe('er-forecast host key failed: hostkey');
	const closed = await listening(() => {});
	await closed[Symbol.asyncDispose]();
	expect((await stepsOf(host, {port: closed.port})).at(-1)).toBe('er-forecast tcp failed: refused');
	await using web = await listening(socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
	expect((await stepsOf(host, {port: web.port})).at(-1)).toBe('er-forecast host key failed: protocol');
});
