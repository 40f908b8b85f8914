import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {AgePoint} from '../../../source/domain/data/age-history.ts';
import {lastSight, loadsIn} from '../../../source/domain/data/loads.ts';
import {nextLoad} from '../../../source/domain/data/next-load.ts';
import type {UsualLoad} from '../../../source/domain/data/outlook.ts';
import {usualLoad} from '../../../source/domain/data/usual-load.ts';
import {agesOf, day, hour, minute, moments} from '../../support/ages.ts';

const zone = 'Europe/Stockholm';
const monday = new Date('2026-11-02T00:00:00Z');
const look = 5 * minute;

const plus = (at: Date, milliseconds: number): Date => new Date(at.getTime() + milliseconds);
const from = (milliseconds: number): Date => plus(monday, milliseconds);

/** Looked at every five minutes for so long. */
const watched = (span: number, loads: readonly Date[]): readonly AgePoint[] =>
	agesOf(moments(monday, from(span), look), loads);

/** A load each of so many days at this time of day in winter's Stockholm. */
const nightly = (days: number, at: number, skipped: readonly number[] = []): readonly Date[] =>
	Array.from({length: days}, (_, index) => index)
		.filter(index => !skipped.includes(index))
		.map(index => from(index * day + at - hour));

const expected = (ages: readonly AgePoint[], now: Date, usual: UsualLoad | undefined = usualLoad(ages, zone)) => {
	return usual === undefined ? undefined : nextLoad(usual, loadsIn(ages), zone, now, look);
};

/** What is said at the last look. */
const saidAtLast = (ages: readonly AgePoint[]) => expected(ages, lastSight(ages) ?? monday);

/** Hourly from 8 to 17 on workdays by the clock of the zone, an hour ahead of UTC until summer comes. */
const atWork = (start: Date, weeks: number, offsetAt: (at: Date) => number): readonly Date[] =>
	moments(start, plus(start, weeks * 7 * day), hour)
		.map(at => plus(at, 7 * minute))
		.filter(at => {
			const there = plus(at, offsetAt(at));
			return there.getUTCHours() >= 8 && there.getUTCHours() <= 17 && there.getUTCDay() % 6 !== 0;
		});

const lateIn = (loads: readonly Date[], looks: readonly Date[]) => {
	let ages: readonly AgePoint[] = [];
	const late: Date[] = [];
	for (const at of looks) {
		ages = agesOf([at], loads, ages);
		if (at.getUTCMinutes() % 30 === 0 && expected(ages, at)?.late !== undefined) late.push(at);
	}
	return late;
};

const isAtWork = (at: Date) => at.getUTCHours() >= 7 && at.getUTCHours() < 16 && at.getUTCDay() % 6 !== 0;

