import {expect, test} from 'vitest';
import {covers, joined, type Stretch} from '../../source/domain/stretch.ts';

const stretch = (from: number, to: number): Stretch => ({from: new Date(from), to: new Date(to)});

test('stretches that touch or overlap are one', () => {
	expect(joined([stretch(20, 30), stretch(0, 10), stretch(10, 15), stretch(2, 5)])).toEqual([
		stretch(0, 15),
		stretch(20, 30),
	]);
});

test('a stretch is covered by one that is at least as long, not by two with a gap', () => {
	expect(covers([stretch(0, 15), stretch(20, 30)], stretch(3, 15))).toBe(true);
	expect(covers([stretch(0, 15), stretch(20, 30)], stretch(10, 25))).toBe(false);
});
