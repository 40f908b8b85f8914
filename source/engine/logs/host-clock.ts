import {ProblemError} from '../../domain/problem.ts';
import type {Connection} from '../connection.ts';
import {sh} from '../shell.ts';

export type HostClock = {
	/** The time by the host's clock. */
	now(): Date;
	/** The host's offset from UTC, in minutes. */
	readonly offsetMinutes: number;
};

/** Asks the host once what time it is and in which zone it writes times. */
export const readHostClock = async (connection: Connection, signal: AbortSignal): Promise<HostClock> => {
	const asked = Date.now();
	let said = '';
	for await (const chunk of connection.run(sh`date '+%s %z'`, signal))
		if (chunk.from === 'stdout') said += Buffer.from(chunk.bytes).toString('latin1');
	const [, seconds, sign, hours, minutes] = /^(\d+) ([+-])(\d\d):?(\d\d)\s*$/.exec(said) ?? [];
	if (seconds === undefined) {
		throw new ProblemError({
			what: `Cannot tell the time on ${connection.label}`,
			why: '`date` did not answer with one',
			next: 'check that this user may run commands there',
		});
	}
	// `date` says whole seconds, so half a second more is nearest on average.
	const ahead = Number(seconds) * 1000 + 500 - (asked + Date.now()) / 2;
	const offset = Number(hours) * 60 + Number(minutes);
	return {now: () => new Date(Date.now() + ahead), offsetMinutes: sign === '-' ? -offset : offset};
};
