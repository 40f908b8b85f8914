import {beforeAll, expect, test} from 'vitest';
import type {DataConfig} from '../../../../source/config/config.ts';
import type {Freshness} from '../../../../source/domain/data/freshness.ts';
import type {OpenPort} from '../../../../source/engine/sql-server/way/way.ts';
import {noHistory} from '../../../../source/engine/age-history.ts';
import {watchFreshness, type WatchOptions} from '../../../../source/engine/sql-server/watch/watch.ts';
import {configFor, hour, openPort, serverNow, startPractice, times, wayBy} from '../practice.ts';

beforeAll(() => import('mssql'));

const fresh = times('datetimeoffset', '2026-11-21T11:00:00Z');
const calm: WatchOptions = {interval: hour, heartbeat: hour, history: noHistory};
const watch = (checks: readonly DataConfig[], options = calm, open: OpenPort = openPort) =>
	rowsOf(watchFreshness(checks, () => wayBy(open), options));

/** The rows alone of what is watched. */
const rowsOf = (data: ReturnType<typeof watchFreshness>) => ({
	...data,
	async *watch(signal: AbortSignal) {
		for await (const {rows} of data.watch(signal)) yield rows;
	},
});

const verdicts = (rows: readonly Freshness[]) => rows.map(({name, verdict}) => `${name} ${verdict}`);

/** Reads the stream until the rows are as wanted. */
const until = async (stream: AsyncIterable<readonly Freshness[]>, wanted: (rows: readonly Freshness[]) => boolean) => {
	const batches: Array<readonly Freshness[]> = [];
	for await (const rows of stream) {
		batches.push(rows);
		if (wanted(rows)) break;
	}
	return batches;
};

/** The verdicts in the order they came, each once however often it was said. */
const saidIn = (batches: ReadonlyArray<readonly Freshness[]>): readonly string[] =>
	batches.map(rows => verdicts(rows).join(', ')).filter((said, index, all) => said !== all[index - 1]);

const settled = (rows: readonly Freshness[]) => rows.every(({verdict}) => verdict !== 'checking');

test('says at once that it is checking, then the outcome of each check as it comes', async () => {
	const {promise: let2ndAnswer, resolve} = Promise.withResolvers<void>();
	await using practice = await startPractice(fresh, {
		procedures: {
			'dbo.Get': fresh,
			'dbo.Slow': {
				async run(call) {
					await let2ndAnswer;
					return fresh.run(call);
				},
			},
		},
	});
	const data = watch([
		configFor(practice.port, {name: 'slow', procedure: 'dbo.Slow'}),
		configFor(practice.port, {name: 'quick'}),
	]);
	const seen: Array<readonly Freshness[]> = [];
	for await (const rows of data.watch(new AbortController().signal)) {
		seen.push(rows);
		if (verdicts(rows).includes('quick fresh')) resolve();
		if (settled(rows)) break;
	}
	expect(saidIn(seen)).toEqual([
		'slow checking, quick checking',
		'slow checking, quick fresh',
		'slow fresh, quick fresh',
	]);
});

test('the next check is made after the interval', async () => {
	let calls = 0;
	await using practice = await startPractice({
		run(call) {
			calls += 1;
			return calls === 1 ? {} : fresh.run(call);
		},
	});
	const data = watch([configFor(practice.port)], {...calm, interval: 100});
	const batches = await until(data.watch(new AbortController().signal), ([row]) => row?.verdict === 'fresh');
	expect(saidIn(batches)).toEqual(['patients checking', 'patients empty', 'patients fresh']);
});

/** A clock of the server that starts when it is first looked at. */
const runningClock = () => {
	let started: number | undefined;
	return () => new Date(serverNow.getTime() + performance.now() - (started ??= performance.now()));
};

