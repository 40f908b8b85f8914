/** A point in time in nanoseconds since 1970, which is what Docker counts in. */
export type Moment = bigint;

const perMillisecond = 1_000_000n;
const perSecond = 1_000_000_000n;

export const momentOf = (date: Date): Moment => BigInt(date.getTime()) * perMillisecond;

/** The millisecond that the moment lies in. */
export const dateOf = (moment: Moment): Date => new Date(Number(moment / perMillisecond));

export const secondsOf = (moment: Moment): number => Number(moment / perSecond);

const fraction = (moment: Moment): string => String(moment % perSecond).padStart(9, '0');

/** With all nine decimals, as Docker stamps log lines: `2026-11-21T02:39:09.190634210Z`. */
export const stamp = (moment: Moment): string => `${dateOf(moment).toISOString().slice(0, 19)}.${fraction(moment)}Z`;

/** Go's zero time, which Docker writes where there is none. */
export const never = '0001-01-01T00:00:00Z';

/** Without trailing zeros, as Docker writes times in JSON: `2026-11-21T02:39:08.94553557Z`. */
export const jsonTime = (moment: Moment | undefined): string =>
	moment === undefined ? never : stamp(moment).replace(/\.?0+Z$/, 'Z');

/**
 * A clock that never shows the same nanosecond twice, so that "since the last line I saw" leaves nothing out. `now` is read for the
 * millisecond; what it lacks in precision is counted up.
 */
export const createClock = (now: () => Date): (() => Moment) => {
	let last: Moment = 0n;
	return () => {
		const current = momentOf(now());
		last = current > last ? current : last + 1n;
		return last;
	};
};

/**
 * `since` and `until` of the API: seconds since 1970 with up to nine decimals.
 * Undefined when there is none (empty or `0`), and `'invalid'` for what Docker answers with an error.
 */
export const parseTimestamp = (text: string | null): Moment | undefined | 'invalid' => {
	if (text === null || text === '' || text === '0') return undefined;
	const match = /^(?<seconds>-?\d+)(?:\.(?<decimals>\d{1,9})\d*)?$/.exec(text);
	if (match?.groups === undefined) return 'invalid';
	const {seconds = '0', decimals = ''} = match.groups;
	return BigInt(seconds) * perSecond + BigInt(decimals.padEnd(9, '0'));
};