describe('every so often', () => {
	test('a load every hour is learnt from its gaps', () => {
		const ages = watched(day, moments(from(7 * minute), from(day), hour));
		expect(usualLoad(ages, zone)).toEqual({kind: 'every', gap: hour, spread: 0, seen: 22});
		expect(saidAtLast(ages)).toEqual({at: from(24 * hour + 10 * minute), late: undefined});
	});

	test('eight gaps are enough, seven are not', () => {
		// The first load is the one that was there before, and a gap takes two that came.
		const loads = moments(from(7 * minute), from(12 * hour), hour);
		expect(usualLoad(watched(12 * hour, loads.slice(0, 9)), zone)).toBe(undefined);
		expect(usualLoad(watched(12 * hour, loads.slice(0, 10)), zone)).toMatchObject({seen: 8});
	});

	test('of loads that come between all looks it is known that they come at least as often', () => {
		const loads = moments(from(7 * minute), from(3 * day), 10 * minute);
		const ages = agesOf(moments(monday, from(3 * day), hour), loads);
		expect(usualLoad(ages, zone)).toEqual({kind: 'every', gap: hour, spread: 0, seen: 71, atMost: true});
		// One in eight may have found none.
		const without = (hours: number) => loads.filter(at => at < from(hour) || at > from(hours * hour));
		expect(usualLoad(agesOf(moments(monday, from(day), hour), without(3)), zone)).toMatchObject({atMost: true});
		expect(usualLoad(agesOf(moments(monday, from(day), hour), without(4)), zone)).toBe(undefined);
	});

	test('loads that are looked for too seldom, and stay out now and then, teach nothing', () => {
		const loads = moments(from(7 * minute), from(3 * day), 90 * minute);
		expect(usualLoad(agesOf(moments(monday, from(3 * day), hour), loads), zone)).toBe(undefined);
	});

	test.for([
		['a Monday', 0],
		['a Saturday', 5],
		['a Wednesday', 2],
	] as const)('loads that pause at night and at weekends are never called late, seen since %s', ([, days]) => {
		const start = from(days * day);
		const loads = atWork(start, 5, () => hour);
		const looks = moments(start, plus(start, 33 * day), 15 * minute);
		expect(lateIn(loads, looks)).toEqual([]);
	});

	test('nor where nobody looked at night for weeks, or when clocks are changed', () => {
		const loads = atWork(monday, 5, () => hour);
		const looks = moments(monday, from(33 * day), 15 * minute);
		expect(
			lateIn(
				loads,
				looks.filter(at => isAtWork(at) || at > from(18 * day)),
			),
		).toEqual([]);

		const october = new Date('2026-10-05T00:00:00Z');
		const changed = new Date('2026-10-25T01:00:00Z');
		const acrossChange = atWork(october, 4, at => (at < changed ? 2 : 1) * hour);
		expect(lateIn(acrossChange, moments(october, plus(october, 26 * day), 15 * minute))).toEqual([]);
	});

	test('a load that comes at all hours and stops is late within the hour, from its second week on', () => {
		const loads = moments(from(7 * minute), from(9 * day), hour);
		const late = lateIn(loads, moments(monday, from(9.5 * day), look));
		expect(late[0]).toEqual(from(9 * day + 1.5 * hour));
		const early = moments(from(7 * minute), from(5 * day), hour);
		expect(lateIn(early, moments(monday, from(6 * day), look))).toEqual([]);
	});

	test('one outage, nights without a console, and a second load behind the first change nothing', () => {
		const regular = moments(from(7 * minute), from(4 * day), hour);
		const outage = regular.filter(at => at < from(33 * hour) || at > from(41 * hour));
		const twice = [...outage, plus(outage[20] ?? monday, 8 * minute)].toSorted((a, b) => a.getTime() - b.getTime());
		const looks = moments(monday, from(4 * day), look).filter(at => at.getUTCHours() >= 7);
		expect(usualLoad(agesOf(looks, twice), zone)).toMatchObject({kind: 'every', gap: hour, spread: 55 * minute});
	});

	test('a replica that lags behind brings no load', () => {
		const [old, young] = [from(-hour), from(-minute)];
		const ages = moments(monday, from(2 * hour), look).map((at, index): AgePoint => ({
			at,
			verdict: 'fresh',
			age: 1,
			newest: index % 2 === 0 ? young : old,
		}));
		expect(loadsIn(ages)).toEqual([]);
	});

	test('looks that brought no timestamp, or an uncertain one, say nothing', () => {
		const ages = watched(12 * hour, moments(from(7 * minute), from(12 * hour), hour));
		const broken = ages.flatMap((point): readonly AgePoint[] => [
			point,
			{at: plus(point.at, 1000), verdict: 'timeout', age: undefined, newest: undefined},
			{at: plus(point.at, 2000), verdict: 'uncertain', age: 0, newest: plus(point.at, hour)},
		]);
		expect(usualLoad(broken, zone)).toEqual(usualLoad(ages, zone));
	});
});

