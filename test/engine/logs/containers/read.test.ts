import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {LogRow} from '../../../../source/domain/log.ts';
import {eventually, watching} from '../support.ts';
import type {Log} from '../../../../source/engine/log.ts';
import type {RunLog, ServiceLog} from '../../../../source/engine/logs/sources.ts';
import {never, startPractice} from '../../docker/practice.ts';
import {
	lines,
	logOf,
	moment,
	ranBefore,
	readAll,
	runSource,
	said,
	serves,
	serviceSource,
	timeOf,
	type Practice,
} from './practice.ts';

let practice: Practice;
let stop: AbortController;

beforeEach(async () => {
	practice = await startPractice();
	stop = new AbortController();
});

afterEach(async () => {
	stop.abort();
	await practice[Symbol.asyncDispose]();
});

const lineAt = (rows: readonly LogRow[], text: string) => {
	const row = rows.find(one => one.kind === 'line' && one.line.text === text);
	if (row?.kind !== 'line') throw new Error(`no ${text}`);
	return row;
};

/** As everybody reads it who has the containers on the screen. */
const opened = async (source: RunLog | ServiceLog, of = practice): Promise<Log> => {
	const {states} = watching(practice.containers(stop.signal));
	await expect.poll(() => states.length, eventually).toBeGreaterThan(0);
	return logOf(of, source);
};

