import {momentIn, offsetAt} from '../sql-server/wall-clock.ts';
import {day, hour, minute} from './scenario.ts';

/** Where the practice server stands. */
export const timeZone = 'Europe/Stockholm';

/** The same zone for a shell, understood where no zone database is installed. */
export const posixTimeZone = 'CET-1CEST,M3.5.0,M10.5.0/3';

const two = (value: number, width = 2): string => String(value).padStart(width, '0');

/** As Python's logging writes the time of the server: `2026-11-20 06:00:44,123`. */
export const pythonTime = (at: Date): string => {
	const local = new Date(at.getTime() + offsetAt(at, timeZone) * minute);
	return local.toISOString().slice(0, 23).replace('T', ' ').replace('.', ',');
};

/** As a web server's access log has it, in UTC: `20/Nov/2026:05:00:44 +0000`. */
export const accessTime = (at: Date): string => {
	const month = at.toLocaleString('en-GB', {month: 'short', timeZone: 'UTC'}).slice(0, 3);
	return `${two(at.getUTCDate())}/${month}/${at.getUTCFullYear()}:${at.toISOString().slice(11, 19)} +0000`;
};

/** When it last was `atMinute` past the hour, the newest first, the newest of them at least `settled` milliseconds ago. */
export const hourly = (now: Date, atMinute: number, count: number, settled: number): readonly Date[] => {
	const latest = now.getTime() - settled - atMinute * minute;
	const newest = Math.floor(latest / hour) * hour + atMinute * minute;
	return Array.from({length: count}, (_, index) => new Date(newest - index * hour));
};

/** When the clocks of the server last showed the full hour `atHour`, in the same way. */
export const nightly = (now: Date, atHour: number, count: number, settled: number): readonly Date[] => {
	const midnight = momentIn(now, timeZone).day * day;
	return Array.from({length: count + 2}, (_, index) => {
		const wall = midnight - index * day + atHour * hour;
		return new Date(wall - offsetAt(new Date(wall), timeZone) * minute);
	})
		.filter(at => at.getTime() <= now.getTime() - settled)
		.slice(0, count);
};
