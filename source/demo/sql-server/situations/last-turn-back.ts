import {offsetAt} from '../wall-clock.ts';

const hour = 3_600_000;
const day = 24 * hour;
const longestAgo = 400;

/** When the clocks of an IANA zone were last turned back before `now`; undefined where that was not within the last year. */
export const lastTurnBack = (now: Date, timeZone: string): Date | undefined => {
	const offset = (ms: number): number => offsetAt(new Date(ms), timeZone);
	const start = Math.floor(now.getTime() / (hour / 2)) * (hour / 2);
	for (let days = 0; days < longestAgo; days++) {
		const end = start - days * day;
		if (offset(end) >= offset(end - day)) continue;
		for (let at = end; at > end - day; at -= hour / 2) if (offset(at) < offset(at - hour / 2)) return new Date(at);
	}
	return undefined;
};
