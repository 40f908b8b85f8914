import type {AgePoint} from './age-history.ts';
import {usualTime} from './daily-load.ts';
import {loadsIn, quietsIn, sightsIn, type Load, type Sight} from './loads.ts';
import type {UsualLoad} from './outlook.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** What is older says little about what is usual now. */
const recently = 21 * day;

/** How many gaps between loads must have been seen before anything is said of them. */
export const gapsNeeded = 8;

/** When a load came is known as closely as it was looked for: to half an hour, or to a sixth of the gap, but to two hours at the least. */
const isClear = ({seenAt, after}: Load, gap: number): boolean => {
	const vague = seenAt.getTime() - after.getTime();
	return vague >= 0 && vague <= Math.min(2 * hour, Math.max(30 * minute, gap / 6));
};

/** Milliseconds between one load and the next, where it is known when both came. */
const clearGaps = (loads: readonly Load[]): readonly number[] =>
	loads.slice(1).flatMap((load, index) => {
		const earlier = loads[index];
		if (earlier === undefined) return [];
		const gap = load.seenAt.getTime() - earlier.seenAt.getTime();
		return gap > 0 && isClear(load, gap) && isClear(earlier, gap) ? [gap] : [];
	});

const ascending = (one: number, other: number): number => one - other;

/** The lower one of the two in the middle. */
const median = (values: readonly number[]): number | undefined =>
	values.toSorted(ascending)[Math.floor((values.length - 1) / 2)];

type Every = Extract<UsualLoad, {readonly kind: 'every'}>;

/** How far they are off, but for the one that is furthest. */
const spreadOf = (gaps: readonly number[], gap: number): number =>
	gaps.map(one => Math.abs(one - gap)).toSorted((one, other) => other - one)[1] ?? 0;

/**
 * Loads that come between nearly all looks. When, and how many, nobody saw: only that one comes in the time from one look to the next.
 * Undefined where more than one look in eight found nothing newer.
 */
const oftenerThanLooks = (sights: readonly Sight[], loads: readonly Load[]): Every | undefined => {
	const looks = sights.length - 1;
	const gaps = loads.map(({seenAt, after}) => seenAt.getTime() - after.getTime());
	const gap = median(gaps);
	if (gap === undefined || gaps.length < gapsNeeded || gaps.length < looks * (7 / 8)) return undefined;
	return {kind: 'every', gap, spread: spreadOf(gaps, gap), seen: gaps.length, atMost: true};
};

/** Whether there were looks enough to learn from what comes between them. */
export const isLookedAtEnough = (ages: readonly AgePoint[]): boolean => sightsIn(ages).length > gapsNeeded;

/**
 * What is usual, by the ages that were seen. Undefined while too little was: eight gaps between loads, or for one that comes once a day four
 * of them, each with looks close enough to know when. One gap may be of any length, since an outage is not usual.
 *
 * @param zone an IANA zone or an offset such as `+01:00`: the clock that a daily load goes by
 */
export const usualLoad = (ages: readonly AgePoint[], zone: string): UsualLoad | undefined => {
	const sights = sightsIn(ages);
	const until = sights.at(-1)?.at;
	if (until === undefined) return undefined;
	const isRecent = (at: Date): boolean => until.getTime() - at.getTime() <= recently;
	const loads = loadsIn(ages);
	const recent = loads.filter(({after}) => isRecent(after));
	const often = oftenerThanLooks(
		sights.filter(({at}) => isRecent(at)),
		recent,
	);
	if (often !== undefined) return often;
	const gaps = clearGaps(recent);
	const gap = median(gaps);
	if (gap === undefined || gap > 30 * hour) return undefined;
	if (gap >= 18 * hour)
		return usualTime(
			loads.filter(load => isClear(load, day)),
			quietsIn(ages, loads),
			zone,
		);
	if (gaps.length < gapsNeeded) return undefined;
	return {kind: 'every', gap, spread: spreadOf(gaps, gap), seen: gaps.length};
};
