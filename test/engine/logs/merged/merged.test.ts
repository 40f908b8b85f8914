import {array, assert, asyncProperty, integer, option} from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {LogRow} from '../../../../source/domain/log.ts';
import type {Log, Mark} from '../../../../source/engine/log.ts';
import {mergeLogs} from '../../../../source/engine/logs/merged/merge-logs.ts';
import {all, never} from '../../docker/practice.ts';
import {eventually, rowsOf, watching} from '../support.ts';
import {createMemoryLog, said, sourceOf, timeOf, type MemoryLog, type Written} from './parts.ts';

const readAll = async (log: Log, direction: 'before' | 'after', count: number): Promise<readonly LogRow[]> => {
	let rows: readonly LogRow[] = [];
	let window = await log.read(direction === 'before' ? 'end' : 'start', direction, count, never);
	for (let turns = 0; turns < 1000; turns += 1) {
		rows = direction === 'before' ? [...window.rows, ...rows] : [...rows, ...window.rows];
		if (!window.more) return rows;
		window = await log.read({mark: direction === 'before' ? window.start : window.end}, direction, count, never);
	}
	throw new Error('it does not come to an end');
};

const api: readonly Written[] = [
	[1, 'started'],
	[4, 'ERROR: no'],
	[undefined, '  because'],
	[9, 'ended'],
];
const db: readonly Written[] = [
	[2, 'ready'],
	[4, 'query'],
	[5, 'ERROR: slow'],
];

const inOrder = [
	'api: started',
	'db: ready',
	'api: ERROR: no',
	'api:   because',
	'db: query',
	'db: ERROR: slow',
	'api: ended',
];

describe('several logs, merged', () => {
	test.each([1, 2, 3, 100])('are read in the order of time, %i rows at a time', async count => {
		const log = mergeLogs([createMemoryLog('api', ...api), createMemoryLog('db', ...db)]);
		expect(said(await readAll(log, 'before', count))).toEqual(inOrder);
		expect(said(await readAll(log, 'after', count))).toEqual(inOrder);
	});

	test('are whole and each in its order whatever their times are, by windows of any size', async () => {
		const lines = array(option(integer({min: 0, max: 20}), {nil: undefined}), {maxLength: 30});
		await assert(
			asyncProperty(lines, lines, lines, integer({min: 1, max: 12}), async (one, two, three, count) => {
				const times = [one, two, three];
				const parts = times.map((each, name) =>
					createMemoryLog(String(name), ...each.map((seconds, index): Written => [seconds, String(index)])),
				);
				const log = mergeLogs(parts);
				for (const direction of ['before', 'after'] as const) {
					const rows = said(await readAll(log, direction, count));
					for (const [name, each] of times.entries()) {
						const own = rows.filter(text => text.startsWith(`${name}:`));
						expect(own).toEqual(each.map((_, index) => `${name}: ${index}`));
					}
				}
			}),
			{numRuns: 60},
		);
	});

	test('leave no hole where one is known less far than the other', async () => {
		const busy = createMemoryLog(
			'busy',
			...Array.from({length: 100}, (_, index): Written => [100 + index / 100, `${index}`]),
		);
		const calm = createMemoryLog('calm', ...Array.from({length: 100}, (_, index): Written => [index * 2, `${index}`]));
		const log = mergeLogs([busy, calm]);
		const {rows} = await log.read('end', 'before', 60, never);
		const oldest = rows[0]?.kind === 'line' ? (rows[0].line.at?.getTime() ?? 0) : 0;
		const expected = Array.from({length: 100}, (_, index) => timeOf(index * 2).getTime()).filter(
			time => time >= oldest,
		);
		expect(rows.filter(({source}) => source.name === 'calm')).toHaveLength(expected.length);
		expect(rows).toHaveLength(60);
	});

	test('are found around a line of one, and around one that does not say when it was written', async () => {
		const log = mergeLogs([createMemoryLog('api', ...api), createMemoryLog('db', ...db)]);
		const rows = await readAll(log, 'before', 100);
		const because = rows.find(row => row.kind === 'line' && row.line.text === '  because');
		if (because?.kind !== 'line') throw new Error('no line');
		const before = await log.read({row: because}, 'before', 100, never);
		const after = await log.read({row: because}, 'after', 100, never);
		expect(said([...before.rows, because, ...after.rows])).toEqual(inOrder);
	});

	test('are whole around any of their lines, though others were written at the same moment', async () => {
		const lines = array(option(integer({min: 0, max: 5}), {nil: undefined}), {maxLength: 12});
		await assert(
			asyncProperty(lines, lines, lines, async (one, two, three) => {
				const parts = [one, two, three].map((each, name) =>
					createMemoryLog(String(name), ...each.map((seconds, index): Written => [seconds, String(index)])),
				);
				const log = mergeLogs(parts);
				const {rows} = await log.read('start', 'after', 100, never);
				for (const row of rows) {
					if (row.kind !== 'line') throw new Error('no line');
					const before = await log.read({row}, 'before', 100, never);
					const after = await log.read({row}, 'after', 100, never);
					expect(said([...before.rows, row, ...after.rows])).toEqual(said(rows));
				}
			}),
			{numRuns: 60},
		);
	});

	test('go on without one that cannot be read, which is said once in its place', async () => {
		const [one, other] = [createMemoryLog('api', ...api), createMemoryLog('db', ...db)];
		other.breaks(true);
		const log = mergeLogs([one, other]);
		const window = await log.read('end', 'before', 2, never);
		expect(said(window.rows)).toEqual(['api: ended', '── db: cannot be read: the disk is gone']);
		expect(said((await log.read({mark: window.start}, 'before', 2, never)).rows)).toEqual([
			'api: ERROR: no',
			'api:   because',
		]);
		one.breaks(true);
		await expect(log.read('end', 'before', 2, never)).rejects.toMatchObject({problem: {why: 'the disk is gone'}});
	});
});

