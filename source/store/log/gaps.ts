import type {LogRow} from '../../domain/log.ts';

/** Milliseconds: a shorter gap is none, however busy the log. */
const least = 60_000;
/** How many times the usual distance of two lines makes a gap. */
const factor = 10;
/** So many distances tell what is usual. */
const enough = 10;

const timeOf = (row: LogRow): number | undefined => (row.kind === 'line' ? row.line.at?.getTime() : row.at?.getTime());

/** The median of the milliseconds from one line to the next; undefined while too few say when they were written. */
export const usualDistance = (rows: readonly LogRow[]): number | undefined => {
	const times = rows.flatMap(row => timeOf(row) ?? []);
	const distances = times.slice(1).map((time, index) => Math.max(0, time - (times[index] ?? time)));
	return distances.length < enough
		? undefined
		: distances.toSorted((one, other) => one - other)[Math.floor(distances.length / 2)];
};

/** The milliseconds between two neighbours where that is longer than usual; undefined where it is not, or nothing tells. */
export const gapBetween = (before: LogRow | undefined, row: LogRow, usual: number | undefined): number | undefined => {
	if (before === undefined || usual === undefined) return undefined;
	const [from, to] = [timeOf(before), timeOf(row)];
	if (from === undefined || to === undefined) return undefined;
	return to - from >= least && to - from > factor * usual ? to - from : undefined;
};