describe('the log of a container, read by windows', () => {
	test.each([
		['before', 7],
		['before', 100],
		['after', 7],
		['after', 100],
	] as const)('%s each other, %i rows at a time, is the whole log', async (direction, count) => {
		const written = lines(950, {every: 0.3});
		const log = await opened(ranBefore(practice, 'training', written, {exitCode: 3}));
		const rows = await readAll(log, direction, count);
		expect(said(rows)).toEqual([...written.map(({text}) => text), '── exited TIME, exit 3']);
	});

	test.each([7, 37, 400])(
		'ends with how it ended though Docker stamped its last lines after that, %i at a time',
		async count => {
			const written = lines(400, {every: 0.002});
			const log = await opened(ranBefore(practice, 'training', written, {exitCode: 5, endedAt: moment(1.4)}));
			const whole = [...written.map(({text}) => text), '── exited TIME, exit 5'];
			expect(said(await readAll(log, 'before', count))).toEqual(whole);
			expect(said(await readAll(log, 'after', count))).toEqual(whole);
		},
	);

	test.each([20, 300])(
		'is whole though lines were written at the same moment, and in long pauses and floods, %i at a time',
		async count => {
			const written = [
				...lines(400, {every: 0.000_001, name: 'flood'}),
				...lines(3, {from: 100_000, every: 50_000, name: 'pause'}),
				...lines(10, {from: 500_000, every: 0, name: 'moment'}),
				...lines(3000, {from: 500_001, every: 0.000_5, name: 'burst'}),
				...lines(20, {from: 900_000, every: 100, name: 'calm'}),
			];
			const log = await opened(ranBefore(practice, 'training', written));
			const whole = [...written.map(({text}) => text), '── exited TIME, exit 0'];
			expect(said(await readAll(log, 'before', count))).toEqual(whole);
			expect(said(await readAll(log, 'after', count))).toEqual(whole);
		},
	);

	test('has the lines of both outputs in the order of their times, though Docker wrote one after the other', async () => {
		const written = [
			{at: moment(1), from: 'stdout', text: 'one'},
			{at: moment(1.000_3), from: 'stdout', text: 'three'},
			{at: moment(1.000_2), from: 'stderr', text: 'two'},
			{at: moment(2), from: 'stdout', text: 'four'},
		] as const;
		const log = await opened(ranBefore(practice, 'training', written));
		const whole = ['one', 'two', 'three', 'four', '── exited TIME, exit 0'];
		for (const count of [1, 2, 10]) {
			expect(said(await readAll(log, 'before', count))).toEqual(whole);
			expect(said(await readAll(log, 'after', count))).toEqual(whole);
		}
	});

	test('is found around a line in the middle and around a time, without the line and without a hole', async () => {
		const log = await opened(ranBefore(practice, 'training', lines(20_000, {every: 0.01})));
		const at = await log.read({time: timeOf(101)}, 'after', 10, never);
		expect(said(at.rows)[0]).toBe('line 10000');
		const row = lineAt(at.rows, 'line 10005');
		const before = await log.read({row}, 'before', 5, never);
		const after = await log.read({row}, 'after', 5, never);
		expect(said(before.rows).slice(-3)).toEqual(['line 10002', 'line 10003', 'line 10004']);
		expect(said(after.rows).slice(0, 3)).toEqual(['line 10006', 'line 10007', 'line 10008']);
		expect([before.more, after.more]).toEqual([true, true]);
		expect(said((await log.read({time: timeOf(101)}, 'before', 3, never)).rows).at(-1)).toBe('line 9999');
	});

	test('keeps apart lines that were written at one moment when one of them is the edge', async () => {
		const written = [
			...lines(5, {name: 'before'}),
			...lines(4, {from: 50, every: 0, name: 'same'}),
			...lines(3, {from: 60, name: 'after'}),
		];
		const log = await opened(ranBefore(practice, 'training', written));
		const row = lineAt((await log.read('start', 'after', 100, never)).rows, 'same 1');
		expect(said((await log.read({row}, 'before', 100, never)).rows).slice(-2)).toEqual(['before 4', 'same 0']);
		expect(said((await log.read({row}, 'after', 100, never)).rows).slice(0, 3)).toEqual([
			'same 2',
			'same 3',
			'after 0',
		]);
	});

	test('is read back further while more is written', async () => {
		const source = serves(practice, 'api', lines(3000, {every: 0.01}));
		const log = await opened(source);
		let window = await log.read('end', 'before', 100, never);
		const rows = [...window.rows];
		while (window.more) {
			for (let index = 0; index < 150; index += 1) practice.world.writeLog('er-api-1', 'more');
			window = await log.read({mark: window.start}, 'before', 100, never);
			rows.unshift(...window.rows);
		}
		expect(said(rows)).toEqual(lines(3000).map(({text}) => text));
	});

	test('does not ask Docker for much more than it hands out', async () => {
		const {docker} = practice;
		const source = ranBefore(practice, 'training', lines(15_000, {every: 0.01}));
		let frames = 0;
		const counted: Practice = {
			...practice,
			docker: {
				...docker,
				async *logs(...asked) {
					for await (const frame of docker.logs(...asked)) {
						frames += 1;
						yield frame;
					}
				},
			},
		};
		const log = await opened(source, counted);
		const end = await log.read('end', 'before', 100, never);
		const page = await log.read({mark: end.start}, 'before', 100, never);
		await log.read({mark: page.start}, 'before', 100, never);
		expect(frames).toBeLessThan(400);
	});

	test('on a terminal and with nothing in it is a log, too', async () => {
		const terminal = await opened(ranBefore(practice, 'training', lines(5), {terminal: true}));
		expect(said((await terminal.read('end', 'before', 5, never)).rows).slice(0, 5)).toEqual(
			lines(5).map(({text}) => text),
		);
		await practice[Symbol.asyncDispose]();
		practice = await startPractice();
		const empty = await opened(ranBefore(practice, 'training', []));
		const {rows, more} = await empty.read('end', 'before', 10, never);
		expect([said(rows), more]).toEqual([['── exited TIME, exit 0'], false]);
	});

	test('says where the container was last started, in the window where that was', async () => {
		const {world} = practice;
		const log = await opened(serviceSource('api'));
		const id = practice.up('api');
		world.writeLog(id, 'first life');
		world.die(id, 4);
		const ended = Date.now();
		await expect.poll(() => Date.now()).toBeGreaterThan(ended + 5); // Docker takes longer to start it again.
		world.start(id);
		world.writeLog(id, 'second life');
		const whole = ['first life', '── restarted TIME, exit 4', 'second life'];
		const end = async () => said((await log.read('end', 'before', 10, never)).rows);
		await expect.poll(end, eventually).toEqual(whole);
		expect(said(await readAll(log, 'before', 1))).toEqual(whole);
		expect(said(await readAll(log, 'after', 1))).toEqual(whole);
	});

	test('of a service without a container is empty', async () => {
		const window = await logOf(practice, serviceSource('api')).read('end', 'before', 10, never);
		expect(window).toMatchObject({rows: [], more: false});
	});

	test('whose container is gone, or whose driver keeps nothing, says so', async () => {
		await expect(logOf(practice, runSource('training', 'abc')).read('end', 'before', 10, never)).rejects.toMatchObject({
			problem: {
				what: 'Cannot read the log of training run',
				why: 'its container was removed, and what it had written with it',
			},
		});
	});
});
