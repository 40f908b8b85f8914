import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdir, readFile, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {ProblemError} from '../../../source/domain/problem.ts';
import type {Connection, RunOptions} from '../../../source/engine/connection.ts';
import {sh} from '../../../source/engine/host/shell.ts';
import {never, practice, said} from './practice.ts';

const busybox = '/usr/bin/busybox';

const isAlive = (pid: number): boolean => {
	try {
		process.kill(pid, 0);
		return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], {encoding: 'utf8'}).trim()[0] !== 'Z';
	} catch {
		return false;
	}
};

const pidIn = async (file: string): Promise<number> => Number((await readFile(file, 'utf8')).trim());

test('two hundred commands that have ended before they are listened to each say all they have to say', async () => {
	await using host = await practice({
		exec(command, stream) {
			// Started, written, failed and closed in one packet.
			stream.write(command);
			stream.stderr.write('!');
			stream.exit(command.length);
			stream.end();
			return true;
		},
	});
	const connection = await host.dial();
	for (let round = 0; round < 200; round++) {
		const command = 'x'.repeat(round % 100);
		expect(await said(connection.run(command, never))).toEqual({
			stdout: command,
			stderr: '!',
			code: round % 100,
			signal: undefined,
		});
	}
});

test.each([
	['quotes', `it's "quoted"`],
	['line breaks', 'a\nb\n'],
	['what a shell would read as syntax', '$(id) `id` $HOME \\ * ; & | < > ! # ~'],
	['letters of the world', 'Åäö – 数据'],
])('a value with %s arrives as it is', async (_title, value) => {
	await using host = await practice();
	const connection = await host.dial();
	expect((await said(connection.run(sh`printf %s ${value}`, never))).stdout).toBe(value);
});

test('a command that reads its input finds none', async () => {
	await using host = await practice();
	const connection = await host.dial();
	expect(await said(connection.run('cat; echo done', never))).toMatchObject({stdout: 'done\n', code: 0});
});

test('a command that is killed says by what', async () => {
	await using host = await practice();
	const connection = await host.dial();
	expect(await said(connection.run('kill -KILL $$', never))).toMatchObject({code: undefined, signal: 'SIGKILL'});
});

/** Starts a command that starts another, and waits until both are there. */
const start = async (connection: Connection, root: string, signal: AbortSignal, options?: RunOptions) => {
	const pids = [join(root, 'one'), join(root, 'two')];
	const command = sh`sleep 1000 & echo $! > ${pids[0] ?? ''}; echo $$ > ${pids[1] ?? ''}; echo ready; wait`;
	const chunks = connection.run(command, signal, options)[Symbol.asyncIterator]();
	await chunks.next();
	return {chunks, processes: await Promise.all(pids.map(async pid => pidIn(pid)))};
};

