import type {LogRow} from '../../../domain/log.ts';

/** Something of one of several sources, with when it was written as far as that is known, in milliseconds since 1970. */
export type Timed<Item> = {readonly item: Item; readonly time: number; readonly source: number};

const ownTime = (row: LogRow): number | undefined => (row.kind === 'line' ? row.line.at : row.at)?.getTime();

export const hasTime = (row: LogRow): boolean => ownTime(row) !== undefined;

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

/** The rows of a stretch with their times; -Infinity for those before the first that has one. */
export const timed = (rows: readonly LogRow[], source: number): ReadonlyArray<Timed<LogRow>> => {
	const clock = createClock();
	return rows.map(item => ({item, time: clock(item), source}));
};

type When = Pick<Timed<unknown>, 'time' | 'source'>;

/** Two that are -Infinity are equal, though their difference is no number. */
export const compare = (one: When, other: When): number =>
	(one.time === other.time ? 0 : one.time - other.time) || one.source - other.source;

/** In the order of time, at one time in the order of the sources. */
export const inOrder = <Item>(items: ReadonlyArray<Timed<Item>>): ReadonlyArray<Timed<Item>> => items.toSorted(compare);
