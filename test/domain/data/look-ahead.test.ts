import {expect, test} from 'vitest';
import type {AgePoint} from '../../../source/domain/data/age-history.ts';
import {lookAhead, type Circumstances} from '../../../source/domain/data/look-ahead.ts';
import {agesOf, day, hour, minute, moments} from '../../support/ages.ts';

/** Loads have come for eight days before it. */
const monday = new Date('2026-11-02T00:00:00Z');
const from = (milliseconds: number): Date => new Date(monday.getTime() + milliseconds);
const look = 5 * minute;

/** Hourly loads until one stays out, and the last look three days on. */
const hourly = (until: number): readonly AgePoint[] =>
	agesOf(moments(from(-8 * day), from(3 * day), look), moments(from(-8 * day + 7 * minute), from(until), hour));

/** A run at 15 past each hour of Stockholm. */
const prediction = {name: 'prediction', schedule: '15 * * * *'};
const stockholm: Circumstances['clock'] = {ahead: 0, zone: {kind: 'iana', zone: 'Europe/Stockholm'}};

const aheadOf = (
	turnsIn: number | undefined,
	changes: Partial<Circumstances> = {},
	verdict: 'fresh' | 'stale' | 'failed' = 'fresh',
	turnsTo?: 'stale' | 'uncertain',
) =>
	lookAhead(
		{verdict, checkedAt: from(3 * day), turnsIn, turnsTo},
		{ages: [], clock: stockholm, jobs: [prediction], every: look, now: from(3 * day), ...changes},
	);

const beforeRun = {kind: 'before run', job: 'prediction', runAt: from(3 * day + 15 * minute)};

test('the verdict turns so long after the check', () => {
	expect(aheadOf(hour).turnsAt).toEqual(from(3 * day + hour));
	expect(aheadOf(undefined).turnsAt).toBe(undefined);
});

test('data that turns stale before the next run of a job that needs it is warned about', () => {
	expect(aheadOf(14 * minute).warnings).toEqual([beforeRun]);
	expect(aheadOf(15 * minute).warnings).toEqual([beforeRun]);
});

test('a run that finds it still fresh is none to warn about, and of stale data nothing is said', () => {
	expect(aheadOf(15 * minute + 1).warnings).toEqual([]);
	expect(aheadOf(undefined).warnings).toEqual([]);
	expect(aheadOf(14 * minute, {}, 'stale').warnings).toEqual([]);
});

test('data of which it is only no longer certain by then is none to warn about', () => {
	const {turnsAt, turnsTo, warnings} = aheadOf(14 * minute, {}, 'fresh', 'uncertain');
	expect({turnsAt, turnsTo, warnings}).toEqual({
		turnsAt: from(3 * day + 14 * minute),
		turnsTo: 'uncertain',
		warnings: [],
	});
	expect(aheadOf(14 * minute, {}, 'fresh', 'stale').warnings).toEqual([beforeRun]);
});

test('before enough was seen only a run of the next hour is worth a warning', () => {
	const nightly = {name: 'prediction', schedule: '0 6 * * *'};
	const irregular = [1, 3, 4, 9, 14, 16, 17].map(hours => from(2 * day + hours * hour));
	const seen = (looks: number) => agesOf(moments(from(3 * day - (looks - 1) * hour), from(3 * day), hour), irregular);
	expect(aheadOf(hour, {jobs: [nightly], ages: seen(8)}).warnings).toEqual([]);
	expect(aheadOf(hour, {jobs: [nightly], ages: seen(9)}).warnings).toMatchObject([{kind: 'before run'}]);
	expect(aheadOf(14 * minute, {ages: seen(1)}).warnings).toEqual([beforeRun]);
});

