import {clockNotes} from '../../domain/time/clocks.ts';
import {checkedEvery, type Freshness, type Step, type WatchedCheck} from '../../domain/data/freshness.ts';
import {lastKnown} from '../../domain/data/last-known.ts';
import type {UsualLoad} from '../../domain/data/outlook.ts';
import {noteOf} from '../../domain/data/outlook-words.ts';
import {spanInWords} from '../../domain/words.ts';

/** `stale (old)` */
export const verdictInWords = ({verdict, cause}: Pick<Freshness, 'verdict' | 'cause'>): string =>
	cause === undefined ? verdict : `${verdict} (${cause})`;

/** Milliseconds; it goes on growing after the check. */
export const ageNow = ({age, checkedAt}: Freshness, now: Date): number | undefined =>
	age === undefined || checkedAt === undefined ? age : age + Math.max(0, now.getTime() - checkedAt.getTime());

/** Milliseconds that the step being made has taken so far. */
export const elapsed = ({ms = 0}: Pick<Step, 'ms'>, since: Date | undefined, now: Date): number =>
	Math.max(ms, since === undefined ? 0 : now.getTime() - since.getTime());

/** `checking: login, 3s`; undefined while nothing is checked. */
export const progressInWords = (
	{running, runningSince}: Pick<WatchedCheck, 'running' | 'runningSince'>,
	now: Date,
): string | undefined => {
	if (running === undefined) return undefined;
	const step = running.find(({status}) => status === 'running');
	if (step === undefined) return 'checking';
	const spent = elapsed(step, runningSince, now);
	return `checking: ${step.step}${spent < 1000 ? '' : `, ${spanInWords(spent)}`}`;
};

/** What stands beside the verdict: how old the look is where it should be newer, and then what matters most. */
export const noteInWords = (check: WatchedCheck, now: Date): string => {
	const {checkedAt} = check;
	const since = checkedAt === undefined ? 0 : now.getTime() - checkedAt.getTime();
	return [...(since > checkedEvery ? [`checked ${spanInWords(since)} ago`] : []), newsInWords(check, now)]
		.filter(words => words !== '')
		.join('; ');
};

/** What goes on, what was cancelled, or what was known, whom to ask, what lies ahead, and clocks that differ. */
const newsInWords = (check: WatchedCheck, now: Date): string => {
	const progress = progressInWords(check, now);
	if (progress !== undefined) return progress;
	const {cancelled, clocks} = check;
	if (cancelled !== undefined) return cancelled.how;
	const known = lastKnown(check, now);
	return [
		known === undefined ? '' : `last seen ${known.seen}`,
		noteOf(check, now),
		known?.since ?? '',
		...clockNotes(clocks),
	]
		.filter(words => words !== '')
		.join('; ');
};

const two = (value: number): string => String(value).padStart(2, '0');

const weekdays = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];

/** ` on Mondays, Tuesdays and Fridays`; nothing where it is every day. */
const daysInWords = (days: readonly number[]): string => {
	if (days.length === 0 || days.length >= weekdays.length) return '';
	const names = days.toSorted((one, other) => one - other).map(day => weekdays[day - 1] ?? '');
	const last = names.at(-1) ?? '';
	return ` on ${names.length === 1 ? last : `${names.slice(0, -1).join(', ')} and ${last}`}`;
};

/** `at 05:30 (Europe/Stockholm) on Mondays and Fridays, give or take 12m; seen 6 times` */
export const usualInWords = (usual: UsualLoad): string => {
	const when =
		usual.kind === 'every'
			? `${usual.atMost === true ? 'at least ' : ''}every ${spanInWords(usual.gap)}`
			: `at ${timeOfDay(usual.at)} (${usual.zone})${daysInWords(usual.weekdays)}`;
	const spread = usual.spread < 60_000 ? '' : `, give or take ${spanInWords(usual.spread)}`;
	return `${when}${spread}; seen ${usual.seen} times`;
};

const timeOfDay = (milliseconds: number): string => {
	const minutes = Math.round(milliseconds / 60_000);
	return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
};