describe('once a day', () => {
	test('a load every night is learnt by the clock of the zone', () => {
		const ages = watched(10 * day + 12 * hour, nightly(12, 2 * hour + minute));
		expect(usualLoad(ages, zone)).toEqual({
			kind: 'daily',
			at: 2 * hour + 5 * minute,
			zone,
			spread: 0,
			seen: 10,
			weekdays: [1, 2, 3, 4, 5, 6, 7],
			seenOn: [1, 2, 3, 4, 5, 6, 7],
		});
		expect(saidAtLast(ages)).toEqual({at: from(11 * day + hour + 5 * minute), late: undefined});
	});

	test('four days are enough, three are not', () => {
		expect(usualLoad(watched(4.5 * day, nightly(12, 4 * hour)), zone)).toMatchObject({seen: 4});
		expect(usualLoad(watched(3.5 * day, nightly(12, 4 * hour)), zone)).toBe(undefined);
	});

	test('it stays at its hour when the clocks are changed', () => {
		const start = new Date('2026-10-12T00:00:00Z');
		// 03:30 in Stockholm, which is 01:30 and from 25 October on 02:30 UTC.
		const loads = Array.from({length: 24}, (_, index) => plus(start, index * day + (index < 13 ? 1.5 : 2.5) * hour));
		const ages = agesOf(moments(start, plus(start, 22.5 * day), look), loads);
		expect(usualLoad(ages, zone)).toMatchObject({at: 3.5 * hour, spread: 0});
		expect(saidAtLast(ages)?.at).toEqual(plus(start, 23 * day + 2.5 * hour));
	});

	test('one at midnight is one a day, on whichever side of it', () => {
		const loads = nightly(14, 0).map((at, index) => plus(at, index % 2 === 0 ? -7 * minute : 7 * minute));
		const usual = usualLoad(watched(13.5 * day, loads), zone);
		expect(usual).toMatchObject({kind: 'daily', seen: 13});
		expect(usual?.spread).toBeLessThanOrEqual(20 * minute);
	});

	test('a rerun in the day is not the load of the night', () => {
		const nights = nightly(14, 2 * hour);
		const reruns = [3, 8].map(index => from(index * day + 9 * hour));
		const ages = watched(
			13.5 * day,
			[...nights, ...reruns].toSorted((a, b) => a.getTime() - b.getTime()),
		);
		expect(usualLoad(ages, zone)).toMatchObject({kind: 'daily', at: 2 * hour, spread: 0, seen: 13});
	});

	test('a weekend without one in two weeks is not expected, and before that is not missed', () => {
		const workdays = nightly(26, 2 * hour, [5, 6, 12, 13, 19, 20]);
		const firstSaturday = watched(5 * day + 12 * hour, workdays);
		expect(usualLoad(firstSaturday, zone)).toMatchObject({weekdays: [1, 2, 3, 4, 5, 6, 7], seenOn: [2, 3, 4, 5]});
		expect(saidAtLast(firstSaturday)).toEqual({at: from(6 * day + hour), late: undefined});

		const thirdFriday = watched(18 * day + 12 * hour, workdays);
		expect(usualLoad(thirdFriday, zone)).toMatchObject({weekdays: [1, 2, 3, 4, 5], seenOn: [1, 2, 3, 4, 5]});
		expect(saidAtLast(thirdFriday)).toEqual({at: from(21 * day + hour), late: undefined});
	});

	test('one load on a Saturday makes no other Saturday late', () => {
		const weekends = [5, 6, 12, 13, 20, 26, 27, 33, 34];
		const ages = watched(26 * day + 4 * hour, nightly(35, 2 * hour, weekends));
		expect(loadsIn(ages).some(({seenAt}) => seenAt.getUTCDay() === 6)).toBe(true);
		expect(usualLoad(ages, zone)).toMatchObject({seenOn: [1, 2, 3, 4, 5], weekdays: [1, 2, 3, 4, 5]});
		expect(saidAtLast(ages)).toEqual({at: from(28 * day + hour), late: undefined});
	});

	test('one that stops stays late, though more and more days are empty', () => {
		const ages = watched(20 * day, nightly(6, 2 * hour));
		expect(saidAtLast(ages)?.late?.expectedAt).not.toBe(undefined);
	});

	test('one that stops is late by its time, and by the first day that missed it', () => {
		const ages = watched(9 * day + 12 * hour, nightly(9, 2 * hour));
		expect(saidAtLast(ages)).toEqual({
			at: from(9 * day + hour),
			late: {expectedAt: from(9 * day + hour), by: 11 * hour},
		});
		expect(expected(ages, from(9 * day + hour + 10 * minute))?.late).toBe(undefined);
		expect(expected(ages, from(9 * day + hour + 10 * minute + 1))?.late?.by).toBe(10 * minute + 1);
	});

	test('once a week is not learnt', () => {
		const weekly = Array.from({length: 8}, (_, index) => from(index * 7 * day + hour));
		expect(usualLoad(agesOf(moments(monday, from(56 * day), 15 * minute), weekly), zone)).toBe(undefined);
	});
});

