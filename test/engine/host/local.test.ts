import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, readFile, symlink, utimes, writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {openLocal} from '../../../source/engine/host/local.ts';
import {sh} from '../../../source/engine/host/shell.ts';
import {killFollower} from '../../support/kill-follower.ts';
import {tailsOf} from '../logs/support.ts';
import {bytesOf, never, said, temporaryDirectory} from '../ssh/practice.ts';

const isAlive = (pid: number): boolean => {
	try {
		return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], {encoding: 'utf8'}).trim()[0] !== 'Z';
	} catch {
		return false;
	}
};

test('a command says what it writes and how it ended', async () => {
	const connection = openLocal();
	expect(await said(connection.run('cat; echo out; echo err >&2; exit 3', never))).toEqual({
		stdout: 'out\n',
		stderr: 'err\n',
		code: 3,
		signal: undefined,
	});
	expect(await said(connection.run('kill -KILL $$', never))).toMatchObject({code: undefined, signal: 'SIGKILL'});
	expect(connection.label).toBe('this machine');
	expect(await connection.ping(never)).toBe(0);
});

describe('a command is ended with what it started', () => {
	test.each<[string, (leave: AbortController, connection: ReturnType<typeof openLocal>) => void]>([
		['when its signal aborts', leave => leave.abort(new Error('no longer wanted'))],
		['when the connection is closed', (_leave, connection) => connection.close()],
	])('%s', async (_title, end) => {
		await using directory = await temporaryDirectory();
		const [child, shell] = [join(directory.path, 'child'), join(directory.path, 'shell')];
		const connection = openLocal();
		const leaving = new AbortController();
		const command = sh`sleep 1000 & echo $! > ${child}; echo $$ > ${shell}; echo ready; wait`;
		const chunks = connection.run(command, leaving.signal)[Symbol.asyncIterator]();
		await chunks.next();
		const pids = await Promise.all([child, shell].map(async file => Number(await readFile(file, 'utf8'))));
		const next = chunks.next();
		end(leaving, connection);
		await expect(next).rejects.toThrow(/no longer wanted|closed from here/);
		await expect.poll(() => pids.some(pid => isAlive(pid))).toBe(false);
	});

	test('when its reader stops early, though what it started would go on', async () => {
		await using directory = await temporaryDirectory();
		const file = join(directory.path, 'child');
		const command = sh`sleep 1000 & echo $! > ${file}; echo ready; wait`;
		const chunks = openLocal().run(command, never)[Symbol.asyncIterator]();
		await chunks.next();
		await chunks.return?.(undefined);
		const pid = Number(await readFile(file, 'utf8'));
		await expect.poll(() => isAlive(pid)).toBe(false);
	});

	test('when the console is killed', async () => {
		await using directory = await temporaryDirectory();
		const file = join(directory.path, 'a.log');
		await writeFile(file, 'one\n');
		expect(await killFollower(file)).toBe(1);
		await expect.poll(() => tailsOf(file), {timeout: 5000}).toEqual([]);
	});

	test('before it began, by never starting it', async () => {
		await using directory = await temporaryDirectory();
		const file = join(directory.path, 'started');
		const reason = new Error('no longer wanted');
		await expect(said(openLocal().run(sh`touch ${file}`, AbortSignal.abort(reason)))).rejects.toBe(reason);
		await expect(readFile(file)).rejects.toThrow('ENOENT');
	});
});

test('a reader that is slow holds the command back', async () => {
	await using directory = await temporaryDirectory();
	const progress = join(directory.path, 'progress');
	const command = sh`while dd if=/dev/zero bs=65536 count=16 2>/dev/null; do echo x >> ${progress}; done`;
	const reader = openLocal().run(command, never)[Symbol.asyncIterator]();
	await reader.next();
	const written = async () => (await readFile(progress, 'utf8').catch(() => '')).length / 2;
	let before = -1;
	await expect
		.poll(
			async () => {
				const now = await written();
				const still = now === before;
				before = now;
				return still;
			},
			{interval: 200, timeout: 10_000},
		)
		.toBe(true);
	expect(await written()).toBeLessThan(4);
	await reader.return?.(undefined);
});

