import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readFile, rename, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {password, practice, scripted, type Practice} from './practice.ts';

const makeKey = async (
	directory: string,
	name: string,
	type: string,
	passphrase = '',
	...more: string[]
): Promise<string> => {
	const path = join(directory, name);
	execFileSync('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', name, '-f', path, ...more]);
	return path;
};

const publicKey = async (path: string): Promise<string> => readFile(`${path}.pub`, 'utf8');

/** A directory with a server that takes keys only; `keys` are made first. */
const withKeys = async (
	keys: ReadonlyArray<readonly [name: string, type: string, passphrase?: string, ...more: string[]]>,
	allowed: readonly string[],
	options: Parameters<typeof practice>[0] = {},
): Promise<Practice & {readonly path: (name: string) => string}> => {
	const directory = await mkdtemp(join(tmpdir(), 'mlops-tui-'));
	for (const [name, type, passphrase, ...more] of keys) await makeKey(directory, name, type, passphrase, ...more);
	const publicKeys = await Promise.all(allowed.map(async name => publicKey(join(directory, name))));
	const host = await practice({publicKeys, ...options});
	return {
		...host,
		path: name => join(directory, name),
		async [Symbol.asyncDispose]() {
			await host[Symbol.asyncDispose]();
			await rm(directory, {recursive: true});
		},
	};
};

describe('with a password', () => {
	test('it is asked for, without an echo', async () => {
		await using host = await practice();
		const asker = scripted();
		await host.dial({}, asker);
		expect(asker.asked).toEqual(['password for er@127.0.0.1']);
	});

	test('a wrong one may be corrected', async () => {
		await using host = await practice();
		const asker = scripted({secrets: ['wrong', password]});
		await host.dial({}, asker);
		expect(asker.asked).toEqual(['password for er@127.0.0.1', 'password for er@127.0.0.1 (the last one was refused)']);
	});

	test('three wrong ones are the end, and none of them is in what is said', async () => {
		await using host = await practice();
		const asker = scripted({secrets: ['wr0ng', 'wr0ng', 'wr0ng', password]});
		const refused: unknown = await host.dial({}, asker).catch((error: unknown) => error);
		expect(refused).toMatchObject({
			problem: {
				what: 'Cannot log in to er-forecast',
				why: 'the server refused all that was tried for er: password',
			},
		});
		expect(JSON.stringify(refused) + String(refused)).not.toContain('wr0ng');
		expect(asker.asked).toHaveLength(3);
	});

	test('who declines to give one is not logged in', async () => {
		await using host = await practice();
		await expect(host.dial({}, scripted({secrets: [undefined]}))).rejects.toMatchObject({
			problem: {what: 'Not logged in to er-forecast', why: 'the login was given up'},
		});
		await expect.poll(() => host.server.connections).toBe(0);
	});

	test('another user is refused', async () => {
		await using host = await practice();
		await expect(host.dial({user: 'mallory'})).rejects.toMatchObject({problem: {what: 'Cannot log in to er-forecast'}});
	});
});

describe('with questions', () => {
	const keyboardInteractive = [
		{prompt: 'Password: ', echo: false, answer: password},
		{prompt: 'Code\u001B[31m:', echo: true, answer: '123'},
	];

	test('each is asked in the words of the server, made safe', async () => {
		await using host = await practice({keyboardInteractive});
		const asker = scripted({secrets: [password, '123']});
		await host.dial({}, asker);
		expect(asker.asked).toEqual(['Password for er@127.0.0.1', 'Code for er@127.0.0.1']);
	});

	test('wrong answers may be corrected, three times, and no password is asked for then', async () => {
		await using host = await practice({keyboardInteractive});
		const asker = scripted({secrets: ['a', 'b', 'a', 'b', 'a', 'b', password]});
		await expect(host.dial({}, asker)).rejects.toThrow('refused all that was tried');
		expect(asker.asked).toHaveLength(6);
		expect(asker.asked.at(-2)).toBe('Password for er@127.0.0.1 (again)');
	});

	test('a server that has nothing to ask is given a password', async () => {
		await using host = await practice({keyboardInteractive: [], password});
		const asker = scripted();
		await host.dial({}, asker);
		expect(asker.asked).toEqual(['password for er@127.0.0.1']);
	});
});

