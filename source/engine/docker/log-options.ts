import type {Use} from '../connection.ts';

export type LogOptions = {
	/** From this moment on: a date, or a time as Docker prints it, with its nanoseconds. */
	readonly since?: Date | string;
	readonly until?: Date | string;
	/** Only this many of the last lines. */
	readonly tail?: number;
	/** Goes on with what is written later, until the container stops. */
	readonly follow?: boolean;
	/** Whether to follow it only while the connection has room for that, and throw a `NoRoomError` as soon as it has none. */
	readonly spare?: boolean;
	/** Puts the time before each line, in RFC 3339 with nanoseconds and a space. */
	readonly timestamps?: boolean;
	/** Whether the container has a terminal, from its `Details`. */
	readonly terminal: boolean;
};

/** Seconds and nanoseconds since 1970, the only form that Docker takes: `1700000000.123456789`. */
export const unixTime = (at: Date | string): string => {
	const milliseconds = new Date(at).getTime();
	const [, fraction = ''] = /\.(\d+)/.exec(typeof at === 'string' ? at : at.toISOString()) ?? [];
	return `${Math.floor(milliseconds / 1000)}.${fraction.padEnd(9, '0').slice(0, 9)}`;
};

/** Output that is not followed has an end. */
export const logUse = ({follow, spare}: LogOptions): Use => {
	if (follow !== true) return 'passing';
	return spare === true ? 'spare' : 'lasting';
};

/** The query of `GET /containers/ID/logs`. */
export const logQuery = ({since, until, tail, follow, timestamps}: LogOptions): Readonly<Record<string, unknown>> => ({
	stdout: true,
	stderr: true,
	follow: follow === true,
	timestamps: timestamps === true,
	tail: tail === undefined ? 'all' : String(tail),
	...(since !== undefined && {since: unixTime(since)}),
	...(until !== undefined && {until: unixTime(until)}),
});
