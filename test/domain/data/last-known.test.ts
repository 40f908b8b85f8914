import {expect, test} from 'vitest';
import type {AgePoint} from '../../../source/domain/data/age-history.ts';
import type {WatchedCheck} from '../../../source/domain/data/freshness.ts';
import {lastKnown} from '../../../source/domain/data/last-known.ts';

const now = new Date(2026, 10, 21, 9, 47);
const minute = 60_000;
const day = 1440 * minute;

const point = (ago: number, verdict: AgePoint['verdict'], age: number | undefined): AgePoint => ({
	at: new Date(now.getTime() - ago),
	verdict,
	age,
	newest: undefined,
});

const known = (verdict: WatchedCheck['verdict'], ages: readonly AgePoint[], age?: number) =>
	lastKnown({verdict, age, ages, maxAge: day}, now);

test('a check that failed is told with the age that was seen last, and for how long that would be fresh', () => {
	const ages = [point(9 * minute, 'fresh', 99), point(5 * minute, 'fresh', 5 * minute), point(0, 'failed', undefined)];
	for (const verdict of ['failed', 'timeout', 'uncertain', 'checking'] as const)
		expect(known(verdict, ages)).toEqual({
			seen: '5m old at 09:42',
			since: 'fresh until 11-22 09:37 if nothing changed',
		});
});

test('what would have turned stale since, or was stale already, is not called fresh', () => {
	const aDayAgo = point(day, 'fresh', 5 * minute);
	expect(known('failed', [aDayAgo])).toEqual({
		seen: '5m old at 11-20 09:47',
		since: 'stale since 09:42 if nothing changed',
	});
	expect(known('failed', [point(minute, 'stale', 2 * day)])?.since).toBe('stale by then');
	expect(known('failed', [point(minute, 'uncertain', 2 * day)])?.since).toBe(undefined);
});

test('where there is an age, or never was one, there is nothing to add', () => {
	const seen = [point(minute, 'fresh', minute)];
	expect(known('uncertain', seen, day)).toBe(undefined);
	expect(known('stale', seen, 2 * day)).toBe(undefined);
	expect(known('empty', seen)).toBe(undefined);
	expect(known('not configured', seen)).toBe(undefined);
	expect(known('failed', [point(minute, 'failed', undefined)])).toBe(undefined);
});
