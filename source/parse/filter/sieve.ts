import type {Filter, LogLine, LogRow} from '../../domain/log.ts';
import {createAround, type Around, type Picked} from './around.ts';
import {withoutMemory} from './without-memory.ts';

/** Lets through what a filter wants of rows that come one after the other, with the lines around. */
export type Sieve = (rows: readonly LogRow[]) => ReadonlyArray<Picked<LogRow>>;

/**
 * The sieve of a filter with so many lines around each hit; with `all` of them, or without a filter, everything is let through. The lines around a
 * hit are those of its own source. A row stands apart where rows of its source were left out before it, and where the one before it is of another
 * source or not known. What happened to the log, a rule, is always let through, and no line is around a hit on the other side of it; one that
 * tells of a line that has not ended is let through where that line is wanted so far.
 */
export const createSieve = (
	filter: Pick<Filter, 'pattern' | 'inverse'> | undefined,
	context: number | 'all',
): Sieve => {
	if (filter === undefined) return rows => rows.map(row => ({row, hit: false, apart: false}));
	const pattern = withoutMemory(filter.pattern);
	const isWanted = ({text}: LogLine): boolean => pattern.test(text) !== filter.inverse;
	const isHit = (row: LogRow): boolean => row.kind === 'line' && isWanted(row.line);
	if (context === 'all') return rows => rows.map(row => ({row, hit: isHit(row), apart: false}));

	let through: Array<Picked<LogRow>> = [];
	let last: string | undefined;
	const take = ({row, hit, apart}: Picked<LogRow>): void => {
		const {key} = row.source;
		through.push({row, hit, apart: apart || key !== last});
		last = key;
	};
	const arounds = new Map<string, Around<LogRow>>();
	const aroundOf = (key: string): Around<LogRow> => {
		const known = arounds.get(key) ?? createAround<LogRow>(context, isHit, take);
		arounds.set(key, known);
		return known;
	};
	return rows => {
		through = [];
		for (const row of rows) {
			const around = aroundOf(row.source.key);
			if (row.kind === 'line') around.push(row);
			else if (row.unended === undefined) around.pass(row);
			else if (isWanted(row.unended)) take({row, hit: false, apart: false});
		}
		return through;
	};
};
