import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import ssh2 from 'ssh2';
import {describe, expect, test} from 'vitest';
import {fingerprint} from '../../../source/engine/ssh/host-key.ts';
import {keyTypeOf, knownHostsLine, knownKeyTypes, lookUp} from '../../../source/engine/ssh/known-hosts.ts';
import {temporaryDirectory} from './practice.ts';

const newKey = (): Buffer => {
	const parsed = ssh2.utils.parseKey(ssh2.utils.generateKeyPairSync('ecdsa', {bits: 256}).public);
	if (parsed instanceof Error) throw parsed;
	return parsed.getPublicSSH();
};

const key = newKey();
const other = newKey();
const rsa = ssh2.utils.parseKey(ssh2.utils.generateKeyPairSync('rsa', {bits: 1024}).public);
const rsaKey = rsa instanceof Error ? Buffer.alloc(0) : rsa.getPublicSSH();

const line = (names: string, named = key, marker = ''): string =>
	`${marker}${names} ${keyTypeOf(named)} ${named.toString('base64')} a comment\n`;

const file = (text: string, path = '/k') => ({path, text});

describe('a host key is looked up as ssh does', () => {
	test.each<[string, string, string, number, string]>([
		['by its name', line('web'), 'web', 22, 'ok'],
		['whatever its case', line('Web'), 'WEB', 22, 'ok'],
		['in a list of names', line('db,web,10.0.0.1'), 'web', 22, 'ok'],
		['by a name with its port', line('[web]:2222'), 'web', 2222, 'ok'],
		['by its plain name on another port, when the key is the same', line('web'), 'web', 2222, 'ok'],
		['by a star', line('*.example.org'), 'web.example.org', 22, 'ok'],
		['by a question mark', line('web?'), 'web1', 22, 'ok'],
		['by a star with a port', line('[*.example.org]:2222'), 'web.example.org', 2222, 'ok'],
		['not where a dot stands for itself', line('web.example'), 'webxexample', 22, 'unknown'],
		['not where it is excluded', line('*.example.org,!web.example.org'), 'web.example.org', 22, 'unknown'],
		['not by a part of its name', line('web'), 'webserver', 22, 'unknown'],
		['not when another port is meant', line('[web]:2222'), 'web', 22, 'unknown'],
		['not in a comment', `# ${line('web')}`, 'web', 22, 'unknown'],
		['with another key', line('web', other), 'web', 22, 'changed'],
		['with a key of another type only', line('web', rsaKey), 'web', 22, 'changed'],
		['with two keys', line('web', other) + line('web'), 'web', 22, 'ok'],
		['with another key for the plain name only', line('web', other), 'web', 2222, 'unknown'],
		['as revoked, though it is also known', line('web') + line('web', key, '@revoked '), 'web', 22, 'revoked'],
		['as revoked for all', line('*', key, '@revoked '), 'web', 22, 'revoked'],
		['while another key is revoked', line('web') + line('web', other, '@revoked '), 'web', 22, 'ok'],
		['with a certificate authority only', line('*', other, '@cert-authority '), 'web', 22, 'ca-only'],
		['with a certificate authority and its key', line('*', other, '@cert-authority ') + line('web'), 'web', 22, 'ok'],
		['in a file with Windows line ends', line('web').replace('\n', '\r\n'), 'web', 22, 'ok'],
		['in a file with spaces and tabs', `\n  \t${line('web').replace(' ', '\t')}`, 'web', 22, 'ok'],
		['by an IPv6 address', line('::1'), '::1', 22, 'ok'],
		['in an empty file', '', 'web', 22, 'unknown'],
		['in a damaged file', 'web\nweb ssh-rsa\n|1|x\n', 'web', 22, 'unknown'],
	])('%s', (_title, text, host, port, is) => {
		expect(lookUp([file(text)], host, port, key)).toMatchObject({is});
	});

	test('in several files, naming file and line of what is wrong', () => {
		const files = [file('# mine\n', '/mine'), file(`${line('db')}${line('web', other)}`, '/all')];
		expect(lookUp(files, 'web', 22, key)).toEqual({is: 'changed', file: '/all', line: 2});
	});

	test('with the line of its own type when others are known too', () => {
		expect(lookUp([file(line('web', rsaKey) + line('web', other))], 'web', 22, key)).toEqual({
			is: 'changed',
			file: '/k',
			line: 2,
		});
	});

	test('and its known types are those to ask for', () => {
		expect(knownKeyTypes([file(line('web', rsaKey) + line('db'))], 'web', 22)).toEqual(['ssh-rsa']);
		expect(knownKeyTypes([file(line('web', rsaKey))], 'web', 2222)).toEqual(['ssh-rsa']);
		expect(knownKeyTypes([file(line('web', rsaKey, '@revoked '))], 'web', 22)).toEqual([]);
	});

	test('and the line that is added is found again', () => {
		expect(knownHostsLine('Web', 2222, key)).toMatch(/^\[web\]:2222 ecdsa-sha2-nistp256 AAAA/);
		expect(lookUp([file(knownHostsLine('web', 2222, key))], 'web', 2222, key)).toEqual({is: 'ok'});
	});
});

const hasKeygen = (() => {
	try {
		execFileSync('ssh-keygen', ['-?'], {stdio: 'ignore'});
		return true;
	} catch (error) {
		return !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
	}
})();

describe.skipIf(!hasKeygen)('ssh-keygen agrees', () => {
	test('on the names it has hashed', async () => {
		await using directory = await temporaryDirectory();
		const path = join(directory.path, 'known_hosts');
		await writeFile(path, line('web') + line('[db]:2222', other));
		execFileSync('ssh-keygen', ['-H', '-f', path], {stdio: 'ignore'});
		const text = readFileSync(path, 'utf8');
		expect(text).not.toContain('web');
		expect(lookUp([file(text)], 'web', 22, key)).toEqual({is: 'ok'});
		expect(lookUp([file(text)], 'db', 2222, other)).toEqual({is: 'ok'});
		expect(lookUp([file(text)], 'db', 2222, key)).toMatchObject({is: 'changed', line: 2});
		expect(lookUp([file(text)], 'db', 22, other)).toEqual({is: 'unknown'});
	});

	test('on the fingerprint', async () => {
		await using directory = await temporaryDirectory();
		const path = join(directory.path, 'key.pub');
		await writeFile(path, `${keyTypeOf(key)} ${key.toString('base64')}\n`);
		const printed = execFileSync('ssh-keygen', ['-lf', path], {encoding: 'utf8'});
		expect(printed).toContain(` ${fingerprint(key)} `);
	});
});
