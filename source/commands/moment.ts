import {createClockReader} from '../domain/time/clock-reader.ts';
import {parseDuration} from '../domain/time/duration.ts';
import {onHost, type HostClock} from '../domain/time/host-clock.ts';
import {instantAt} from '../parse/lines/instant.ts';
import {Refusal, shown} from './refusal.ts';

/** A time as somebody writes it: so long ago, what the clocks of the host showed, or an instant. Milliseconds. */
export type Moment =
	| {readonly kind: 'ago'; readonly milliseconds: number}
	| {readonly kind: 'wall'; readonly wall: number}
	| {readonly kind: 'instant'; readonly instant: number};

const date = /^\d{4}-\d\d-\d\d$/;

/** Reads `2h`, `1d 12h`, `2026-11-20`, `2026-11-20 06:00` and `2026-11-20T06:00:00+01:00`. Throws a `Refusal` for anything else. */
export const readMoment = (flag: string, text: string): Moment => {
	const milliseconds = parseDuration(text);
	if (milliseconds !== undefined) return {kind: 'ago', milliseconds};
	const complete = date.test(text) ? `${text} 00:00` : text;
	const instant = instantAt(complete, 0);
	if (instant === undefined || instant.end !== complete.length)
		throw new Refusal(
			`Cannot use ${shown(text)} for --${flag}`,
			'expected how long ago, such as 2h, or a time',
			`write it as in --${flag} 2h, or --${flag} '2026-11-20 06:00' by the clock of the host`,
		);
	const {wall, offset} = instant;
	return offset === undefined ? {kind: 'wall', wall} : {kind: 'instant', instant: wall - offset * 60_000};
};

/** When that was, by the host's clock. */
export const momentAt = (moment: Moment, clock: HostClock, now: Date): Date => {
	switch (moment.kind) {
		case 'ago':
			return new Date(onHost(now, clock).getTime() - moment.milliseconds);
		case 'wall':
			return new Date(createClockReader(clock.zone)(moment.wall));
		case 'instant':
			return new Date(moment.instant);
	}
};
