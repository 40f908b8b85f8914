import type {AgePoint} from '../../domain/data/age-history.ts';
import {dataLimit, day, minute} from './scenario.ts';

/** How far back somebody has looked at the age of the patient data, and how often. */
const remembered = 14 * day;
const every = 5 * minute;

/** What a console that was open all the time would have seen until now, the oldest first. */
export const pastAges = (newestAt: (at: Date) => Date, now: Date): readonly AgePoint[] =>
	Array.from({length: remembered / every}, (_, index): AgePoint => {
		const at = new Date(now.getTime() - remembered + index * every);
		const newest = newestAt(at);
		const age = at.getTime() - newest.getTime();
		return {at, verdict: age > dataLimit ? 'stale' : 'fresh', age, newest};
	});
