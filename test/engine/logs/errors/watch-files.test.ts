import {appendFile, readFile, rename, rm, truncate, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {Connection} from '../../../../source/engine/connection.ts';
import {ProblemError} from '../../../../source/domain/problem.ts';
import {createLogs} from '../../../../source/engine/logs/create-logs.ts';
import {aborted} from '../../../../source/streams/aborted.ts';
import {eventually, latest, minutesAgo, tailsOf, watching, type Host} from '../support.ts';
import {hostForEach} from './each.ts';

const own = hostForEach();

const watch = (more: Parameters<Host['options']>[0] = {}) => {
	const watched = watching(createLogs(own.host.options(more)).watchErrors(own.stop.signal));
	return {...watched, now: () => latest(watched)};
};

const letters = 'abcdefghi';

const tails = () => tailsOf(own.host.directory);

describe('the errors of the log files', () => {
	test('that are there come first, and those that are written then', async () => {
		await writeFile(own.log, `${minutesAgo(5)} INFO begin\n${minutesAgo(4)} ERROR no rows\n`);
		const watched = watch();
		await expect.poll(watched.now, eventually).toEqual({training: 'no rows · 2 lines'});
		await appendFile(own.log, `${minutesAgo(0)} ERROR no disk\n`);
		await expect.poll(watched.now, eventually).toEqual({training: 'no rows · no disk · 3 lines'});
	});

	test('say so while not everything that is there has been searched', async () => {
		await writeFile(`${own.log}.1`, 'ERROR a\nERROR b\n');
		await writeFile(own.log, 'ERROR c\n');
		const search = Promise.withResolvers<void>();
		let scans = 0;
		const connection: Connection = {
			...own.host.connection,
			async *run(command, signal) {
				if (command.includes('-abE')) scans += 1;
				if (scans > 1) await search.promise;
				yield* own.host.connection.run(command, signal);
			},
		};
		const watched = watch({connection});
		await expect.poll(() => watched.states.length, eventually).toBe(1);
		expect(watched.now()).toEqual({training: 'a · 2 lines · 2 lines are searched so far'});
		expect(watched.states[0]?.[0]?.done).toBeCloseTo(2 / 3);
		search.resolve();
		await expect.poll(watched.now, eventually).toEqual({training: 'a · b · c · 3 lines'});
	});

	test('do not say for ever that a search is not finished which broke off', async () => {
		await writeFile(own.log, 'ERROR a\nERROR b\n');
		let reads = 0;
		const connection: Connection = {
			...own.host.connection,
			async *readFile(path, range, signal) {
				reads += 1;
				if (reads > 1) yield* own.host.connection.readFile(path, range, signal);
				else throw new ProblemError({what: 'Cannot read', why: 'it broke off', next: 'wait'});
			},
		};
		const watched = watch({connection});
		await expect.poll(watched.now, eventually).toEqual({training: 'a · b · 2 lines'});
		await appendFile(own.log, 'ERROR c\n');
		await expect.poll(watched.now, eventually).toEqual({training: 'a · b · c · 3 lines'});
	});

	test('are forgotten when they are older than a day by the clock of the host', async () => {
		await writeFile(own.log, `${minutesAgo(60)} ERROR a\n${minutesAgo(1)} INFO fine\n`);
		const zone = {kind: 'iana', zone: 'Europe/Stockholm'} as const;
		const dayAfter = Promise.withResolvers<void>();
		const clocks = async function* (signal: AbortSignal) {
			yield {ahead: 0, zone};
			await dayAfter.promise;
			yield {ahead: 23.5 * 3_600_000, zone};
			await aborted(signal);
		};
		const watched = watch({clocks, heartbeat: 50});
		await expect.poll(watched.now, eventually).toEqual({training: 'a · 2 lines'});
		dayAfter.resolve();
		await expect.poll(watched.now, eventually).toEqual({training: '1 lines'});
	});

	test('say which range was searched', async () => {
		await writeFile(
			own.log,
			`${minutesAgo(3000)} ERROR old\n  goes on\n${minutesAgo(60)} INFO new\n${minutesAgo(1)} INFO newer\n`,
		);
		const watched = watch();
		await expect.poll(watched.now, eventually).toEqual({training: '2 lines'});
		const training = watched.states.at(-1)?.[0];
		const {lines, bytes, from, to} = training?.searched ?? {};
		expect(bytes).toBe(68);
		expect(Math.round(((to?.getTime() ?? 0) - (from?.getTime() ?? 0)) / 60_000)).toBe(59);
		expect(lines).toBe(2);
	});

	test('have a traceback folded under their line while it is being written', async () => {
		await writeFile(own.log, '');
		const watched = watch();
		await expect.poll(watched.now, eventually).toEqual({training: '0 lines'});
		await appendFile(own.log, 'ERROR failed\nTraceback (most recent call last):\n');
		await expect.poll(watched.now, eventually).toEqual({training: 'failed · 2 lines'});
		await appendFile(own.log, '  File "a.py", line 1\nValueError: Exception in rows\n');
		await expect.poll(watched.now, eventually).toEqual({training: 'ValueError: Exception in rows · 4 lines'});
	});

	test('count a last line that nobody ends', async () => {
		await writeFile(own.log, 'ERROR cut');
		await expect.poll(watch({heartbeat: 50}).now, eventually).toEqual({training: 'cut · 0 lines'});
	});

	test('stay after a rotation, and those of the new file come', async () => {
		await writeFile(own.log, 'ERROR one\n');
		const watched = watch();
		await expect.poll(watched.now, eventually).toEqual({training: 'one · 1 lines'});
		await rename(own.log, `${own.log}.1`);
		await writeFile(own.log, 'ERROR two\nERROR three\n');
		await expect.poll(watched.now, eventually).toEqual({training: 'one · two · three · 3 lines'});
		await appendFile(own.log, 'ERROR four\n');
		await expect.poll(watched.now, eventually).toEqual({training: 'one · two · three · four · 4 lines'});
	});

	test('stay when the file is emptied, and those of the new beginning come', async () => {
		await writeFile(own.log, 'ERROR one\nERROR two\n');
		const watched = watch();
		await expect.poll(watched.now, eventually).toEqual({training: 'one · two · 2 lines'});
		await truncate(own.log);
		await appendFile(own.log, 'ERROR new\n');
		await expect.poll(watched.now, eventually).toEqual({training: 'one · two · new · 3 lines'});
	});

	test('stay when the file is gone, which is said, and those of the next one come', async () => {
		await writeFile(own.log, 'ERROR one\n');
		const logs = {training: own.log};
		const watched = watch({heartbeat: 50, host: {directory: own.host.directory, logs, errors: /ERROR/, mask: []}});
		await expect.poll(watched.now, eventually).toEqual({training: 'one · 1 lines'});
		await rm(own.log);
		await expect.poll(watched.now, eventually).toEqual({training: 'one · 1 lines · it does not exist'});
		await writeFile(own.log, 'ERROR two\n');
		await expect.poll(watched.now, eventually).toEqual({training: 'one · two · 2 lines'});
	});

	test('are neither lost nor counted twice when the file is rotated again and again while it is written to', async () => {
		await writeFile(own.log, 'ERROR 0\n');
		const watched = watch({heartbeat: 50});
		await expect.poll(watched.now, eventually).toEqual({training: '0 · 1 lines'});
		const wanted = ['0'];
		for (let turn = 1; turn <= 8; turn += 1) {
			for (const old of [8, 7, 6, 5, 4, 3, 2, 1])
				await rename(`${own.log}.${old}`, `${own.log}.${old + 1}`).catch(() => {});
			await appendFile(own.log, `ERROR ${letters[turn]} last\n`);
			await rename(own.log, `${own.log}.1`);
			await writeFile(own.log, `ERROR ${letters[turn]} first\n`);
			wanted.push(`${letters[turn]} last`, `${letters[turn]} first`);
		}
		await expect.poll(watched.now, eventually).toEqual({training: `${wanted.join(' · ')} · 17 lines`});
	});

	test('come from a configured file as soon as it appears', async () => {
		const logs = {nightly: 'logs/nightly.log'};
		const watched = watch({host: {directory: own.host.directory, logs, errors: /ERROR/, mask: []}});
		await expect.poll(watched.now, eventually).toEqual({nightly: '0 lines · it does not exist'});
		await writeFile(join(own.host.directory, 'logs/nightly.log'), 'ERROR here\n');
		await expect.poll(watched.now, eventually).toEqual({nightly: 'here · 1 lines'});
	});

	test('come from a new file of the logs directory', async () => {
		const watched = watch({heartbeat: 50});
		await expect.poll(watched.now, eventually).toEqual({});
		await writeFile(own.log, 'ERROR here\n');
		await expect.poll(watched.now, eventually).toEqual({training: 'here · 1 lines'});
	});

	test('go on where one file cannot be read', async () => {
		const gone = join(own.host.directory, 'gone');
		await writeFile(own.log, 'ERROR a\n');
		const logs = {missing: join(gone, 'missing.log')};
		await expect
			.poll(watch({host: {directory: own.host.directory, logs, errors: /ERROR/, mask: []}}).now, eventually)
			.toEqual({
				missing: '0 lines · it does not exist',
				training: 'a · 1 lines',
			});
	});

	test('come from every file, also where there are more than can be tailed at a time', async () => {
		const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
		for (const name of names) await writeFile(join(own.host.directory, 'logs', `${name}.log`), `ERROR ${name}\n`);
		const watched = watch({heartbeat: 50});
		const counts = () => watched.states.at(-1)?.map(({events}) => events.length);
		await expect.poll(counts, eventually).toEqual(names.map(() => 1));
		await expect.poll(async () => (await tails()).length, eventually).toBe(5);
		for (const name of names) await appendFile(join(own.host.directory, 'logs', `${name}.log`), 'ERROR then\n');
		await expect.poll(counts, eventually).toEqual(names.map(() => 2));
		await rm(join(own.host.directory, 'logs', 'a.log'));
		await expect.poll(counts, eventually).toEqual([2, 2, 2, 2, 2, 2, 2]);
	});

	test('are still found where the host has no tail', async () => {
		const {run} = own.host.connection;
		const connection: Connection = {
			...own.host.connection,
			run: (command, signal) => run(command.replace('tail', 'no-such-tail'), signal),
		};
		await writeFile(own.log, 'ERROR one\n');
		const watched = watch({connection, heartbeat: 50});
		await expect.poll(watched.now, eventually).toEqual({training: 'one · 1 lines'});
		await appendFile(own.log, 'ERROR two\n');
		await expect.poll(watched.now, eventually).toEqual({training: 'one · two · 2 lines'});
		await truncate(own.log);
		await appendFile(own.log, 'ERROR new\n');
		await expect.poll(watched.now, eventually).toEqual({training: 'one · two · new · 3 lines'});
	});

	test('name a source for what was looked for and could not be seen', async () => {
		const denied: Connection = {
			...own.host.connection,
			listFiles: async () => Promise.reject(new Error('EACCES')),
		};
		const options = {
			connection: denied,
			projectDirectories: async () => [own.host.directory],
			host: {directory: undefined, logs: {}, errors: /ERROR/, mask: []},
		};
		await expect.poll(watch(options).now, eventually).toEqual({logs: '0 lines · EACCES'});
	});

	test('are named as not searched where the host will not tell its time', async () => {
		await writeFile(own.log, 'ERROR a\n');
		let refused = true;
		const connection: Connection = {
			...own.host.connection,
			run: (command, signal) => own.host.connection.run(refused ? 'exit 1' : command, signal),
		};
		const watched = watch({connection, heartbeat: 50});
		const why = '`date` did not answer with one';
		await expect.poll(watched.now, eventually).toEqual({logs: `0 lines · ${why}`});
		const once = await createLogs(own.host.options({connection})).searchErrors(own.stop.signal);
		expect(once.map(({problem}) => problem?.why)).toEqual([why]);
		refused = false;
		await expect.poll(watched.now, eventually).toEqual({training: 'a · 1 lines'});
	});

	test('are looked for in the directory of each project when the config names none', async () => {
		await writeFile(own.log, 'ERROR a\n');
		const directories = [own.host.directory, join(own.host.directory, 'other')];
		await expect
			.poll(
				watch({
					projectDirectories: async () => directories,
					host: {directory: undefined, logs: {}, errors: /ERROR/, mask: []},
				}).now,
				eventually,
			)
			.toEqual({
				training: 'a · 1 lines',
			});
	});

	test('come at every heartbeat though nothing happens', async () => {
		const watched = watch({heartbeat: 20});
		await expect.poll(() => watched.states.length, eventually).toBeGreaterThan(3);
	});

	test('come at most ten times a second in a flood', async () => {
		await writeFile(own.log, '');
		const watched = watch();
		await expect.poll(watched.now, eventually).toEqual({training: '0 lines'});
		const began = performance.now();
		for (let batch = 0; batch < 100; batch += 1) await appendFile(own.log, `ERROR row ${batch}\n`.repeat(500));
		await expect.poll(() => watched.states.at(-1)?.[0]?.searched.lines, eventually).toBe(50_000);
		expect(watched.states.length).toBeLessThan((performance.now() - began) / 100 + 3);
	});

	test('leave no process behind when nobody looks any more', async () => {
		await writeFile(own.log, 'ERROR a\n');
		const watched = watch();
		await expect.poll(watched.now, eventually).toEqual({training: 'a · 1 lines'});
		await expect.poll(async () => (await tails()).length, eventually).toBe(1);
		own.stop.abort();
		await watched.ended;
		await expect.poll(tails, eventually).toEqual([]);
	});

	test('end with the reason why the connection was lost', async () => {
		const watched = watch();
		await expect.poll(watched.now, eventually).toEqual({});
		own.host.connection.close();
		await expect(watched.ended).rejects.toMatchObject({
			problem: {what: 'The connection to this machine is closed'},
		});
	});

	test('are found in a file of the real world', async () => {
		await writeFile(own.log, await readFile(new URL('../../../fixtures/logs/python-chained.log', import.meta.url)));
		await writeFile(
			own.log,
			(await readFile(own.log, 'utf8')).replaceAll(/2026-11-20 0[5-7]/g, minutesAgo(60).slice(0, 13)),
		);
		await expect.poll(watch().now, eventually).toEqual({
			training:
				'er_forecast.errors.DataTooStaleError: Data is too stale: newest is 31:01:44 old · ' +
				'ConnectionResetError: [Errno 104] Connection reset by peer · RuntimeError: gave up · 37 lines',
		});
	});
});
