import {expect, test} from 'vitest';
import type {AgePoint} from '../../../source/domain/data/age-history.ts';
import {agesOverTime} from '../../../source/domain/data/ages-over-time.ts';

const now = new Date('2026-11-20T13:00:00Z');
const minute = 60_000;
const hour = 60 * minute;

/** So many milliseconds ago. */
const seen = (ago: number, age: number | undefined): AgePoint => ({
	at: new Date(now.getTime() - ago),
	verdict: age === undefined ? 'failed' : 'fresh',
	age,
	newest: undefined,
});

const ages = (points: readonly AgePoint[], cells = 6, longest = 24 * hour) =>
	agesOverTime(points, now, {cells, longest});

test('each cell has the highest age that was seen in its time, the newest last', () => {
	const points = [0, 1, 2, 3, 4, 5].flatMap(step => [
		seen((24 - 4 * step) * hour - minute, step),
		seen((24 - 4 * step) * hour - hour, step + 0.5),
	]);
	expect(ages(points).ages).toEqual([0.5, 1.5, 2.5, 3.5, 4.5, 5.5]);
	expect(ages(points).to).toEqual(now);
});

test('the newest cell has what was seen last, and a spike just before it stands beside it', () => {
	const points = [seen(5 * hour, 3), seen(2 * hour, 2), seen(3 * minute, 1), seen(2 * minute, 31), seen(minute, 1.5)];
	expect(ages(points, 24).ages.slice(-4)).toEqual([undefined, 2, 31, 1.5]);
	expect(ages(points, 1).ages).toEqual([31]);
});

test('what is older than the time that is shown is left out', () => {
	expect(ages([seen(30 * hour, 9), seen(2 * hour, 1), seen(hour, 2)]).ages).not.toContain(9);
});

test('where nobody looked, or a look brought no age, there is a gap', () => {
	const points = [seen(23 * hour, 1), seen(22 * hour, 2), seen(10 * hour, undefined), seen(hour, 3), seen(1, 4)];
	expect(ages(points, 4).ages).toEqual([2, undefined, undefined, 4]);
});

test('what has just begun to be watched has no gaps between its looks', () => {
	const points = [20, 15, 10, 5, 0].map(minutes => seen(minutes * minute, minutes));
	expect(ages(points, 12).ages.filter(age => age !== undefined)).toEqual([20, 15, 0]);
	expect(ages(points, 12).ages.slice(0, 9)).toEqual(Array.from({length: 9}));
});

test('a single look stands at the end', () => {
	expect(ages([seen(minute, 7)]).ages).toEqual([...Array.from({length: 5}), 7]);
});

test('nothing seen is all gaps, and a look from the future counts as one of now', () => {
	expect(ages([]).ages).toEqual(Array.from({length: 6}));
	expect(ages([seen(-hour, 7)]).ages.at(-1)).toBe(7);
});
