import {expect, test} from 'vitest';
import {agesWith, longestKept, mostAges, type AgePoint} from '../../../source/domain/data/age-history.ts';
import {agesOf, day, hour, minute, moments} from '../../support/ages.ts';

const start = new Date('2026-11-02T00:00:00Z');
const after = (milliseconds: number): Date => new Date(start.getTime() + milliseconds);

test('of looks that see the same one every quarter of an hour is kept, and the first and the last always', () => {
	const ages = agesOf(moments(start, after(58 * minute), 2 * minute), [after(-hour)]);
	expect(ages.map(({at}) => (at.getTime() - start.getTime()) / minute)).toEqual([0, 16, 32, 48, 58]);
});

test('the looks just before and just after a change are kept', () => {
	const ages = agesOf(moments(start, after(40 * minute), 5 * minute), [after(-hour), after(27 * minute)]);
	expect(ages.map(({at}) => (at.getTime() - start.getTime()) / minute)).toEqual([0, 15, 25, 30, 40]);
});

test('a verdict that turns is a change, whatever the newest timestamp', () => {
	const ages = agesOf(moments(start, after(30 * minute), 5 * minute), [after(4 * minute - day + 12 * minute)]);
	expect(ages.map(({at, verdict}) => `${(at.getTime() - start.getTime()) / minute} ${verdict}`)).toEqual([
		'0 fresh',
		'10 fresh',
		'15 stale',
		'30 stale',
	]);
});

const point = (at: Date): AgePoint => ({at, verdict: 'fresh', age: 0, newest: at});

test('no more is kept than the last points, and nothing that is too old', () => {
	let ages: readonly AgePoint[] = [];
	for (const at of moments(start, after((mostAges + 9) * minute), minute)) ages = agesWith(ages, point(at));
	expect(ages).toHaveLength(mostAges);
	expect(ages[0]?.at).toEqual(after(10 * minute));
	const later = after(longestKept + 20 * minute);
	expect(agesWith(ages, point(later))[0]?.at).toEqual(after(20 * minute));
});