describe('a command is ended on the host, with what it started,', () => {
	test('when its signal aborts', async () => {
		await using host = await practice();
		const connection = await host.dial();
		const leaving = new AbortController();
		const {chunks, processes} = await start(connection, host.root, leaving.signal);
		const next = chunks.next();
		const reason = new Error('no longer wanted');
		leaving.abort(reason);
		await expect(next).rejects.toBe(reason);
		await expect.poll(() => processes.some(pid => isAlive(pid))).toBe(false);
		await expect.poll(() => host.server.sessions).toBe(0);
	});

	test('when its reader stops early', async () => {
		await using host = await practice();
		const connection = await host.dial();
		const {chunks, processes} = await start(connection, host.root, never);
		await chunks.return?.(undefined);
		await expect.poll(() => processes.some(pid => isAlive(pid))).toBe(false);
		await expect.poll(() => host.server.sessions).toBe(0);
	});

	test('when the connection is cut', async () => {
		await using host = await practice();
		const connection = await host.dial();
		const {chunks, processes} = await start(connection, host.root, never);
		const next = chunks.next();
		host.server.dropAll();
		await expect(next).rejects.toThrow('was lost');
		await expect.poll(() => processes.some(pid => isAlive(pid)), {timeout: 5000}).toBe(false);
	});

	test.skipIf(!existsSync(busybox))('when the connection to a host with BusyBox alone is cut', async () => {
		const env: Record<string, string> = {};
		await using host = await practice({env});
		env['PATH'] = join(host.root, 'bin');
		await mkdir(env['PATH']);
		for (const name of ['sh', 'sleep', 'tail']) await symlink(busybox, join(env['PATH'], name));
		const connection = await host.dial();
		await writeFile(join(host.root, 'a.log'), 'one\n');
		const {chunks, processes} = await start(connection, host.root, never);
		const tail = connection.run(sh`echo $$; exec tail -F a.log`, never)[Symbol.asyncIterator]();
		const {value} = await tail.next();
		if (value?.from === 'stdout') processes.push(Number.parseInt(Buffer.from(value.bytes).toString(), 10));
		expect(processes.map(pid => isAlive(pid))).toEqual([true, true, true]);
		const settled = Promise.allSettled([chunks.next(), tail.next().then(() => tail.next())]);
		host.server.dropAll();
		await settled;
		await expect.poll(() => processes.some(pid => isAlive(pid)), {timeout: 5000}).toBe(false);
	});

	test('when the connection is closed', async () => {
		await using host = await practice();
		const connection = await host.dial();
		const {chunks, processes} = await start(connection, host.root, never);
		const next = chunks.next();
		connection.close();
		await expect(next).rejects.toThrow('closed from here');
		await expect.poll(() => processes.some(pid => isAlive(pid))).toBe(false);
	});

	test('before it began, without a session', async () => {
		await using host = await practice();
		const connection = await host.dial();
		const reason = new Error('no longer wanted');
		await expect(said(connection.run('true', AbortSignal.abort(reason)))).rejects.toBe(reason);
		const leaving = new AbortController();
		const running = said(connection.run('sleep 1000', leaving.signal));
		leaving.abort(reason);
		await expect(running).rejects.toBe(reason);
		await expect.poll(() => host.server.sessions).toBe(0);
	});
});

test('a command that outlives the connection goes on when it is cut, and is ended like any other before that', async () => {
	await using host = await practice();
	const cut = await start(await host.dial(), host.root, never, {outlives: true});
	const done = join(host.root, 'done');
	const next = cut.chunks.next();
	const working = said((await host.dial()).run(sh`sleep 0.3; echo done > ${done}`, never, {outlives: true}));
	await expect.poll(() => host.server.sessions).toBe(2);
	host.server.dropAll();
	await expect(next).rejects.toThrow('was lost');
	await expect(working).rejects.toThrow('was lost');
	await expect.poll(async () => readFile(done, 'utf8').catch(() => '')).toBe('done\n');
	expect(cut.processes.map(pid => isAlive(pid))).toEqual([true, true]);
	for (const pid of cut.processes) process.kill(pid);

	const leaving = new AbortController();
	const ended = await start(await host.dial(), host.root, leaving.signal, {outlives: true});
	const last = ended.chunks.next();
	leaving.abort(new Error('no longer wanted'));
	await expect(last).rejects.toThrow('no longer wanted');
	await expect.poll(() => ended.processes.some(pid => isAlive(pid))).toBe(false);
});

test('a reader that is slow holds the command back, in bounded memory', async () => {
	await using host = await practice();
	const connection = await host.dial();
	const progress = join(host.root, 'progress');
	const chunks = connection.run(
		sh`while dd if=/dev/zero bs=65536 count=16 2>/dev/null; do echo x >> ${progress}; done`,
		never,
	);
	const reader = chunks[Symbol.asyncIterator]();
	await reader.next();
	const written = async () => (await readFile(progress, 'utf8')).length / 2;
	// It stops growing: some five windows of 2 MiB each at either end are all there is room for.
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
	expect(await written()).toBeLessThan(32);
	await reader.return?.(undefined);
	await expect.poll(() => host.server.sessions).toBe(0);
});

