import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {Entry} from '../../../../source/demo/docker-engine/log-book.ts';
import type {Found, FoundErrors, LogQuery} from '../../../../source/engine/log.ts';
import {all, never, startPractice} from '../../docker/practice.ts';
import {eventually, rowsOf, watching} from '../support.ts';
import {lines, logOf, moment, ranBefore, runSource, said, serviceSource, timeOf, type Practice} from './practice.ts';

let practice: Practice;

beforeEach(async () => {
	practice = await startPractice();
});

afterEach(async () => {
	await practice[Symbol.asyncDispose]();
});

const query = (parts: Partial<LogQuery> = {}): LogQuery => ({
	pattern: /ERROR/,
	inverse: false,
	context: 0,
	from: 'start',
	to: 'end',
	...parts,
});

/** What was found, in short: a hit with `>`, and `…` where lines were left out before it. */
const inShort = (found: readonly Found[]): readonly string[] =>
	found.flatMap(({rows}) => rows).map(({row, hit, apart}) => `${apart ? '… ' : ''}${hit ? '> ' : ''}${said([row])[0]}`);

const last = <Value>(values: readonly Value[]): Value => {
	const value = values.at(-1);
	if (value === undefined) throw new Error('nothing came');
	return value;
};

const withErrors = (count: number, ...wrong: readonly number[]): Entry[] =>
	lines(count).map(({text, ...entry}, index) =>
		Object.assign(entry, {text: wrong.includes(index) ? `ERROR ${index}` : text}),
	);

describe('a search of the log of a container', () => {
	test('finds every line of the whole, with those around it, and says what was searched', async () => {
		const log = logOf(practice, ranBefore(practice, 'training', withErrors(15_000, 0, 7000, 7001, 14_999)));
		const found = await all(log.search(query({context: 1}), never));
		expect(inShort(found)).toEqual([
			'> ERROR 0',
			'line 1',
			'… line 6999',
			'> ERROR 7000',
			'> ERROR 7001',
			'line 7002',
			'… line 14998',
			'> ERROR 14999',
		]);
		expect(last(found).searched).toMatchObject({
			lines: 15_000,
			from: timeOf(1),
			to: timeOf(15_000),
			range: {kind: 'whole'},
		});
		expect([last(found).done, last(found).problems]).toEqual([1, []]);
	});

	test('finds what does not match, when asked for that', async () => {
		const log = logOf(practice, ranBefore(practice, 'training', withErrors(5, 1, 3)));
		expect(inShort(await all(log.search(query({pattern: /line/g, inverse: true}), never)))).toEqual([
			'… > ERROR 1',
			'… > ERROR 3',
		]);
	});

	test('keeps to its range, be it between times, lines or marks', async () => {
		const log = logOf(practice, ranBefore(practice, 'training', lines(1000)));
		const between = async (parts: Partial<LogQuery>) => {
			const found = await all(log.search(query({pattern: /line/, ...parts}), never));
			const rows = inShort(found);
			return [rows[0], rows.at(-1), last(found).searched.lines];
		};
		expect(await between({from: {time: timeOf(101)}, to: {time: timeOf(201)}})).toEqual([
			'> line 100',
			'> line 199',
			100,
		]);
		const {rows, start, end} = await log.read({time: timeOf(501)}, 'after', 10, never);
		const [first, second] = [rows[2], rows[6]];
		if (first?.kind !== 'line' || second?.kind !== 'line') throw new Error('no lines');
		expect(await between({from: {row: first}, to: {row: second}})).toEqual(['> line 503', '> line 505', 3]);
		expect(await between({from: {mark: start}, to: {mark: end}})).toEqual([
			'> line 500',
			`> ${said(rows).at(-1)}`,
			rows.length,
		]);
		expect(await between({from: 'end'})).toEqual([undefined, undefined, 0]);
	});

	test('says which range it was of, also where it had an upper bound', async () => {
		const log = logOf(practice, ranBefore(practice, 'training', lines(1000)));
		const rangeOf = async (parts: Partial<LogQuery>) => last(await all(log.search(query(parts), never))).searched.range;
		const [since, until] = [timeOf(101), timeOf(201)];
		expect(await rangeOf({to: {time: until}})).toEqual({kind: 'between', since: undefined, until});
		expect(await rangeOf({from: {time: since}, to: {time: until}})).toEqual({kind: 'between', since, until});
		expect(await rangeOf({from: {time: since}})).toMatchObject({kind: 'last'});
		expect(await rangeOf({to: 'start'})).toEqual({kind: 'nothing'});
	});

	test('ends where following goes on', async () => {
		const id = practice.up('api');
		practice.world.writeLog(id, 'ERROR one');
		const log = logOf(practice, serviceSource('api'));
		const {end} = last(await all(log.search(query(), never)));
		practice.world.writeLog(id, 'ERROR two');
		const stop = new AbortController();
		const {states} = watching(log.follow(end ?? new Map(), stop.signal));
		await expect.poll(() => said(rowsOf({states})), eventually).toEqual(['ERROR two']);
		stop.abort();
	});

	test('stops when told to', async () => {
		const log = logOf(practice, ranBefore(practice, 'training', withErrors(15_000, ...Array(15_000).keys())));
		const stop = new AbortController();
		const found: Found[] = [];
		for await (const part of log.search(query(), stop.signal)) {
			found.push(part);
			stop.abort();
		}
		expect(last(found).end).toBeUndefined();
		expect(last(found).done).toBeLessThan(1);
	});

	test('says that the container is gone', async () => {
		await expect(all(logOf(practice, runSource('training', 'abc')).search(query(), never))).rejects.toMatchObject({
			problem: {what: 'Cannot read the log of training run'},
		});
	});
});

const inWords = (found: readonly FoundErrors[]) =>
	found.flatMap(({events}) => events).map(({row, details, exception}) => [row.line.text, details.length, exception]);

describe('the errors of a container', () => {
	test('are found with their tracebacks, those of each output apart, in the order of their first lines', async () => {
		const texts = [
			['stderr', 'ERROR: it failed'],
			['stdout', 'an Exception, of the other output'],
			['stderr', 'Traceback (most recent call last):'],
			['stdout', 'all is well'],
			['stderr', '  File "a.py", line 1, in b'],
			['stderr', 'ValueError: no rows'],
			['stdout', 'ERROR at the end'],
		] as const;
		const written = texts.map(([from, text], index) => ({at: moment(index + 1), from, text}));
		const log = logOf(practice, ranBefore(practice, 'training', written));
		const found = await all(log.findErrors('start', 'end', never));
		expect(inWords(found)).toEqual([
			['ERROR: it failed', 3, 'ValueError: no rows'],
			['an Exception, of the other output', 0, undefined],
			['ERROR at the end', 0, undefined],
		]);
		expect(last(found).searched.lines).toBe(7);
		expect(last(found).end).toBeDefined();
	});

	test('of a service that has no container are none, and nothing was searched', async () => {
		const [found] = await all<FoundErrors>(logOf(practice, serviceSource('api')).findErrors('start', 'end', never));
		expect(found).toMatchObject({events: [], searched: {lines: 0, range: {kind: 'nothing'}}, done: 1});
	});
});
