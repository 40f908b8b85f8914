import {expect, test} from 'vitest';
import {isUnusual, tookOf, usualTime} from '../../../source/domain/jobs/usual-run.ts';

const run = (took: number | undefined, exitCode: number | undefined = 0) => ({
	startedAt: new Date(1000),
	finishedAt: took === undefined ? undefined : new Date(1000 + took),
	exitCode,
	outOfMemory: false,
});

test('what is usual is the middle of the good runs, whatever the failed ones took', () => {
	expect(usualTime([run(undefined, undefined), run(10), run(1, 1), run(30), run(900), run(20), run(25)])).toBe(25);
});

test('two good runs do not tell what is usual, and old ones do not tell what is so now', () => {
	expect(usualTime([run(10), run(30)])).toBeUndefined();
	expect(usualTime([...Array.from({length: 20}, () => run(50)), ...Array.from({length: 80}, () => run(1))])).toBe(50);
});

test('more than twice or less than half is unusual', () => {
	expect([9, 10, 20, 40, 41].map(took => isUnusual(took, 20))).toEqual([true, false, false, false, true]);
});

test('a run that goes on has not taken any time yet', () => {
	expect([tookOf(run(undefined)), tookOf(run(5))]).toEqual([undefined, 5]);
});