const following = (parts: readonly MemoryLog[], from: Mark = new Map()) => {
	const stop = new AbortController();
	const {states, ended} = watching(mergeLogs(parts).follow(from, stop.signal));
	return {states, ended, stop, said: () => said(rowsOf({states}))};
};

describe('several logs, followed', () => {
	test('are put in order within what arrives together', async () => {
		const [one, other] = [createMemoryLog('api'), createMemoryLog('db')];
		const {said: now, stop, ended} = following([one, other]);
		one.write([3, 'third'], [undefined, 'with it']);
		other.write([1, 'first'], [2, 'second'], [4, 'fourth']);
		await expect.poll(now, eventually).toEqual(['db: first', 'db: second', 'api: third', 'api: with it', 'db: fourth']);
		stop.abort();
		await ended;
	});

	test('give a sign of life when each of them has', async () => {
		const [one, other] = [createMemoryLog('api'), createMemoryLog('db')];
		const {states, stop} = following([one, other]);
		one.beat();
		one.beat();
		other.write([1, 'first']);
		await expect.poll(() => states.length, eventually).toBe(1);
		one.beat();
		other.beat();
		await expect.poll(() => states.length, eventually).toBe(2);
		expect(states[1]?.rows).toEqual([]);
		stop.abort();
	});

	test('go on without one that fails, and with it once it can be read again, without a gap', async () => {
		const [one, other] = [createMemoryLog('api', [1, 'first']), createMemoryLog('db', [2, 'second'])];
		const {said: now, stop} = following([one, other]);
		await expect.poll(now, eventually).toEqual(['api: first', 'db: second']);
		other.breaks(true);
		const broken = ['api: first', 'db: second', '── db: cannot be read: the disk is gone'];
		await expect.poll(now, eventually).toEqual(broken);
		one.write([3, 'third']);
		await expect.poll(now, eventually).toEqual([...broken, 'api: third']);
		other.write([4, 'fourth']);
		other.breaks(false);
		await expect.poll(now, eventually).toEqual([...broken, 'api: third', 'db: fourth']);
		stop.abort();
	});

	test('miss nothing of one that breaks before its first line', async () => {
		const [one, other] = [createMemoryLog('api', [1, 'first']), createMemoryLog('db', [2, 'second'])];
		const {end} = await mergeLogs([one, other]).read('end', 'before', 10, never);
		other.breaks(true);
		const {said: now, stop} = following([one, other], end);
		const broken = ['── db: cannot be read: the disk is gone'];
		await expect.poll(now, eventually).toEqual(broken);
		other.write([3, 'written meanwhile']);
		other.breaks(false);
		await expect.poll(now, eventually).toEqual([...broken, 'db: written meanwhile']);
		stop.abort();
	});

	test('begin at its end with one that could not be read before', async () => {
		const [one, other] = [createMemoryLog('api', [1, 'first']), createMemoryLog('db', [2, 'second'])];
		const log = mergeLogs([one, other]);
		other.breaks(true);
		const {end} = await log.read('end', 'before', 10, never);
		other.breaks(false);
		const stop = new AbortController();
		const {states} = watching(log.follow(end, stop.signal));
		const beaten = (): number => {
			one.beat();
			other.beat();
			return states.length;
		};
		await expect.poll(beaten, eventually).toBeGreaterThan(0);
		other.write([3, 'third']);
		await expect.poll(() => said(rowsOf({states})), eventually).toEqual(['db: third']);
		stop.abort();
	});

	test('say where what follows begins, also when one was late with what it wrote', async () => {
		const [one, other] = [createMemoryLog('api', [1, 'first']), createMemoryLog('db')];
		const {states, said: now, stop} = following([one, other]);
		await expect.poll(now, eventually).toEqual(['api: first']);
		one.write([10, 'second']);
		await expect.poll(now, eventually).toEqual(['api: first', 'api: second']);
		stop.abort();
		other.write([9, 'late']);
		const mark = states.at(-1)?.end ?? new Map();
		const {rows} = await mergeLogs([one, other]).read({mark}, 'after', 10, never);
		expect(said(rows)).toEqual(['db: late']);
	});

	test('say why nothing can be read when that is so of each', async () => {
		const problem = {what: 'Cannot read', why: 'it is not there', next: 'wait'};
		const absent = (name: string): MemoryLog => {
			const part = createMemoryLog(name);
			async function* follow(from: Mark, signal: AbortSignal) {
				for await (const followed of part.log.follow(from, signal)) yield {...followed, problem};
			}
			return {...part, log: {...part.log, follow}};
		};
		const [one, other, third] = [absent('api'), absent('db'), createMemoryLog('web')];
		const none = following([one, other]);
		one.beat();
		other.beat();
		await expect.poll(() => none.states.at(-1)?.problem, eventually).toEqual(problem);
		none.stop.abort();
		const some = following([one, third]);
		one.beat();
		third.beat();
		await expect.poll(() => some.states.length, eventually).toBeGreaterThan(0);
		expect(some.states.at(-1)?.problem).toBeUndefined();
		some.stop.abort();
	});

	test('fail when all of them have failed', async () => {
		const [one, other] = [createMemoryLog('api'), createMemoryLog('db')];
		const {ended} = following([one, other]);
		one.breaks(true);
		other.breaks(true);
		await expect(ended).rejects.toMatchObject({problem: {why: 'the disk is gone'}});
	});
});

