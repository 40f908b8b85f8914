import {statusOfFreshness, type WatchedCheck} from './freshness.ts';
import {minuteOf, spanInWords} from '../words.ts';

/** What was seen before, in words: `5m old at 09:42`, and `fresh until 11-22 09:36 if nothing changed` where that follows. */
export type LastKnown = {readonly seen: string; readonly since: string | undefined};

/** What is known from before about data of which a check could not tell the age; undefined where it could, or nothing was ever seen. */
export const lastKnown = (
	check: Pick<WatchedCheck, 'verdict' | 'age' | 'ages' | 'maxAge'>,
	now: Date,
): LastKnown | undefined => {
	const {verdict, age, ages, maxAge} = check;
	if (age !== undefined || verdict === 'not configured' || statusOfFreshness({verdict}) !== 'unknown') return undefined;
	const point = ages.findLast(one => one.age !== undefined);
	if (point?.age === undefined) return undefined;
	return {
		seen: `${spanInWords(point.age)} old at ${minuteOf(point.at, now)}`,
		since: since(point.verdict, new Date(point.at.getTime() + maxAge - point.age), now),
	};
};

const since = (verdict: WatchedCheck['verdict'], turnedAt: Date, now: Date): string | undefined => {
	if (verdict === 'stale') return 'stale by then';
	if (verdict !== 'fresh') return undefined;
	return `${turnedAt > now ? 'fresh until' : 'stale since'} ${minuteOf(turnedAt, now)} if nothing changed`;
};
