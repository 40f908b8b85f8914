import {onClock} from '../../domain/time/clock-face.ts';
import type {HostClock} from '../../domain/time/host-clock.ts';
import {spanInWords} from '../../domain/words.ts';
import type {Times} from '../../store/log/view.ts';

/** The clocks by which times are told: the host's is undefined until it has been read. */
export type Clocks = {readonly now: Date; readonly host: HostClock | undefined};

/** Cells of the column: `11-20 14:02:07`, `11-20 13:02:07Z`, `23h59m59s ago`. */
export const timeWidth = (times: Times): number => {
	switch (times) {
		case 'off':
			return 0;
		case 'local':
			return 14;
		// The clock of the server is told in UTC until its zone is known.
		case 'server':
		case 'utc':
			return 15;
		case 'relative':
			return 11;
	}
};

/** How long ago it was by the clock of the host, which wrote the time: `3m12s ago`. */
const ago = (at: Date, {now, host}: Clocks): string => {
	const past = now.getTime() + (host?.ahead ?? 0) - at.getTime();
	const span = spanInWords(Math.abs(past)).replace(' ', '');
	return past <= -1000 ? `in ${span}` : `${span} ago`;
};

/** Tells times within a text: by this machine's clock where no other is wanted. */
export const teller =
	(times: Times, clocks: Clocks) =>
	(at: Date): string =>
		times === 'relative' ? ago(at, clocks) : onClock(at, times === 'off' ? 'local' : times, clocks.host).time;

/**
 * The cells of the time column for a line, and the day it was written on. The date stands where the day is not that of the line before (`dayBefore`).
 */
export const timeCell = (
	at: Date | undefined,
	times: Times,
	clocks: Clocks,
	dayBefore: string | undefined,
): {readonly cell: string; readonly day: string | undefined} => {
	const width = timeWidth(times);
	if (times === 'off' || at === undefined) return {cell: ' '.repeat(width), day: dayBefore};
	if (times === 'relative') return {cell: ago(at, clocks).padStart(width), day: dayBefore};
	const {day, time} = onClock(at, times, clocks.host);
	return {cell: `${day === dayBefore ? '     ' : day} ${time}`.padEnd(width), day};
};
