import type {LineRow, LogRow} from '../../../domain/log.ts';
import type {Edge, LogWindow} from '../../log.ts';
import {createClock, hasTime} from './order.ts';
import type {PartLog} from './parts.ts';

/** Rows of a source that are looked at for the time of one of them. */
const mostBefore = 50;
/** How many times as far a log is read back for a line that says when it was written, and how far at the most. */
const further = 8;
const farthest = 10_000;

/** Rows of one log; when they are read back, as far as to one that says when it was written, where there is one within reach. */
export const readPart = async (
	{log}: PartLog,
	from: Edge,
	direction: 'before' | 'after',
	count: number,
	signal: AbortSignal,
): Promise<LogWindow> => {
	for (let most = count; ; most *= further) {
		const window = await log.read(from, direction, most, signal);
		if (direction === 'after' || !window.more || most > farthest || window.rows.some(hasTime)) return window;
	}
};

/** When a row counts as written, as those before it and it say; -Infinity where none says. */
const timeOf = async (row: LineRow, own: PartLog | undefined, signal: AbortSignal): Promise<number> => {
	let before: readonly LogRow[] = [];
	try {
		if (own !== undefined) ({rows: before} = await readPart(own, {row}, 'before', mostBefore, signal));
	} catch {
		signal.throwIfAborted(); // Why it cannot be read is said where it is read.
	}
	const clock = createClock();
	for (const earlier of before) clock(earlier);
	return clock(row);
};

/**
 * An edge in each of the logs. A row stands between those of other logs as the order says: behind all that logs before its own have of the same
 * millisecond, before all that logs behind its own have of it.
 */
export const edgesOf = async (edge: Edge, parts: readonly PartLog[], signal: AbortSignal): Promise<readonly Edge[]> => {
	if (typeof edge === 'string' || !('row' in edge)) return parts.map(() => edge);
	const {row} = edge;
	const source = parts.findIndex(part => part.source.key === row.source.key);
	const time = await timeOf(row, parts[source], signal);
	const before: Edge = time === -Infinity ? 'start' : {time: new Date(time)};
	// Those that have no time come before the first that has one.
	const behind: Edge = {time: new Date(time === -Infinity ? 0 : time + 1)};
	return parts.map((_, index) => (index === source ? edge : index < source ? behind : before));
};
