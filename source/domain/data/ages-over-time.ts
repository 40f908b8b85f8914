import type {AgePoint} from './age-history.ts';

/**
 * Ages over a stretch of time in cells of the same length, the newest last: the highest seen in each, undefined where none was. The newest cell
 * is read as what is now, so it has the last look, and what was higher just before that stands in the cell before it.
 */
export type AgesOverTime = {
	readonly from: Date;
	readonly to: Date;
	/** Milliseconds. */
	readonly ages: ReadonlyArray<number | undefined>;
};

type Seen = {readonly at: number; readonly age: number};

/** The middle of what lies between one look and the next, in milliseconds; 0 where there are not two. */
const usualGap = (seen: readonly Seen[]): number => {
	const gaps = seen.slice(1).map(({at}, index) => at - (seen[index]?.at ?? at));
	return gaps.toSorted((one, other) => one - other)[Math.floor(gaps.length / 2)] ?? 0;
};

/**
 * What was seen in the last `longest` milliseconds, or in less where less is known, in so many cells. A cell is never shorter than two
 * looks are apart, so that a gap means that nobody looked, or that a look brought no age.
 */
export const agesOverTime = (
	points: readonly AgePoint[],
	now: Date,
	{cells, longest}: {readonly cells: number; readonly longest: number},
): AgesOverTime => {
	const to = now.getTime();
	const seen = points
		.map(({at, age}) => ({at: Math.min(at.getTime(), to), age}))
		.flatMap(({at, age}): readonly Seen[] => (age === undefined || at < to - longest ? [] : [{at, age}]));
	const known = to - (seen[0]?.at ?? to);
	// One look alone says nothing about how often there will be one.
	const stretch = seen.length < 2 ? longest : Math.max(known, 2 * cells * usualGap(seen));
	const cell = Math.max(1000, Math.min(longest, stretch) / cells);
	const ages = Array.from<number | undefined>({length: cells});
	const present = seen.at(-1)?.age ?? 0;
	for (const {at, age} of seen) {
		const back = Math.min(Math.max(age > present ? 1 : 0, Math.floor((to - at) / cell)), cells - 1);
		const index = cells - 1 - back;
		ages[index] = Math.max(ages[index] ?? 0, age);
	}
	return {from: new Date(to - cell * cells), to: now, ages};
};