describe('files', () => {
	test('are read by range', async () => {
		await using directory = await temporaryDirectory();
		const path = join(directory.path, 'a.log');
		await writeFile(path, '0123456789');
		const read = async (range: {start: number; end?: number}) =>
			(await bytesOf(openLocal().readFile(path, range, never))).toString();
		expect(await read({start: 0})).toBe('0123456789');
		expect(await read({start: 2, end: 5})).toBe('234');
		expect(await read({start: 8, end: 100})).toBe('89');
		expect(await read({start: 100})).toBe('');
		expect(await read({start: 5, end: 5})).toBe('');
	});

	test('are listed with size and time, links followed', async () => {
		await using directory = await temporaryDirectory();
		const at = new Date('2026-03-04T05:06:07Z');
		const path = join(directory.path, 'b.log');
		await writeFile(path, 'x');
		await utimes(path, at, at);
		await mkdir(join(directory.path, 'below'));
		await symlink('b.log', join(directory.path, 'a link'));
		await symlink('nowhere', join(directory.path, 'dangling'));
		expect(await openLocal().listFiles(directory.path, never)).toEqual([
			{path: join(directory.path, 'a link'), size: 1, modifiedAt: at},
			{path, size: 1, modifiedAt: at},
		]);
	});

	test('that are not there are said by their path', async () => {
		await using directory = await temporaryDirectory();
		const path = join(directory.path, 'missing');
		const problem = {what: `Cannot read ${path} on this machine`, why: 'it does not exist'};
		const connection = openLocal();
		await expect(bytesOf(connection.readFile(path, {start: 0}, never))).rejects.toMatchObject({problem});
		await expect(connection.listFiles(path, never)).rejects.toMatchObject({problem});
		await expect(bytesOf(connection.readFile(directory.path, {start: 0}, never))).rejects.toMatchObject({
			problem: {why: 'it is a directory'},
		});
	});

	test('stop being read when the signal aborts', async () => {
		const leaving = new AbortController();
		const reason = new Error('enough');
		const reading = (async () => {
			for await (const piece of openLocal().readFile('/dev/zero', {start: 0}, leaving.signal))
				if (piece.length > 0) leaving.abort(reason);
		})();
		await expect(reading).rejects.toBe(reason);
	});
});

describe('sockets and ports', () => {
	test('are reached, and end when the connection is closed', async () => {
		await using directory = await temporaryDirectory();
		const path = join(directory.path, 'a.sock');
		await using server = createServer(socket => {
			socket.on('error', () => {});
			socket.pipe(socket);
		});
		server.listen(path);
		await once(server, 'listening');
		const connection = openLocal();
		const stream = await connection.openSocket(path);
		stream.write('hello');
		expect(String((await once(stream, 'data'))[0])).toBe('hello');
		const failed = once(stream, 'error');
		connection.close();
		expect(await failed).toMatchObject([{problem: {why: 'it was closed from here'}}]);
		expect(connection.lost.aborted).toBe(true);
		await expect(connection.openSocket(path)).rejects.toThrow('closed from here');
	});

	test('that cannot be are explained', async () => {
		await using directory = await temporaryDirectory();
		const connection = openLocal();
		const missing = join(directory.path, 'missing.sock');
		await expect(connection.openSocket(missing)).rejects.toMatchObject({
			problem: {what: 'Cannot reach Docker on this machine', why: `there is no socket at ${missing}`},
		});
		const file = join(directory.path, 'file');
		await writeFile(file, '');
		await expect(connection.openSocket(file)).rejects.toMatchObject({
			problem: {why: `there is no socket at ${file}`},
		});
		const dead = join(directory.path, 'dead.sock');
		const script = `require('node:net').createServer().listen('${dead}', () => process.kill(process.pid, 'SIGKILL'))`;
		expect(() => execFileSync(process.execPath, ['-e', script])).toThrow('SIGKILL');
		await expect(connection.openSocket(dead)).rejects.toMatchObject({
			problem: {why: `nothing answers on ${dead}`},
		});
		await expect(connection.openPort('127.0.0.1', 1)).rejects.toMatchObject({
			problem: {what: 'Cannot reach 127.0.0.1:1 from this machine', why: 'nothing listens on that port'},
		});
	});
});