test('data that reaches its limit before the next check is checked when it does', async () => {
	await using practice = await startPractice(fresh, {now: runningClock()});
	const data = watch([configFor(practice.port, {maxAge: hour + 1000})]);
	const batches = await until(data.watch(new AbortController().signal), ([row]) => row?.verdict === 'stale');
	expect(saidIn(batches)).toEqual(['patients checking', 'patients fresh', 'patients stale']);
	expect(practice.logins).toBe(4);
});

test('data that may be past its limit, by one reading of two, is checked when it is by the other', async () => {
	await using practice = await startPractice(times('datetime2', '2026-11-21T12:00:00'), {now: runningClock()});
	const data = watch([configFor(practice.port, {maxAge: 1000, timezone: undefined})]);
	const batches = await until(data.watch(new AbortController().signal), ([row]) => row?.verdict === 'stale');
	expect(saidIn(batches)).toEqual(['patients checking', 'patients uncertain', 'patients stale']);
});

test('a recheck makes one now, and another one when it is asked for during a check', async () => {
	let calls = 0;
	await using practice = await startPractice({
		run(call) {
			calls += 1;
			if (calls === 2) data.recheck('patients');
			return calls === 3 ? fresh.run(call) : {};
		},
	});
	const data = watch([configFor(practice.port)]);
	const batches = await until(data.watch(new AbortController().signal), ([row]) => {
		if (row?.verdict === 'empty' && calls === 1) data.recheck('patients');
		return row?.verdict === 'fresh';
	});
	expect(saidIn(batches)).toEqual(['patients checking', 'patients empty', 'patients fresh']);
	expect(calls).toBe(3);
	data.recheck('nobody');
});

test('shows signs of life when nothing changes, with the same rows', async () => {
	await using practice = await startPractice(fresh);
	const data = watch([configFor(practice.port)], {...calm, heartbeat: 20});
	let beats = 0;
	let last: readonly Freshness[] = [];
	for await (const rows of data.watch(new AbortController().signal)) {
		beats = settled(rows) && rows === last ? beats + 1 : 0;
		last = rows;
		if (beats === 3) break;
	}
	expect(beats).toBe(3);
});

test('a second watcher sees the outcome at once and makes no second check', async () => {
	await using practice = await startPractice(fresh);
	const data = watch([configFor(practice.port)]);
	const first = data.watch(new AbortController().signal)[Symbol.asyncIterator]();
	let outcome = await first.next();
	while (outcome.done !== true && !settled(outcome.value)) outcome = await first.next();
	const second = await until(data.watch(new AbortController().signal), settled);
	expect(second).toEqual([outcome.value]);
	await first.return?.();
	const third = await until(data.watch(new AbortController().signal), settled);
	expect(third).toEqual([outcome.value]);
	expect(practice.logins).toBe(2);
});

test('ends with its signal, and the check under way ends with the last watcher', async () => {
	const opened: AbortSignal[] = [];
	const hanging: OpenPort = (_host, _port, signal) => {
		opened.push(signal);
		return new Promise(() => {});
	};
	const data = watch([configFor(1433)], calm, hanging);
	const stop = new AbortController();
	for await (const rows of data.watch(stop.signal)) {
		expect(verdicts(rows)).toEqual(['patients checking']);
		await expect.poll(() => opened.length).toBe(1);
		stop.abort();
	}
	expect(opened[0]?.aborted).toBe(true);
	const again = data.watch(new AbortController().signal)[Symbol.asyncIterator]();
	await again.next();
	await expect.poll(() => opened.length).toBe(2);
	await again.return?.();
});

test('a fault of the program itself is one failed check among others', async () => {
	await using practice = await startPractice(fresh);
	const data = rowsOf(
		watchFreshness(
			[configFor(practice.port), configFor(practice.port, {name: 'odd'})],
			({name}) => {
				if (name === 'odd') throw new Error('no way');
				return wayBy();
			},
			calm,
		),
	);
	const batches = await until(data.watch(new AbortController().signal), settled);
	expect(verdicts(batches.at(-1) ?? [])).toEqual(['patients fresh', 'odd failed']);
});