test('data that is newer at every look is no standing warning, however seldom it is looked at, until it stays out', () => {
	const stream = (until: number) => moments(from(0), from(until), 3 * minute);
	const looks = moments(from(0), from(3 * day), hour);
	for (const [index, at] of looks.entries()) {
		if (index < 9) continue;
		const ages = agesOf(looks.slice(0, index + 1), stream(3 * day));
		const {warnings} = lookAhead(
			{verdict: 'fresh', checkedAt: at, turnsIn: 10 * minute},
			{ages, clock: stockholm, jobs: [prediction], every: look, now: at},
		);
		expect(warnings).toEqual([]);
	}
	const stopped = agesOf(looks, stream(3 * day - 2 * hour));
	expect(aheadOf(14 * minute, {ages: stopped}).warnings).toEqual([beforeRun]);
});

test('without the clock of the host nobody knows when its jobs run', () => {
	expect(aheadOf(14 * minute, {clock: undefined}).warnings).toEqual([]);
});

test('jobs run by the clock of the host, and the warning is by that of this machine', () => {
	const early: Circumstances['clock'] = {ahead: 10 * minute, zone: {kind: 'offset', minutes: 60}};
	expect(aheadOf(4 * minute, {clock: early}).warnings).toEqual([{...beforeRun, runAt: from(3 * day + 5 * minute)}]);
	expect(aheadOf(6 * minute, {clock: early}).warnings).toEqual([]);
});

test('a load that is expected before the run is trusted', () => {
	// Every hour at 7 past: the one at 10 past midnight is due before the run at 15 past.
	const ahead = aheadOf(14 * minute, {ages: hourly(3 * day)});
	expect(ahead).toMatchObject({
		usual: {kind: 'every', gap: hour},
		nextLoadAt: from(3 * day + 10 * minute),
		warnings: [],
	});
});

test('a load that is late is not', () => {
	const ages = hourly(3 * day - 3 * hour);
	const late = {kind: 'late load', expectedAt: from(3 * day - 3 * hour + 10 * minute), by: 170 * minute};
	expect(aheadOf(14 * minute, {ages}).warnings).toEqual([beforeRun, late]);
	expect(aheadOf(hour, {ages}).warnings).toEqual([late]);
});

test('no load is called late when the last look is too old to know', () => {
	const ages = hourly(3 * day - 3 * hour);
	expect(aheadOf(day, {ages, now: from(3 * day + look)}).warnings).toHaveLength(1);
	expect(aheadOf(day, {ages, now: from(3 * day + look + 1)}).warnings).toEqual([]);
});

test('a load is missed by fresh and by stale data, but not where nobody can know', () => {
	const ages = hourly(3 * day - 3 * hour);
	const missedLoadAt = from(3 * day - 3 * hour + 10 * minute);
	expect(aheadOf(hour, {ages})).toMatchObject({missedLoadAt});
	expect(aheadOf(undefined, {ages}, 'stale')).toMatchObject({missedLoadAt, warnings: []});
	expect(aheadOf(undefined, {ages}, 'failed').missedLoadAt).toBe(undefined);
	expect(aheadOf(undefined, {ages, now: from(3 * day + look + 1)}, 'stale').missedLoadAt).toBe(undefined);
	expect(aheadOf(hour, {ages: hourly(3 * day)}).missedLoadAt).toBe(undefined);
});

test('a daily load goes by the clock of the host', () => {
	const nights = Array.from({length: 6}, (_, index) => from(index * day + 2.5 * hour));
	const ages = agesOf(moments(monday, from(5.5 * day), look), nights);
	const at = (clock: Circumstances['clock']) => aheadOf(hour, {ages, clock}).usual;
	expect(at(stockholm)).toMatchObject({kind: 'daily', at: 3.5 * hour, zone: 'Europe/Stockholm'});
	expect(at({ahead: 0, zone: {kind: 'offset', minutes: -90}})).toMatchObject({at: hour, zone: '-01:30'});
	expect(at(undefined)).toMatchObject({at: 2.5 * hour, zone: 'UTC'});
});