describe('sessions are few', () => {
	test('what lasts leaves room for what passes, and is refused when that is all there is', async () => {
		await using host = await practice();
		const connection = await host.dial();
		await expect.poll(() => [host.server.commands.length, host.server.sessions]).toEqual([1, 0]);
		const leaving = new AbortController();
		const lasting = {use: 'lasting'} as const;
		const running = Array.from({length: 7}, async () => said(connection.run('sleep 1000', leaving.signal, lasting)));
		const settled = Promise.allSettled(running);
		await expect(said(connection.run('true', never, lasting))).rejects.toMatchObject({
			problem: {what: 'Too much at once on er-forecast'},
		});
		expect(await said(connection.run('true', never))).toMatchObject({code: 0});
		expect(await connection.ping(never)).toBeGreaterThan(0);
		expect(await connection.listFiles(host.root, never)).not.toEqual([]);
		leaving.abort(new Error('done'));
		await settled;
		await expect.poll(async () => (await said(connection.run('true', never)).catch(() => undefined))?.code).toBe(0);
	});

	test('what passes waits for its turn, however much there is of it', async () => {
		await using host = await practice();
		const connection = await host.dial();
		const all = await Promise.all(
			Array.from({length: 40}, async (_, index) => said(connection.run(sh`sleep 0.01; echo ${index}`, never))),
		);
		expect(all.map(({stdout}) => Number(stdout))).toEqual(all.map((_, index) => index));
	});

	test('one that waits for its turn need not', async () => {
		await using host = await practice();
		const connection = await host.dial();
		const leaving = new AbortController();
		const running = Array.from({length: 9}, async () => said(connection.run('sleep 1000', leaving.signal)));
		const settled = Promise.allSettled(running);
		await expect.poll(() => host.server.sessions).toBe(9);
		const impatient = new AbortController();
		const tired = said(connection.run('true', impatient.signal));
		const patient = said(connection.run('echo at last', never));
		impatient.abort(new Error('tired'));
		await expect(tired).rejects.toThrow('tired');
		leaving.abort(new Error('done'));
		await settled;
		expect((await patient).stdout).toBe('at last\n');
	});

	test('what is spare gives its place to what is needed, the newest first, and does not get another meanwhile', async () => {
		await using host = await practice();
		const connection = await host.dial();
		await expect.poll(() => [host.server.commands.length, host.server.sessions]).toEqual([1, 0]);
		const leaving = new AbortController();
		const spare = {use: 'spare'} as const;
		const ended: number[] = [];
		const follow = async (index: number): Promise<void> => {
			await expect(said(connection.run('sleep 1000', leaving.signal, spare))).rejects.toMatchObject({
				problem: {what: 'Too much at once on er-forecast'},
			});
			ended.push(index);
		};
		const spares = [0, 1, 2, 3, 4, 5, 6].map(index => follow(index));
		await expect.poll(() => host.server.sessions).toBe(7);
		await follow(7);
		const needed = Array.from({length: 5}, async () => said(connection.run('sleep 1000', leaving.signal)));
		await expect.poll(() => ended).toEqual([7, 6, 5, 4]);
		await expect.poll(() => host.server.sessions).toBe(9);
		await follow(8);
		expect(ended).toEqual([7, 6, 5, 4, 8]);
		leaving.abort(new ProblemError({what: 'Too much at once on er-forecast', why: 'enough', next: 'none'}));
		await Promise.allSettled([...spares, ...needed]);
		await expect.poll(() => host.server.sessions).toBe(0);
	});

	test('a server that allows fewer is explained', async () => {
		await using host = await practice({faults: {sessions: 1}});
		const connection = await host.dial();
		await expect.poll(() => [host.server.commands.length, host.server.sessions]).toEqual([1, 0]);
		const leaving = new AbortController();
		const running = said(connection.run('echo; sleep 1000', leaving.signal)).catch(() => {});
		await expect.poll(() => host.server.sessions).toBe(1);
		await expect(said(connection.run('true', never))).rejects.toMatchObject({
			problem: {what: 'Cannot run commands on er-forecast'},
		});
		leaving.abort(new Error('done'));
		await running;
	});

	test('a server that allows no commands is explained', async () => {
		await using host = await practice({faults: {exec: 'refused'}});
		const connection = await host.dial();
		await expect(said(connection.run('true', never))).rejects.toMatchObject({
			problem: {what: 'Cannot run commands on er-forecast'},
		});
	});
});
