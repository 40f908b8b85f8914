import {beforeAll, expect, test} from 'vitest';
import type {WatchedCheck} from '../../../../source/domain/data/freshness.ts';
import {noHistory} from '../../../../source/engine/age-history.ts';
import {watchFreshness} from '../../../../source/engine/sql-server/watch/watch.ts';
import {recheck} from '../../../../source/panes/data/deeds.ts';
import type {Tools} from '../../../../source/panes/spec.ts';
import type {OpenPort} from '../../../../source/engine/sql-server/way/way.ts';
import {configFor, hour, openPort, startPractice, times, wayBy} from '../practice.ts';

beforeAll(() => import('mssql'));

const fresh = times('datetimeoffset', '2026-11-21T11:00:00Z');

/** A procedure that answers, but for those calls that hang until they are cancelled. */
const startServer = async (hanging: readonly number[]) => {
	let calls = 0;
	const practice = await startPractice({
		run(call) {
			calls += 1;
			return hanging.includes(calls) ? new Promise<never>(() => {}) : fresh.run(call);
		},
	});
	return Object.assign(practice, {calls: () => calls});
};

const watching = (port: number, interval = hour, open: OpenPort = openPort) =>
	watchFreshness([configFor(port)], () => wayBy(open), {interval, heartbeat: hour, history: noHistory});

type Data = ReturnType<typeof watching>;

/** Reads until the one check is as wanted, and returns it. */
const until = async (data: Data, wanted: (row: WatchedCheck) => boolean, signal = new AbortController().signal) => {
	for await (const {rows} of data.watch(signal)) {
		const [row] = rows;
		if (row !== undefined && wanted(row)) return row;
	}
	throw new Error('it ended before that');
};

/** Somebody who keeps watching until the end of the test. */
const stay = (data: Data) => {
	const stop = new AbortController();
	const left = (async () => {
		for await (const _ of data.watch(stop.signal));
	})();
	return {
		async [Symbol.asyncDispose]() {
			stop.abort();
			await left;
		},
	};
};

const isAt = (step: string) => (row: WatchedCheck) =>
	row.running?.some(one => one.step === step && one.status === 'running') === true;
const isOver = (row: WatchedCheck) => row.verdict !== 'checking' && row.running === undefined;

test('the steps of the check that is being made are there as they come, and the outcome before stays', async () => {
	await using practice = await startServer([2]);
	const data = watching(practice.port);
	await using _ = stay(data);
	expect(await until(data, isOver)).toMatchObject({verdict: 'fresh', running: undefined});
	data.recheck('patients');
	const row = await until(data, isAt('procedure'));
	expect(row).toMatchObject({verdict: 'fresh', cancelled: undefined});
	expect(row.running?.map(({step, status}) => `${step} ${status}`)).toEqual([
		'network ok',
		'tls ok',
		'login ok',
		'database ok',
		'procedure running',
		'rows not reached',
		'timestamp not reached',
		'age not reached',
	]);
	expect(row.steps.every(({status}) => status === 'ok')).toBe(true);
});

test('a check that is cancelled is so on SQL Server, and says so until the next outcome', async () => {
	await using practice = await startServer([2]);
	const data = watching(practice.port);
	await using _ = stay(data);
	const outcome = await until(data, isOver);
	data.recheck('patients');
	await until(data, isAt('procedure'));
	data.cancel('patients');
	const {cancelled, ...rest} = await until(data, isOver);
	expect(cancelled).toEqual({
		at: expect.any(Date),
		how: expect.stringMatching(/^cancelled at procedure after .*s, confirmed by SQL Server$/),
	});
	const {cancelled: _none, runningSince: _before, ...before} = outcome;
	const {runningSince: _since, ...after} = rest;
	expect(after).toEqual(before);
	expect(after).toMatchObject({verdict: 'fresh', running: undefined});
	expect(practice.attentions).toBe(1);
	data.recheck('patients');
	expect(await until(data, row => isOver(row) && row.cancelled === undefined)).toMatchObject({verdict: 'fresh'});
});

