import {agesWith, type AgePoint} from '../../source/domain/data/age-history.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A look at data that came with these loads, whose newest timestamp is a little older than the load; stale beyond a day. */
export const lookAt = (at: Date, loads: readonly Date[]): AgePoint => {
	const load = loads.findLast(one => one <= at);
	const newest = load && new Date(load.getTime() - 4 * minute);
	const age = newest && at.getTime() - newest.getTime();
	return {at, verdict: age === undefined ? 'empty' : age > day ? 'stale' : 'fresh', age, newest};
};

/** Moments from one to another, so many milliseconds apart. */
export const moments = (from: Date, to: Date, every: number): readonly Date[] =>
	Array.from(
		{length: Math.floor((to.getTime() - from.getTime()) / every) + 1},
		(_, index) => new Date(from.getTime() + index * every),
	);

/** What is kept of looks at data that came with these loads, after `earlier` ones. All in the order of time. */
export const agesOf = (
	looks: readonly Date[],
	loads: readonly Date[],
	earlier: readonly AgePoint[] = [],
): readonly AgePoint[] => {
	let ages = earlier;
	for (const at of looks) ages = agesWith(ages, lookAt(at, loads));
	return ages;
};
