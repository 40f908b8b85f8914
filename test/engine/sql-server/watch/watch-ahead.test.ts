import {setTimeout} from 'node:timers/promises';
import {beforeAll, expect, test} from 'vitest';
import type {DataConfig} from '../../../../source/config/config.ts';
import type {AgePoint} from '../../../../source/domain/data/age-history.ts';
import type {WatchedCheck} from '../../../../source/domain/data/freshness.ts';
import type {HostClock} from '../../../../source/domain/time/host-clock.ts';
import {ProblemError} from '../../../../source/domain/problem.ts';
import {noHistory, type AgeHistory} from '../../../../source/engine/age-history.ts';
import type {Seen} from '../../../../source/engine/engine.ts';
import {watchFreshness, type WatchOptions} from '../../../../source/engine/sql-server/watch/watch.ts';
import {agesOf, minute, moments} from '../../../support/ages.ts';
import {configFor, hour, serverNow, startPractice, times, wayBy} from '../practice.ts';

beforeAll(() => import('mssql'));

/** Registered an hour before the clocks of everybody show now. */
const fresh = times('datetimeoffset', '2026-11-21T11:00:00Z');
const newest = new Date('2026-11-21T11:00:00Z');
const before = (milliseconds: number): Date => new Date(serverNow.getTime() - milliseconds);
const look = 5 * minute;

const watching = (checks: readonly DataConfig[], options: Partial<WatchOptions> = {}) =>
	watchFreshness(checks, () => wayBy(), {
		interval: hour,
		heartbeat: hour,
		history: noHistory,
		now: () => serverNow,
		...options,
	});

type Watched = Seen<WatchedCheck>;

const until = async (data: ReturnType<typeof watching>, wanted: (seen: Watched) => boolean): Promise<Watched> => {
	for await (const seen of data.watch(new AbortController().signal)) if (wanted(seen)) return seen;
	throw new Error('it ended before that');
};

const settled = ({rows}: Watched) => rows.every(({verdict}) => verdict !== 'checking');

/** A history in memory, with what was added. */
const historyOf = (kept: readonly AgePoint[]) => {
	const added: AgePoint[] = [];
	const history: AgeHistory = {read: async () => kept, add: async (_check, point) => void added.push(point)};
	return {history, added};
};

const clockAt = (ahead: number) =>
	async function* (): AsyncGenerator<HostClock | undefined> {
		yield undefined;
		yield {ahead, zone: {kind: 'iana', zone: 'Europe/Stockholm'}};
	};

test('the ages kept are there before the first outcome, which is kept as well', async () => {
	await using practice = await startPractice(fresh);
	const kept = agesOf([before(hour), before(30 * minute)], [before(2 * hour)]);
	const {history, added} = historyOf(kept);
	const data = watching([configFor(practice.port)], {history});
	const early = await until(data, ({rows}) => (rows[0]?.ages.length ?? 0) > 0);
	expect(early.rows[0]?.ages.slice(0, 2)).toEqual(kept);
	const {rows} = await until(data, settled);
	const point: AgePoint = {at: serverNow, verdict: 'fresh', age: expect.any(Number), newest};
	expect(rows[0]?.ages).toEqual([...kept, point]);
	expect(added).toEqual([point]);
});

test('what was not looked at is not kept', async () => {
	const {history, added} = historyOf([]);
	const data = watching([configFor(1, {procedure: 'sp_who'})], {history});
	const {rows} = await until(data, settled);
	expect(rows[0]).toMatchObject({verdict: 'not configured', ages: []});
	expect(added).toEqual([]);
});

test('a history that cannot be kept is said once beside the rows, until it can', async () => {
	await using practice = await startPractice(fresh);
	const problem = {what: 'Cannot keep the ages', why: 'the disk is full', next: 'make room'};
	let isFull = true;
	const refuse = async (): Promise<void> => {
		if (isFull) throw new ProblemError(problem);
	};
	const data = watching([configFor(practice.port), configFor(practice.port, {name: 'beds'})], {
		history: {
			async read() {
				await refuse();
				return [];
			},
			add: refuse,
		},
	});
	const full = await until(data, settled);
	expect(full.problems).toEqual([problem]);
	expect(full.rows.map(({name, verdict, problem: own}) => ({name, verdict, own}))).toEqual([
		{name: 'patients', verdict: 'fresh', own: undefined},
		{name: 'beds', verdict: 'fresh', own: undefined},
	]);
	isFull = false;
	data.recheck('patients');
	data.recheck('beds');
	await until(data, ({problems}) => problems.length === 0);
});

