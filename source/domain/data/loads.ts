import type {AgePoint} from './age-history.ts';

/** Newer data that came. It came some time after the look before, and the look at `seenAt` saw it. */
export type Load = {readonly seenAt: Date; readonly after: Date};

/** A look that knows the newest timestamp. */
export type Sight = {readonly at: Date; readonly newest: Date};

/** The looks that know the newest timestamp. What is uncertain may be an hour off. */
export const sightsIn = (ages: readonly AgePoint[]): readonly Sight[] =>
	ages.flatMap(({at, verdict, newest}) =>
		newest !== undefined && (verdict === 'fresh' || verdict === 'stale') ? [{at, newest}] : [],
	);

/** Every time the newest timestamp became newer than any before. One that goes back and comes again is no load: a replica answered in between. */
export const loadsIn = (ages: readonly AgePoint[]): readonly Load[] => {
	const loads: Load[] = [];
	let before: Sight | undefined;
	let newest = Number.NEGATIVE_INFINITY;
	for (const sight of sightsIn(ages)) {
		if (before !== undefined && sight.newest.getTime() > newest) loads.push({seenAt: sight.at, after: before.at});
		newest = Math.max(newest, sight.newest.getTime());
		before = sight;
	}
	return loads;
};

/** When the newest timestamp was last looked at. */
export const lastSight = (ages: readonly AgePoint[]): Date | undefined => sightsIn(ages).at(-1)?.at;

/** From when to when it is known that no load came. */
export type Quiet = {readonly from: Date; readonly to: Date};

/** The times between loads, up to the last look. */
export const quietsIn = (ages: readonly AgePoint[], loads: readonly Load[]): readonly Quiet[] => {
	const sights = sightsIn(ages);
	const begins = [sights[0]?.at, ...loads.map(({seenAt}) => seenAt)];
	const ends = [...loads.map(({after}) => after), sights.at(-1)?.at];
	return begins.flatMap((from, index) => {
		const to = ends[index];
		return from === undefined || to === undefined ? [] : [{from, to}];
	});
};