describe('with a key', () => {
	test.each([['ed25519'], ['ecdsa'], ['rsa', '-b', '2048']])('%s', async (type, ...more) => {
		await using host = await withKeys([['id', type, '', ...more]], ['id']);
		const asker = scripted();
		await host.dial({identityFiles: [host.path('missing'), host.path('id')]}, asker);
		expect(asker.asked).toEqual([]);
	});

	test.each([
		['new form', ['-a', '2']],
		['old form, which hides its public part', ['-m', 'PEM']],
	])('with a passphrase, in the %s', async (_title, more) => {
		await using host = await withKeys([['id', 'ecdsa', 'secret', ...more]], ['id']);
		await rename(host.path('id.pub'), host.path('elsewhere.pub'));
		const asker = scripted({secrets: ['wrong', 'secret']});
		await host.dial({identityFiles: [host.path('id')]}, asker);
		expect(asker.asked).toEqual([
			`passphrase for ${host.path('id')}`,
			`passphrase for ${host.path('id')} (the last one was wrong)`,
		]);
	});

	test('a passphrase is not asked for when the server would not take the key', async () => {
		await using host = await withKeys(
			[
				['locked', 'ed25519', 'secret'],
				['id', 'ed25519'],
			],
			['id'],
		);
		const asker = scripted();
		await host.dial({identityFiles: [host.path('locked'), host.path('id')]}, asker);
		expect(asker.asked).toEqual([]);
	});

	test('a passphrase that is not given leaves the other keys', async () => {
		await using host = await withKeys(
			[
				['locked', 'ed25519', 'secret'],
				['id', 'ed25519'],
			],
			['locked', 'id'],
		);
		const asker = scripted({secrets: [undefined]});
		await host.dial({identityFiles: [host.path('locked'), host.path('id')]}, asker);
		expect(asker.asked).toHaveLength(1);
	});

	test('what was tried is said when none is taken', async () => {
		await using host = await withKeys(
			[
				['one', 'ed25519'],
				['two', 'ecdsa'],
				['right', 'ed25519'],
			],
			['right'],
		);
		await expect(host.dial({identityFiles: [host.path('one'), host.path('two')]})).rejects.toMatchObject({
			problem: {why: `the server refused all that was tried for er: ${host.path('one')}, ${host.path('two')}`},
		});
		await expect(host.dial({identityFiles: [host.path('missing')]})).rejects.toMatchObject({
			problem: {why: 'there was no key to offer, and the server takes publickey only'},
		});
	});

	test.each([
		['a password', {password}],
		['questions', {keyboardInteractive: [{prompt: 'Code:', echo: true, answer: password}]}],
	])('and %s after it, where both are wanted', async (_title, secrets) => {
		await using host = await withKeys([['id', 'ed25519']], ['id'], {...secrets, twoSteps: true});
		await host.dial({identityFiles: [host.path('id')]});
		await expect(host.dial({identityFiles: []})).rejects.toThrow('publickey only');
	});
});

/** A real agent that holds these keys. */
const startAgent = async (directory: string, keys: readonly string[]): Promise<Disposable & {socket: string}> => {
	const socket = join(directory, 'agent.sock');
	const child = spawn('ssh-agent', ['-D', '-a', socket], {stdio: ['ignore', 'pipe', 'ignore']});
	await once(child.stdout, 'data');
	for (const key of keys) execFileSync('ssh-add', ['-q', key], {env: {...process.env, SSH_AUTH_SOCK: socket}});
	return {socket, [Symbol.dispose]: () => child.kill()};
};

describe('with an agent', () => {
	test.each([['ed25519'], ['ecdsa'], ['rsa']])('a key of type %s that it holds is used', async type => {
		await using host = await withKeys([['id', type]], ['id']);
		using agent = await startAgent(host.path(''), [host.path('id')]);
		const asker = scripted();
		await host.dial({agent: agent.socket}, asker);
		expect(asker.asked).toEqual([]);
	});

	test('its other keys stay out of it where the configuration says so', async () => {
		await using host = await withKeys(
			[
				['one', 'ed25519'],
				['id', 'ed25519'],
			],
			['id'],
		);
		using agent = await startAgent(host.path(''), [host.path('one'), host.path('id')]);
		const refused = host.dial({agent: agent.socket, identitiesOnly: true, identityFiles: [host.path('one')]});
		await expect(refused).rejects.toMatchObject({
			problem: {why: 'the server refused all that was tried for er: one of the agent'},
		});
		await host.dial({agent: agent.socket, identitiesOnly: true, identityFiles: [host.path('id')]});
	});

	test('one that is not there is said, and the files are used', async () => {
		await using host = await withKeys([['id', 'ed25519']], ['id']);
		const agent = host.path('no-agent');
		await host.dial({agent, identityFiles: [host.path('id')]});
		await expect(host.dial({agent})).rejects.toMatchObject({
			problem: {why: expect.stringContaining(`no agent answered at ${agent}`)},
		});
	});
});
