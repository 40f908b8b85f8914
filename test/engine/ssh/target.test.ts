import {chmod, mkdir, writeFile} from 'node:fs/promises';
import {execFileSync} from 'node:child_process';
import {userInfo} from 'node:os';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {resolveTarget} from '../../../source/engine/ssh/target.ts';
import {readWrittenHost} from '../../../source/engine/ssh/written-host.ts';
import {temporaryDirectory} from './practice.ts';

describe('a host is written as', () => {
	test.each([
		['web', {host: 'web', user: undefined, port: undefined}],
		['er@10.30.51.137', {host: '10.30.51.137', user: 'er', port: undefined}],
		['er@web:2222', {host: 'web', user: 'er', port: 2222}],
		[' web:22 ', {host: 'web', user: undefined, port: 22}],
		['er@[::1]:2222', {host: '::1', user: 'er', port: 2222}],
		['[fe80::1%eth0]', {host: 'fe80::1%eth0', user: undefined, port: undefined}],
		['::1', {host: '::1', user: undefined, port: undefined}],
		['ssh://er@web:2222', {host: 'web', user: 'er', port: 2222}],
	])('%s', (ssh, expected) => {
		expect(readWrittenHost(ssh)).toEqual(expected);
	});

	test.each([[''], ['er@'], ['-oProxyCommand=true'], ['er@-x'], ['a b'], ['web:0'], ['web:99999'], ['web:ssh']])(
		'and never as "%s"',
		ssh => {
			expect(() => readWrittenHost(ssh)).toThrow('this names no host');
		},
	);
});

const hasSsh = (() => {
	try {
		execFileSync('ssh', ['-V'], {stdio: 'ignore'});
		return true;
	} catch {
		return false;
	}
})();

/** An environment whose `ssh` reads this configuration, or that has no `ssh` and reads it from its home. */
const environmentWith = async (directory: string, config: string, ssh: boolean): Promise<NodeJS.ProcessEnv> => {
	await mkdir(join(directory, '.ssh'), {recursive: true});
	await mkdir(join(directory, 'bin'), {recursive: true});
	const file = join(directory, '.ssh', 'config');
	await writeFile(file, config);
	if (ssh) {
		const real = execFileSync('sh', ['-c', 'command -v ssh'], {encoding: 'utf8'}).trim();
		const wrapper = join(directory, 'bin', 'ssh');
		await writeFile(wrapper, `#!/bin/sh\nexec ${real} -F ${file} "$@"\n`);
		await chmod(wrapper, 0o755);
	}

	return {HOME: directory, PATH: join(directory, 'bin')};
};

describe.each([
	['as ssh sees it', true],
	['where there is no ssh', false],
])('the configuration %s', (_title, ssh) => {
	const resolve = async (config: string, host: string, more: NodeJS.ProcessEnv = {}) => {
		await using directory = await temporaryDirectory();
		const environment = await environmentWith(directory.path, config, ssh);
		return {...(await resolveTarget(host, {...environment, ...more})), home: ssh ? userInfo().homedir : directory.path};
	};

	test.skipIf(ssh && !hasSsh)('has defaults for a host it does not name', async () => {
		const {home, ...target} = await resolve('', 'er@web:2222', {SSH_AUTH_SOCK: '/agent'});
		expect(target).toMatchObject({
			label: 'er@web:2222',
			user: 'er',
			host: 'web',
			port: 2222,
			hostKeyAlias: undefined,
			identitiesOnly: false,
			agent: '/agent',
			jump: undefined,
		});
		expect(target.identityFiles).toContain(join(home, '.ssh', 'id_ed25519'));
		expect(target.knownHostsFiles[0]).toBe(join(home, '.ssh', 'known_hosts'));
		expect(target.knownHostsFiles).toContain('/etc/ssh/ssh_known_hosts');
		expect((await resolve('', 'web')).user).toBe(userInfo().username);
	});

	test.skipIf(ssh && !hasSsh)('names user, host, port, key, agent and known hosts', async () => {
		const config = `
Host forecast
  HostName %h.example.org
  User bob
  Port 2202
  HostKeyAlias fc
  IdentityFile ~/.ssh/%r@%h_%n
  IdentitiesOnly yes
  IdentityAgent ~/agent.sock
  UserKnownHostsFile ~/kh /tmp/kh2
Host *
  User nobody
  IdentityFile %d/second
`;
		const {home, ...target} = await resolve(config, 'forecast');
		expect(target).toMatchObject({
			label: 'forecast',
			user: 'bob',
			host: 'forecast.example.org',
			port: 2202,
			hostKeyAlias: 'fc',
			identityFiles: [`${home}/.ssh/bob@forecast.example.org_forecast`, `${home}/second`],
			identitiesOnly: true,
			agent: `${home}/agent.sock`,
		});
		expect(target.knownHostsFiles.slice(0, 2)).toEqual([`${home}/kh`, '/tmp/kh2']);
	});

	test.skipIf(ssh && !hasSsh)('gives way to what was written', async () => {
		const target = await resolve('Host web\n  User bob\n  Port 2202\n', 'er@web:22');
		expect(target).toMatchObject({user: 'er', port: 22});
	});

	test.skipIf(ssh && !hasSsh)('can have no agent', async () => {
		const target = await resolve('Host web\n  IdentityAgent none\n', 'web', {SSH_AUTH_SOCK: '/agent'});
		expect(target.agent).toBeUndefined();
	});

	test.skipIf(ssh && !hasSsh)('leads through jump hosts, each with its own settings', async () => {
		const config = `
Host inner
  ProxyJump ann@first:2201,second
Host first
  HostKeyAlias one
Host second
  User eve
  ProxyJump elsewhere
`;
		const target = await resolve(config, 'inner');
		expect(target.jump).toMatchObject({host: 'second', user: 'eve'});
		expect(target.jump?.jump).toMatchObject({host: 'first', user: 'ann', port: 2201, hostKeyAlias: 'one'});
		expect(target.jump?.jump?.jump).toBeUndefined();
	});

	test.skipIf(ssh && !hasSsh)('cannot lead round in a circle', async () => {
		await expect(resolve('Host a\n  ProxyJump b\nHost b\n  ProxyJump a\n', 'a')).rejects.toThrow('round in a circle');
	});

	test.skipIf(ssh && !hasSsh)('cannot have a ProxyCommand, on a jump host either', async () => {
		const config = 'Host web hop\n  ProxyCommand nc %h %p\nHost inner\n  ProxyJump hop\n';
		await expect(resolve(config, 'web')).rejects.toMatchObject({
			problem: {why: 'its ssh configuration has a ProxyCommand, which is not supported here'},
		});
		await expect(resolve(config, 'inner')).rejects.toThrow('ProxyCommand');
	});
});

test.skipIf(!hasSsh)('a configuration that does not parse is named with its line', async () => {
	await using directory = await temporaryDirectory();
	const environment = await environmentWith(directory.path, 'Host web\n  Prot 22\n', true);
	await expect(resolveTarget('web', environment)).rejects.toMatchObject({
		problem: {
			what: 'Cannot read the ssh configuration for web',
			why: expect.stringContaining('line 2: Bad configuration option: prot'),
		},
	});
});

test('a Match exec is not run where there is no ssh', async () => {
	await using directory = await temporaryDirectory();
	const marker = join(directory.path, 'ran');
	const environment = await environmentWith(directory.path, `Match exec "touch ${marker}"\n  User bob\n`, false);
	expect((await resolveTarget('web', environment)).user).toBe(userInfo().username);
	expect(() => execFileSync('test', ['-e', marker])).toThrow('Command failed');
});