/** So many loads, that there is an earlier week to compare with where they come at all hours. */
const countOf = (gap: number): number => (gap === day ? 16 : Math.ceil((8 * day) / gap));

/** Loads as regular as the jitter lets them be. */
const jittered = (gap: number, jitter: number, count: number) =>
	fc
		.array(fc.integer({min: -jitter, max: jitter}), {minLength: count, maxLength: count})
		.map(offs => offs.map((off, index) => from(gap * (index + 1) + off)));

const plans = fc.oneof(
	fc.record({gap: fc.integer({min: 20 * minute, max: 6 * hour}), jitter: fc.integer({min: 0, max: 4 * minute})}),
	fc.record({gap: fc.constant(day), jitter: fc.integer({min: 0, max: 4 * minute})}),
);

test('regular loads are never called late before their jitter is over, and a stopped one is in bounded time', () => {
	fc.assert(
		fc.property(
			plans.chain(({gap, jitter}) =>
				fc.record({gap: fc.constant(gap), jitter: fc.constant(jitter), loads: jittered(gap, jitter, countOf(gap))}),
			),
			({gap, jitter, loads}) => {
				let ages: readonly AgePoint[] = [];
				for (const [index, load] of loads.entries()) {
					ages = agesOf(moments(loads[index - 1] ?? monday, plus(load, -1), look), loads, ages);
					if (index < loads.length - 16) continue;
					expect(expected(ages, from(gap * (index + 1) + jitter))?.late).toBe(undefined);
				}
				// What came in an earlier week need not have come at the same times.
				const overdue = from(gap * (loads.length + (gap === day ? 1 : 2)));
				const stopped = agesOf(moments(loads.at(-1) ?? monday, overdue, look), loads, ages);
				expect(expected(stopped, plus(overdue, 8 * jitter + 5 * look))?.late).not.toBe(undefined);
			},
		),
		{numRuns: 15},
	);
});

test('wherever in time it all happens, the answer is the same that much later', () => {
	fc.assert(
		fc.property(
			fc.integer({min: 10 * minute, max: 30 * hour}),
			fc.array(fc.integer({min: 0, max: 20 * minute}), {minLength: 12, maxLength: 20}),
			fc.integer({min: -10_000, max: 10_000}),
			(gap, offs, weeks) => {
				const loads = offs.map((off, index) => from(gap * index + off));
				const looks = moments(monday, from(gap * 12), Math.max(look, gap / 40));
				const ages = agesOf(looks, loads);
				const shift = weeks * 7 * day;
				const shifted = ages.map(age => ({
					...age,
					at: plus(age.at, shift),
					newest: age.newest && plus(age.newest, shift),
				}));
				const now = from(gap * 13);
				const [here, there] = [
					expected(ages, now, usualLoad(ages, 'UTC')),
					expected(shifted, plus(now, shift), usualLoad(shifted, 'UTC')),
				];
				expect(usualLoad(shifted, 'UTC')).toEqual(usualLoad(ages, 'UTC'));
				expect(there).toEqual(
					here && {
						at: here.at && plus(here.at, shift),
						late: here.late && {...here.late, expectedAt: plus(here.late.expectedAt, shift)},
					},
				);
			},
		),
		{numRuns: 40},
	);
});
