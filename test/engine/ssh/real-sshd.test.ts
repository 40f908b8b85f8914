import {execFileSync, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {connect, createServer} from 'node:net';
import {userInfo} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Connection} from '../../../source/engine/connection.ts';
import {dialSsh} from '../../../source/engine/ssh/dial.ts';
import type {SshTarget} from '../../../source/engine/ssh/ssh-target.ts';
import {killFollower} from '../../support/kill-follower.ts';
import {tailsOf} from '../logs/support.ts';
import {bytesOf, never, said, scripted, temporaryDirectory} from './practice.ts';

const sshd = '/usr/sbin/sshd';

const freePort = async (): Promise<number> => {
	const server = createServer();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	return typeof address === 'object' && address !== null ? address.port : 0;
};

const answers = async (port: number): Promise<boolean> => {
	const socket = connect(port, '127.0.0.1');
	try {
		await once(socket, 'data');
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
};

/** OpenSSH's server for the user of this process, with the lines of sshd_config given. */
const startSshd = async (...lines: string[]) => {
	await using stack = new AsyncDisposableStack();
	const {path} = stack.use(await temporaryDirectory());
	for (const key of ['host', 'id'])
		execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(path, key)]);
	const port = await freePort();
	const config = [
		...lines,
		`Port ${port}`,
		'ListenAddress 127.0.0.1',
		`HostKey ${join(path, 'host')}`,
		'PidFile none',
		`AuthorizedKeysFile ${join(path, 'id.pub')}`,
		'StrictModes no',
		'UsePAM no',
		'PermitRootLogin yes',
	];
	await writeFile(join(path, 'config'), `${config.join('\n')}\n`);
	if (process.getuid?.() === 0) await mkdir('/run/sshd', {recursive: true});
	const child = spawn(sshd, ['-D', '-e', '-f', join(path, 'config')], {stdio: 'ignore'});
	stack.defer(async () => {
		child.kill();
		if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
	});
	await expect.poll(async () => answers(port), {timeout: 10_000}).toBe(true);
	const [type, key] = (await readFile(join(path, 'host.pub'), 'utf8')).split(' ');
	await writeFile(join(path, 'known_hosts'), `[127.0.0.1]:${port} ${type} ${key}\n`);
	const target: SshTarget = {
		label: 'sshd',
		user: userInfo().username,
		host: '127.0.0.1',
		port,
		hostKeyAlias: undefined,
		identityFiles: [join(path, 'id')],
		identitiesOnly: true,
		agent: undefined,
		knownHostsFiles: [join(path, 'known_hosts')],
		jump: undefined,
	};
	const kept = stack.move();
	return {
		path,
		target,
		async dial(): Promise<Connection> {
			const connection = await dialSsh(target, scripted({secrets: []}), AbortSignal.timeout(15_000));
			kept.defer(() => connection.close());
			return connection;
		},
		[Symbol.asyncDispose]: async () => kept.disposeAsync(),
	};
};

const isGone = (pid: number): boolean => {
	try {
		process.kill(pid, 0);
		return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], {encoding: 'utf8'}).trim()[0] === 'Z';
	} catch {
		return true;
	}
};

test.skipIf(!existsSync(sshd))('the sshd of OpenSSH serves commands, files, sockets and ports', async () => {
	await using host = await startSshd('Subsystem sftp internal-sftp');
	const connection = await host.dial();

	expect(await said(connection.run('echo out; echo err >&2; exit 3', never))).toEqual({
		stdout: 'out\n',
		stderr: 'err\n',
		code: 3,
		signal: undefined,
	});

	const leaving = new AbortController();
	const chunks = connection.run('echo $$; sleep 1000 & sleep 1000', leaving.signal)[Symbol.asyncIterator]();
	const first = await chunks.next();
	const pid =
		first.done === true || first.value.from === 'exit' ? 0 : Number(Buffer.from(first.value.bytes).toString());
	const next = chunks.next();
	leaving.abort(new Error('enough'));
	await expect(next).rejects.toThrow('enough');
	await expect.poll(() => isGone(pid), {timeout: 5000}).toBe(true);

	const large = join(host.path, 'large');
	await writeFile(large, Buffer.alloc(3_000_000, 'abcdefghij'));
	const middle = await bytesOf(connection.readFile(large, {start: 999_999, end: 2_000_001}, never));
	expect(middle.equals(Buffer.alloc(2_000_001, 'abcdefghij').subarray(999_999))).toBe(true);
	expect(await connection.listFiles(host.path, never)).toContainEqual({
		path: large,
		size: 3_000_000,
		modifiedAt: expect.any(Date),
	});
	expect(await connection.ping(never)).toBeGreaterThan(0);

	const path = join(host.path, 'a.sock');
	await using server = createServer(socket => socket.end('bye'));
	server.listen(path);
	await once(server, 'listening');
	// The server ends its half only: the stream closes by itself all the same.
	const stream = await connection.openSocket(path);
	const closed = once(stream, 'close');
	expect((await bytesOf(stream)).toString()).toBe('bye');
	await closed;

	await expect(connection.openSocket(join(host.path, 'missing.sock'))).rejects.toMatchObject({
		problem: {why: `there is no socket at ${join(host.path, 'missing.sock')}`},
	});
	await expect(connection.openPort('127.0.0.1', 1)).rejects.toMatchObject({
		problem: {what: 'Cannot reach 127.0.0.1:1 from sshd', why: expect.stringMatching(/refused/i)},
	});
});

test.skipIf(!existsSync(sshd))('nothing stays running on the host when the console is killed', async () => {
	await using host = await startSshd();
	const file = join(host.path, 'a.log');
	await writeFile(file, 'one\n');
	expect(await killFollower(file, JSON.stringify(host.target))).toBe(1);
	await expect.poll(() => tailsOf(file), {timeout: 5000}).toEqual([]);
});

test.skipIf(!existsSync(sshd))('an sshd without SFTP and without tunnels is made do with', async () => {
	await using host = await startSshd('DisableForwarding yes', 'MaxSessions 4');
	const connection = await host.dial();
	const file = join(host.path, 'a.log');
	await writeFile(file, '0123456789');
	expect((await bytesOf(connection.readFile(file, {start: 2, end: 5}, never))).toString()).toBe('234');
	expect((await connection.listFiles(host.path, never)).map(({path}) => path)).toContain(file);
	expect(await connection.ping(never)).toBeGreaterThan(0);
	await expect(connection.openPort('127.0.0.1', 1)).rejects.toMatchObject({
		problem: {why: 'its SSH server does not allow tunnels'},
	});
});