const query = {pattern: /ERROR/, inverse: false, context: 1, from: 'start', to: 'end'} as const;

const parted = async (...parts: readonly MemoryLog[]) => {
	const found = await all(mergeLogs(parts).search({...query, pattern: /HIT/}, never));
	return found.flatMap(({rows}) => rows).map(({row, apart}) => `${apart ? '… ' : ''}${said([row])[0]}`);
};

describe('several logs, searched', () => {
	test('have what is found in each in the order of time, and one sum of what was searched', async () => {
		const log = mergeLogs([createMemoryLog('api', ...api), createMemoryLog('db', ...db)]);
		const found = await all(log.search(query, never));
		const rows = found.flatMap(each => each.rows);
		expect(said(rows.map(({row}) => row))).toEqual(inOrder.slice(0, 1).concat(inOrder.slice(2, 6)));
		expect(rows.filter(({hit}) => hit)).toHaveLength(2);
		const end = found.at(-1);
		expect(end?.searched).toMatchObject({lines: 7, bytes: 70, from: timeOf(1), to: timeOf(9), range: {kind: 'whole'}});
		expect(end?.end).toEqual(
			new Map([
				['file:api', {part: 'api', position: 4}],
				['file:db', {part: 'db', position: 3}],
			]),
		);
	});

	test('say wherever lines of any of them were left out', async () => {
		const one = createMemoryLog('a', [1, '1'], [2, 'HIT'], [5, '5']);
		expect(await parted(one, createMemoryLog('b', [1.5, '1'], [3, '3'], [4, '4']))).toEqual([
			'a: 1',
			'… a: HIT',
			'… a: 5',
		]);
		expect(await parted(one, createMemoryLog('b', [1.5, '1'], [3, 'HIT'], [4, '4']))).toEqual([
			'a: 1',
			'b: 1',
			'a: HIT',
			'b: HIT',
			'b: 4',
			// Whether b has another line of that moment is not known.
			'… a: 5',
		]);
		expect(await parted(one, createMemoryLog('b', [6, '6'], [7, '7']))).toEqual(['a: 1', 'a: HIT', 'a: 5']);
	});

	test('say which of them could not be, in place and among the problems', async () => {
		const [one, other] = [createMemoryLog('api', ...api), createMemoryLog('db', ...db)];
		other.breaks(true);
		const found = await all(mergeLogs([one, other]).search({...query, context: 0}, never));
		expect(said(found.flatMap(({rows}) => rows.map(({row}) => row))).toSorted()).toEqual([
			'api: ERROR: no',
			'── db: cannot be read: the disk is gone',
		]);
		expect(found.at(-1)?.problems).toMatchObject([{why: 'the disk is gone'}]);
		expect(found.at(-1)?.end?.has(sourceOf('db').key)).toBe(false);
	});

	test('have their errors in the order of time', async () => {
		const log = mergeLogs([createMemoryLog('api', ...api), createMemoryLog('db', ...db)]);
		const found = await all(log.findErrors('start', 'end', never));
		expect(said(found.flatMap(({events}) => events.map(({row}) => row)))).toEqual([
			'api: ERROR: no',
			'db: ERROR: slow',
		]);
	});

	test('of which none can be searched fail', async () => {
		const [one, other] = [createMemoryLog('api'), createMemoryLog('db')];
		one.breaks(true);
		other.breaks(true);
		await expect(all(mergeLogs([one, other]).search(query, never))).rejects.toMatchObject({
			problem: {why: 'the disk is gone'},
		});
	});
});
