import {createClockReader, type ClockReader} from '../../domain/time/clock-reader.ts';
import type {HostClock, HostZone} from '../../domain/time/host-clock.ts';
import type {LogLine} from '../../domain/log.ts';
import {textOf, type RawLine} from '../../parse/lines/lines.ts';
import {timeOf} from '../../parse/lines/log-lines.ts';

/** When a line was written, as it says itself: as it is shown, or in what was overwritten. */
export const timeOfRaw = (raw: RawLine, read: ClockReader): Date | undefined =>
	timeOf(textOf(raw), read) ?? (raw.head === undefined ? undefined : timeOf(raw.head.toString(), read));

/** Makes lines of what a host wrote into one file, which is the `part`, read in its order; `clock` is asked at each of them. */
export const createHostLines = (part: string, clock: () => HostClock): ((raw: RawLine) => LogLine) => {
	let known: {readonly zone: HostZone; readonly read: ClockReader} | undefined;
	return raw => {
		const {zone} = clock();
		if (known?.zone !== zone) known = {zone, read: createClockReader(zone)};
		return {text: textOf(raw), at: timeOfRaw(raw, known.read), part, position: raw.position};
	};
};