test('a check that is asked for after one was cancelled says nothing of that one, and what it comes to', async () => {
	await using practice = await startServer([2, 3]);
	const data = watching(practice.port);
	await using _ = stay(data);
	await until(data, isOver);
	data.recheck('patients');
	await until(data, isAt('procedure'));
	data.cancel('patients');
	await until(data, isOver);
	data.recheck('patients');
	expect(await until(data, isAt('procedure'))).toMatchObject({cancelled: undefined});
	data.cancel('patients');
	await until(data, row => row.cancelled !== undefined);

	const told = Promise.withResolvers<unknown>();
	recheck(await until(data, row => row.cancelled !== undefined), {
		say() {},
		tell: deed => void deed({data} as never, new AbortController().signal).then(told.resolve, told.reject),
	} as Partial<Tools> as Tools);
	expect(await told.promise).toEqual({text: 'patients: fresh', tone: 'good'});
});

test('a check that is asked for while another is made is the one that is spoken of', async () => {
	const first = Promise.withResolvers<void>();
	let calls = 0;
	await using slow = await startPractice({
		async run(call) {
			calls += 1;
			if (calls === 1) await first.promise;
			return fresh.run(call);
		},
	});
	const data = watching(slow.port);
	await using _ = stay(data);
	const checking = await until(data, isAt('procedure'));
	const told = Promise.withResolvers<unknown>();
	recheck(checking, {
		say() {},
		tell: deed => void deed({data} as never, new AbortController().signal).then(() => told.resolve(calls), told.reject),
	} as Partial<Tools> as Tools);
	await until(data, row => row.asked === true);
	first.resolve();
	expect(await told.promise).toBe(2);
});

test('where there was no outcome before, being cancelled is the outcome', async () => {
	await using practice = await startServer([1]);
	const data = watching(practice.port);
	await using _ = stay(data);
	await until(data, isAt('procedure'));
	data.cancel('patients');
	expect(await until(data, isOver)).toMatchObject({
		verdict: 'failed',
		cause: 'cancelled',
		ages: [],
		cancelled: {how: expect.stringMatching(/^cancelled at procedure/)},
	});
});

test('a check that was asked for meanwhile is cancelled with the one that is made', async () => {
	await using practice = await startServer([1]);
	const data = watching(practice.port);
	await using _ = stay(data);
	await until(data, isAt('procedure'));
	data.recheck('patients');
	data.cancel('patients');
	await until(data, isOver);
	expect(await until(data, row => row.cancelled !== undefined)).toMatchObject({running: undefined});
	expect(practice.calls()).toBe(1);
});

test('where nothing is being made there is nothing to cancel', async () => {
	await using practice = await startServer([]);
	const data = watching(practice.port);
	data.cancel('patients');
	data.cancel('nobody');
	await using _ = stay(data);
	await until(data, isOver);
	data.cancel('patients');
	data.recheck('patients');
	expect(await until(data, row => isOver(row) && row.cancelled === undefined)).toMatchObject({verdict: 'fresh'});
});

test('one of two watchers who leaves takes nothing along', async () => {
	await using practice = await startServer([1]);
	const data = watching(practice.port);
	await using _ = stay(data);
	const stop = new AbortController();
	await until(data, isAt('procedure'), stop.signal);
	stop.abort();
	expect(await until(data, () => true)).toMatchObject({verdict: 'checking', cancelled: undefined});
	expect(isAt('procedure')(await until(data, () => true))).toBe(true);
	expect(practice.attentions).toBe(0);
});

test('when the last one leaves the check ends, and nothing says that it was cancelled', async () => {
	await using practice = await startServer([2]);
	const data = watching(practice.port);
	await until(data, isOver);
	data.recheck('patients');
	await until(data, isAt('procedure'));
	expect(await until(data, isOver)).toMatchObject({verdict: 'fresh', cancelled: undefined, running: undefined});
});

test('watchers are told ten times a second at most', async () => {
	await using practice = await startServer([]);
	const data = watching(practice.port, 1);
	const told: number[] = [];
	for await (const _ of data.watch(new AbortController().signal)) {
		told.push(performance.now());
		if (told.length === 8) break;
	}
	const [first = 0] = told;
	// Timers may be a little early.
	expect((told.at(-1) ?? 0) - first).toBeGreaterThan(7 * 95);
});
