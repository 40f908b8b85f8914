import {statusOfFreshness, type WatchedCheck} from '../../domain/data/freshness.ts';
import {lastSight, loadsIn} from '../../domain/data/loads.ts';
import {warningInWords} from '../../domain/data/outlook-words.ts';
import {minuteOf, shortTime} from '../../domain/words.ts';
import {usualInWords} from './words.ts';

/** When loads come, and whether the one that should be there is; of a check that fails nobody knows. */
const loadsInWords = ({verdict, ages, outlook}: WatchedCheck, now: Date): readonly string[] => {
	const {usual, nextLoadAt, missedLoadAt} = outlook;
	if (usual === undefined) return [];
	const last = loadsIn(ages).at(-1);
	if (missedLoadAt !== undefined && last !== undefined)
		return [`no load since ${minuteOf(last.seenAt, now)}, usually ${usualInWords(usual)}`];
	const lookedAt = lastSight(ages);
	const looked = lookedAt === undefined ? '' : minuteOf(lookedAt, now);
	const isUnknown = statusOfFreshness({verdict}) === 'unknown';
	return [
		`a load usually comes ${usualInWords(usual)}`,
		...(isUnknown ? [`whether one came since ${looked} is not known while the check brings no age`] : []),
		...(nextLoadAt === undefined || (isUnknown && nextLoadAt <= now)
			? []
			: [
					nextLoadAt > now
						? `the next is expected at ${minuteOf(nextLoadAt, now)}`
						: `the next was expected at ${minuteOf(nextLoadAt, now)}, the last look was at ${looked}`,
				]),
	];
};

/** What lies ahead of a check, in times of this machine, and the newest row in such a time to set against them. */
export const aheadInWords = (check: WatchedCheck, now: Date): readonly string[] => {
	const {verdict, newest, outlook} = check;
	const {turnsAt, turnsTo, warnings} = outlook;
	return [
		...warnings.map(warning => warningInWords(warning, now)),
		...(newest === undefined ? [] : [`the newest row is of ${shortTime(newest, now)}`]),
		...(turnsAt === undefined || verdict !== 'fresh'
			? []
			: [
					`${turnsTo === 'uncertain' ? 'no longer certain' : 'turns stale'} at ${minuteOf(turnsAt, now)} if no newer rows come`,
				]),
		...loadsInWords(check, now),
	];
};
