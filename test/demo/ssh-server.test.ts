import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmod, readFile, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {networkInterfaces} from 'node:os';
import {connect} from 'node:net';
import {join} from 'node:path';
import ssh2 from 'ssh2';
import {describe, expect, test} from 'vitest';
import {startSshServer} from '../../source/demo/ssh-server.ts';
import {bytesOf, never, practice, said} from '../engine/ssh/practice.ts';

const attempt = async (port: number, config: ssh2.ConnectConfig): Promise<string> => {
	const client = new ssh2.Client();
	try {
		return await new Promise<string>(resolve => {
			client.on('ready', () => resolve('in'));
			client.on('error', error => resolve(error.message));
			client.on('close', () => resolve('closed'));
			client.connect({host: '127.0.0.1', port, username: 'er', ...config});
		});
	} finally {
		client.end();
	}
};

describe('nobody gets in', () => {
	test('without a login', async () => {
		await using host = await practice();
		const refused = 'All configured authentication methods failed';
		expect(await attempt(host.server.port, {authHandler: ['none']})).toBe(refused);
		expect(await attempt(host.server.port, {password: ''})).toBe(refused);
		expect(await attempt(host.server.port, {password: 'wrong'})).toBe(refused);
		expect(await attempt(host.server.port, {username: '', password: 'correct horse'})).toBe(refused);
		expect(await attempt(host.server.port, {password: 'correct horse'})).toBe('in');
	});

	test('where no login is set up', async () => {
		await using server = await startSshServer({user: 'er', root: '/'});
		expect(await attempt(server.port, {password: '', tryKeyboard: true})).not.toBe('in');
	});

	test('with a key that is not listed, or one whose secret half they lack', async () => {
		const own = ssh2.utils.generateKeyPairSync('ecdsa', {bits: 256});
		const other = ssh2.utils.generateKeyPairSync('ecdsa', {bits: 256});
		await using server = await startSshServer({user: 'er', root: '/', publicKeys: [own.public]});
		expect(await attempt(server.port, {privateKey: own.private})).toBe('in');
		expect(await attempt(server.port, {privateKey: other.private})).not.toBe('in');
		const parsed = ssh2.utils.parseKey(own.public);
		const stolen = ssh2.utils.parseKey(other.private);
		if (parsed instanceof Error || stolen instanceof Error) throw new Error('Keys are unreadable');
		const forger = new (class extends ssh2.BaseAgent<Buffer> {
			override getIdentities(done: ssh2.IdentityCallback<Buffer>) {
				done(null, [parsed.getPublicSSH()]);
			}

			override sign(_key: unknown, data: Buffer, options: unknown, done?: ssh2.SignCallback) {
				const signed = stolen.sign(data);
				if (typeof options === 'function') options(null, signed);
				else done?.(null, signed);
			}
		})();
		expect(await attempt(server.port, {agent: forger})).not.toBe('in');
	});

	test('from another machine', async () => {
		await using host = await practice();
		const outside = Object.values(networkInterfaces())
			.flat()
			.find(address => address !== undefined && !address.internal && address.family === 'IPv4');
		if (outside === undefined) return;
		const socket = connect(host.server.port, outside.address);
		const [error] = await once(socket, 'error');
		expect(error).toMatchObject({code: 'ECONNREFUSED'});
	});
});

test('there is no way through it to other machines', async () => {
	await using host = await practice();
	const connection = await host.dial();
	await expect(connection.openPort('192.0.2.1', 80)).rejects.toMatchObject({
		problem: {what: 'Cannot reach 192.0.2.1:80 from er-forecast'},
	});
});

test('names and ports of its own lead to where they should', async () => {
	await using server = createServer(socket => socket.end('tds'));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	await using host = await practice({ports: {'sql01.example.org:1433': port}});
	const stream = await (await host.dial()).openPort('sql01.example.org', 1433);
	expect((await bytesOf(stream)).toString()).toBe('tds');
});

test('another server with the same host key is the same host', async () => {
	await using host = await practice();
	const {port, hostKey, hostKeyLine} = host.server;
	await host.server[Symbol.asyncDispose]();
	await using again = await startSshServer({user: 'er', root: host.root, port, hostKey: hostKey.private});
	expect(again.hostKeyLine).toBe(hostKeyLine);
});

