import {instantsOf, type ClockZone} from './wall-clock.ts';

/** Tells at which instant clocks showed this, in milliseconds; `wall` is what they showed, as if it were UTC. */
export type ClockReader = (wall: number) => number;

const hour = 3_600_000;
const day = 24 * hour;
/** Lines that were written side by side may stand in the wrong order. */
const disorder = 60_000;

/**
 * Reads times that were written one after the other in a zone, such as those of the lines of a log. In the hour that autumn repeats a time
 * is of the first pass unless later ones have been read, and one that spring leaves out is read as if the clocks had not been changed.
 * A zone is looked up once for each hour: that takes as long as reading a hundred lines.
 */
export const createClockReader = (zone: ClockZone): ClockReader => {
	const readingsOf = (wall: number): readonly number[] =>
		instantsOf(new Date(wall), zone).map(instant => instant.getTime());

	/** What is added to any time of the hour; undefined where the clocks are changed in it. */
	const shiftDuring = (start: number): number | undefined => {
		const shifts = [start, start + hour - 1].map(wall => readingsOf(wall).map(reading => reading - wall));
		const [shift] = shifts.flat();
		return shifts.every(found => found.length === 1 && found[0] === shift) ? shift : undefined;
	};

	if (zone.kind !== 'iana') {
		const [shift = 0] = readingsOf(0);
		return wall => wall + shift;
	}

	let known: {readonly start: number; readonly shift: number | undefined} = {start: Number.NaN, shift: undefined};
	let last = -Infinity;
	return wall => {
		const start = Math.floor(wall / hour) * hour;
		if (known.start !== start) known = {start, shift: shiftDuring(start)};
		if (known.shift === undefined) {
			const readings = readingsOf(wall);
			const [dayBefore = wall - day] = readingsOf(wall - day);
			last = readings.find(reading => reading >= last - disorder) ?? readings[0] ?? dayBefore + day;
		} else {
			last = wall + known.shift;
		}
		return last;
	};
};
