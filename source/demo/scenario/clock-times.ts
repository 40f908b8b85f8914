import {momentIn, offsetAt} from '../sql-server/wall-clock.ts';
import {day, hour, minute} from './scenario.ts';

/** Where the practice server stands. */
export const timeZone = 'Europe/Stockholm';

/** The same zone for a shell, understood where no zone database is installed. */
export const posixTimeZone = 'CET-1CEST,M3.5.0,M10.5.0/3';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const two = (value: number): string => String(value).padStart(2, '0');

/** The hour last asked for, with its offset: thousands of log lines are written in order, and looking it up is slow. */
let lately = {hour: Number.NaN, offset: 0};

/** Milliseconds that the clocks of the server are ahead of UTC, which changes on the hour. */
const offsetOf = (at: Date): number => {
	const asked = Math.floor(at.getTime() / hour);
	if (lately.hour !== asked) lately = {hour: asked, offset: offsetAt(at, timeZone) * minute};
	return lately.offset;
};

/** As Python's logging writes the time of the server: `2026-11-20 06:00:44,123`. */
export const pythonTime = (at: Date): string => {
	const local = new Date(at.getTime() + offsetOf(at));
	return local.toISOString().slice(0, 23).replace('T', ' ').replace('.', ',');
};

/** As a web server's access log has it, in UTC: `20/Nov/2026:05:00:44 +0000`. */
export const accessTime = (at: Date): string => {
	const month = months[at.getUTCMonth()];
	return `${two(at.getUTCDate())}/${month}/${at.getUTCFullYear()}:${at.toISOString().slice(11, 19)} +0000`;
};

/** When it last was `atMinute` past the hour, the newest first. */
export const hourly = (now: Date, atMinute: number, count: number): readonly Date[] => {
	const newest = Math.floor((now.getTime() - atMinute * minute) / hour) * hour + atMinute * minute;
	return Array.from({length: count}, (_, index) => new Date(newest - index * hour));
};

/** When the clocks of the server last showed the full hour `atHour`, the newest of them at least `settled` milliseconds ago. */
export const nightly = (now: Date, atHour: number, count: number, settled: number): readonly Date[] => {
	const midnight = momentIn(now, timeZone).day * day;
	return Array.from({length: count + 2}, (_, index) => {
		const wall = midnight - index * day + atHour * hour;
		return new Date(wall - offsetAt(new Date(wall), timeZone) * minute);
	})
		.filter(at => at.getTime() <= now.getTime() - settled)
		.slice(0, count);
};

/** The first time after `at` that it is `atMinute` past the hour. */
export const nextHourly = (at: Date, atMinute: number): Date =>
	new Date((Math.floor((at.getTime() - atMinute * minute) / hour) + 1) * hour + atMinute * minute);

/** The first time after `at` that the clocks of the server show the full hour `atHour`. */
export const nextNightly = (at: Date, atHour: number): Date => {
	// One day has 25 hours.
	const [later, sooner = later] = nightly(new Date(at.getTime() + 25 * hour), atHour, 2, 0).filter(time => time > at);
	return sooner ?? new Date(at.getTime() + day);
};
