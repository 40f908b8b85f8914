import {mkdir, readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import ssh2 from 'ssh2';
import {expect, test} from 'vitest';
import {fingerprint, hostKeyAlgorithms} from '../../../source/engine/ssh/host-key.ts';
import {never, practice, said, scripted} from './practice.ts';

const newHostKey = () => ssh2.utils.generateKeyPairSync('ecdsa', {bits: 256}).private;

test('an unknown host key is asked about once, then remembered for this user alone', async () => {
	await using host = await practice();
	const file = join(host.root, 'new', '.ssh', 'known_hosts');
	const first = scripted({trust: true});
	await host.dial({knownHostsFiles: [file]}, first);
	const {type, public: key} = host.server.hostKey;
	expect(first.asked[0]).toBe(`[127.0.0.1]:${host.server.port} ${type} ${fingerprint(Buffer.from(key, 'base64'))}`);
	expect(await readFile(file, 'utf8')).toBe(`${host.server.hostKeyLine}\n`);
	expect((await stat(file)).mode & 0o777).toBe(0o600);
	expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700);

	const second = scripted();
	await host.dial({knownHostsFiles: [file]}, second);
	expect(second.asked).toEqual(['password for er@127.0.0.1']);
});

test('a key is added after a last line that has no end', async () => {
	await using host = await practice();
	const file = join(host.root, 'kh');
	await writeFile(file, '# no line end');
	await host.dial({knownHostsFiles: [file]}, scripted({trust: true}));
	expect(await readFile(file, 'utf8')).toBe(`# no line end\n${host.server.hostKeyLine}\n`);
});

test('an unknown host that is not trusted is not logged in to', async () => {
	await using host = await practice();
	const asker = scripted({trust: false});
	const file = join(host.root, 'none');
	await expect(host.dial({knownHostsFiles: [file]}, asker)).rejects.toMatchObject({
		problem: {what: 'Not connected to er-forecast', why: 'its host key is not known, and was not trusted'},
	});
	expect(asker.asked).toHaveLength(1);
	await expect(readFile(file)).rejects.toThrow('ENOENT');
});

test('a trusted key that cannot be written down counts for this time', async () => {
	await using host = await practice();
	await mkdir(join(host.root, 'directory'));
	const connection = await host.dial({knownHostsFiles: [join(host.root, 'directory')]}, scripted({trust: true}));
	expect((await said(connection.run('true', never))).code).toBe(0);
});

test('a changed host key is refused without a question, with the line and the command that mends it', async () => {
	await using host = await practice();
	await using changed = await practice({hostKey: newHostKey()});
	const file = join(host.root, 'kh');
	const [, type, key] = host.server.hostKeyLine.split(' ');
	await writeFile(file, `# a comment\n[127.0.0.1]:${changed.server.port} ${type} ${key}\n`);
	const asker = scripted({trust: true});
	const name = `[127.0.0.1]:${changed.server.port}`;
	await expect(changed.dial({knownHostsFiles: [file]}, asker)).rejects.toMatchObject({
		problem: {
			what: 'Not connected to er-forecast',
			why: expect.stringContaining(`is not the one in ${file} line 2`),
			next: expect.stringContaining(`ssh-keygen -R '${name}' -f ${file}`),
		},
	});
	expect(asker.asked).toEqual([]);
	await expect.poll(() => changed.server.connections).toBe(0);
});

test('a revoked host key is refused', async () => {
	await using host = await practice();
	const file = join(host.root, 'kh');
	await writeFile(file, `${host.server.hostKeyLine}\n@revoked ${host.server.hostKeyLine}\n`);
	await expect(host.dial({knownHostsFiles: [file]}, scripted({trust: true}))).rejects.toMatchObject({
		problem: {why: expect.stringContaining(`is marked as revoked in ${file} line 2`)},
	});
});

test('a host known by a certificate authority only is refused', async () => {
	await using host = await practice();
	const file = join(host.root, 'kh');
	await writeFile(file, `@cert-authority ${host.server.hostKeyLine}\n`);
	await expect(host.dial({knownHostsFiles: [file]}, scripted({trust: true}))).rejects.toMatchObject({
		problem: {why: expect.stringContaining('certificate authority')},
	});
});

test('an alias for the host key is looked up without a port', async () => {
	await using host = await practice();
	const file = join(host.root, 'kh');
	await writeFile(file, `forecast ${host.server.hostKey.type} ${host.server.hostKey.public}\n`);
	await host.dial({knownHostsFiles: [file], hostKeyAlias: 'forecast'});
	await expect(host.dial({knownHostsFiles: [file], hostKeyAlias: 'another'})).rejects.toThrow('not known');
});

test('the types of known keys are asked for first', async () => {
	await using host = await practice();
	const file = join(host.root, 'kh');
	const target = {...host.target, host: 'web', port: 22, knownHostsFiles: [file]};
	await writeFile(file, 'web ssh-rsa AAAA\n');
	const algorithms = await hostKeyAlgorithms(target);
	expect(algorithms.slice(0, 3)).toEqual(['rsa-sha2-512', 'rsa-sha2-256', 'ssh-ed25519']);
	expect(algorithms).toHaveLength(6);
});
