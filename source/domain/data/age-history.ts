import type {Verdict} from './verdict.ts';

/** One look at the age of the data, as it is kept. */
export type AgePoint = {
	/** When it was looked at, by this machine's clock. */
	readonly at: Date;
	readonly verdict: Verdict;
	/** Milliseconds; undefined where the look brought no age. */
	readonly age: number | undefined;
	/** The newest timestamp there was. */
	readonly newest: Date | undefined;
};

const minute = 60_000;
const day = 86_400_000;

/** How many points of a check are kept, and for how many milliseconds, whichever ends first. */
export const mostAges = 5000;
export const longestKept = 60 * day;

/** Milliseconds that one look speaks for, while later ones see the same: what the age was then follows from the newest timestamp. */
export const speaksFor = 15 * minute;

/** Whether two looks saw the same. Ages differ, since time passed. */
export const sawTheSame = (one: AgePoint, other: AgePoint): boolean =>
	one.verdict === other.verdict && one.newest?.getTime() === other.newest?.getTime();

/** What is kept of ages at a moment, the oldest first. */
export const agesKept = (ages: readonly AgePoint[], now: Date): readonly AgePoint[] => {
	const since = now.getTime() - longestKept;
	return ages.filter(({at}) => at.getTime() >= since).slice(-mostAges);
};

/**
 * Ages with one more. Of those that saw the same there is one every quarter of an hour; the first and the last of them always stay, so that
 * when something changed is known as closely as it was looked for.
 */
export const agesWith = (ages: readonly AgePoint[], point: AgePoint): readonly AgePoint[] => {
	const [before, last] = [ages.at(-2), ages.at(-1)];
	const isPassing =
		before !== undefined &&
		last !== undefined &&
		sawTheSame(before, last) &&
		sawTheSame(last, point) &&
		last.at.getTime() - before.at.getTime() < speaksFor;
	return agesKept([...(isPassing ? ages.slice(0, -1) : ages), point], point.at);
};