test('commands run with the real shell, below its root and with its environment', async () => {
	await using host = await practice({env: {PROJECT: 'er-forecast'}});
	const connection = await host.dial();
	expect((await said(connection.run('pwd; echo $PROJECT', never))).stdout).toBe(`${host.root}\ner-forecast\n`);
});

test('a command may be taken over, and is given as it was written', async () => {
	const seen: string[] = [];
	await using host = await practice({
		exec(command, stream) {
			seen.push(command);
			if (!command.startsWith('docker ')) return false;
			stream.end('practice');
			return true;
		},
	});
	const connection = await host.dial();
	expect((await said(connection.run(`docker 'it'\\''s'`, never))).stdout).toBe('practice');
	expect((await said(connection.run('echo real', never))).stdout).toBe('real\n');
	expect(seen).toEqual(['true', `docker 'it'\\''s'`, 'echo real']);
});

test('its files can be read and not written', async () => {
	await using host = await practice();
	await writeFile(join(host.root, 'a'), 'x');
	const client = new ssh2.Client();
	client.on('error', () => {}); // The server is gone before the last word.
	client.connect({host: '127.0.0.1', port: host.server.port, username: 'er', password: 'correct horse'});
	await once(client, 'ready');
	const sftp = await new Promise<ssh2.SFTPWrapper>((resolve, reject) => {
		client.sftp((error, session) => (error ? reject(error) : resolve(session)));
	});
	const opened = async (name: string, mode: 'r' | 'w' | 'a' | 'r+') =>
		new Promise<string>(resolve => {
			sftp.open(name, mode, error => resolve(error?.message ?? 'opened'));
		});
	expect(await opened('a', 'r')).toBe('opened');
	expect(await opened('a', 'r+')).toBe('Permission denied');
	expect(await opened('a', 'a')).toBe('Permission denied');
	expect(await opened('b', 'w')).toBe('Permission denied');
	await expect(new Promise((_resolve, reject) => sftp.unlink('a', reject))).rejects.toThrow('Operation unsupported');
	expect(await readFile(join(host.root, 'a'), 'utf8')).toBe('x');
	client.end();
});

const hasSsh = (() => {
	try {
		execFileSync('ssh', ['-V'], {stdio: 'ignore'});
		return true;
	} catch {
		return false;
	}
})();

test.skipIf(!hasSsh)('the ssh command can use it too', async () => {
	const {private: privateKey, public: publicKey} = ssh2.utils.generateKeyPairSync('ecdsa', {bits: 256});
	await using host = await practice({publicKeys: [publicKey]});
	const key = join(host.root, 'id');
	await writeFile(key, privateKey);
	await chmod(key, 0o600);
	const [knownHosts = ''] = host.target.knownHostsFiles;
	const child = spawn(
		'ssh',
		[
			['-F', 'none', '-i', key, '-o', `UserKnownHostsFile=${knownHosts}`, '-o', 'BatchMode=yes'],
			['-p', String(host.server.port), 'er@127.0.0.1', 'cat; pwd; exit 4'],
		].flat(),
		{stdio: ['pipe', 'pipe', 'inherit']},
	);
	child.stdin.end('in\n');
	const [output, [code]] = await Promise.all([bytesOf(child.stdout), once(child, 'close')]);
	expect(output.toString()).toBe(`in\n${host.root}\n`);
	expect(code).toBe(4);
});

test('it ends with nothing left running', async () => {
	const host = await practice();
	const connection = await host.dial();
	const file = join(host.root, 'pid');
	const chunks = connection.run(`echo $$ > ${file}; echo ready; exec sleep 1000`, never)[Symbol.asyncIterator]();
	await chunks.next();
	const pid = Number(await readFile(file, 'utf8'));
	const next = chunks.next();
	await host.server[Symbol.asyncDispose]();
	await expect(next).rejects.toThrow('was lost');
	await expect
		.poll(() => {
			try {
				return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], {encoding: 'utf8'}).trim()[0] === 'Z';
			} catch {
				return true;
			}
		})
		.toBe(true);
	await host[Symbol.asyncDispose]();
});
