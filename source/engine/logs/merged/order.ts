import type {LogRow} from '../../../domain/log.ts';

/** Something of one of several sources, with when it was written as far as that is known, in milliseconds since 1970. */
export type Timed<Item> = {readonly item: Item; readonly time: number; readonly source: number};

const ownTime = (row: LogRow): number | undefined => (row.kind === 'line' ? row.line.at : row.at)?.getTime();

export type Clock = (row: LogRow) => number;

/**
 * Tells the time of the rows of one source, in their order: a row without one has that of the row before it, and none goes back, so that what is
 * sorted by it stays in the order of its source.
 */
export const createClock = (before = -Infinity): Clock => {
	let time = before;
	return row => {
		time = Math.max(time, ownTime(row) ?? time);
		return time;
	};
};

/** The rows of a stretch with their times. Those before the first that has one have its. */
export const timed = (rows: readonly LogRow[], source: number): ReadonlyArray<Timed<LogRow>> => {
	const first = rows.find(row => ownTime(row) !== undefined);
	const clock = createClock(first && ownTime(first));
	return rows.map(item => ({item, time: clock(item), source}));
};

/** In the order of time, at one time in the order of the sources. */
export const inOrder = <Item>(items: ReadonlyArray<Timed<Item>>): ReadonlyArray<Timed<Item>> =>
	items.toSorted((one, other) => one.time - other.time || one.source - other.source);