test('a history that is never read holds nothing up', async () => {
	await using practice = await startPractice(fresh);
	const history: AgeHistory = {read: () => new Promise(() => {}), add: () => new Promise(() => {})};
	const {rows} = await until(watching([configFor(practice.port)], {history}), settled);
	expect(rows[0]).toMatchObject({verdict: 'fresh', ages: [{at: serverNow}]});
});

test('data that turns stale before a job needs it is warned about, once the clock of the host is known', async () => {
	await using practice = await startPractice(fresh);
	const check = configFor(practice.port, {maxAge: hour + 10 * minute, neededBy: ['prediction', 'report']});
	const schedules = {prediction: '15 * * * *', training: '* * * * *'};
	const {rows} = await until(
		watching([check], {schedules, clock: clockAt(0)}),
		({rows: [row]}) => row?.verdict === 'fresh' && row.outlook.warnings.length > 0,
	);
	expect(rows[0]?.outlook.warnings).toEqual([
		{kind: 'before run', job: 'prediction', runAt: new Date('2026-11-21T12:15:00Z')},
	]);
	const turnsAt = rows[0]?.outlook.turnsAt?.getTime() ?? 0;
	expect(Math.abs(turnsAt - Date.parse('2026-11-21T12:10:00Z'))).toBeLessThan(2000);
});

test('the first outcome comes with what was kept and with what follows by the clock of the host, however late these are', async () => {
	await using practice = await startPractice(fresh);
	const check = configFor(practice.port, {maxAge: hour + 10 * minute, neededBy: ['prediction']});
	const kept = agesOf([before(hour), before(30 * minute)], [before(2 * hour)]);
	const data = watching([check], {
		schedules: {prediction: '15 * * * *'},
		history: {
			async read() {
				await setTimeout(300);
				return kept;
			},
			async add() {},
		},
		async *clock() {
			yield undefined;
			await setTimeout(400);
			yield {ahead: 0, zone: {kind: 'iana', zone: 'Europe/Stockholm'}};
		},
	});
	const {rows} = await until(data, settled);
	expect(rows[0]?.ages).toHaveLength(3);
	expect(rows[0]).toMatchObject({clocks: {host: 0}, outlook: {warnings: [{kind: 'before run'}]}});
});

test('a load that should have come by now is late', async () => {
	await using practice = await startPractice(fresh);
	// Every quarter of an hour, the last one of which is the one that there is.
	const last = new Date(newest.getTime() + 4 * minute);
	const loads = moments(new Date(last.getTime() - 192 * hour), last, 15 * minute);
	const kept = agesOf(moments(before(193 * hour), before(look), look), loads);
	const {rows} = await until(
		watching([configFor(practice.port)], {interval: look, ...historyOf(kept)}),
		seen => settled(seen) && (seen.rows[0]?.ages.length ?? 0) > 2,
	);
	expect(rows[0]?.outlook).toMatchObject({
		usual: {kind: 'every', gap: 15 * minute},
		warnings: [{kind: 'late load'}],
	});
});

test('when a load is due a check is made, before the next regular one', async () => {
	let calls = 0;
	// Every half an hour, and so just now; by the clock, which stands still, it goes on being so.
	const last = before(30 * minute + 9900);
	const start = new Date(last.getTime() - 8 * hour);
	const asLast = times('datetimeoffset', new Date(last.getTime() - 4 * minute).toISOString());
	await using practice = await startPractice({
		run(call) {
			calls += 1;
			return asLast.run(call);
		},
	});
	const kept = agesOf(moments(start, before(minute), look), moments(start, last, 30 * minute));
	const data = watching([configFor(practice.port)], historyOf(kept));
	await until(data, () => calls > 1);
	expect(calls).toBeGreaterThan(1);
});

test('how far the host is ahead is among the clocks of an outcome', async () => {
	await using practice = await startPractice(fresh);
	const data = watching([configFor(practice.port)], {clock: clockAt(120_000)});
	const {rows} = await until(data, settled);
	expect(rows[0]?.clocks.host).toBe(120_000);
});
