import type {LogRow} from '../../domain/log.ts';
import type {Problem} from '../../domain/problem.ts';
import type {Edge, Log} from '../../engine/log.ts';
import type {LogState} from '../../store/log/state.ts';
import {edgeOf} from './range.ts';
import {upTo} from './up-to.ts';

/** Rows that are read at once. */
const page = 2000;

/** Some rows of a range, in their order. `apart` where others were left out before one; `problems` are all so far. */
export type RangePart = {
	readonly rows: ReadonlyArray<{readonly row: LogRow; readonly apart: boolean}>;
	readonly problems: readonly Problem[];
};

/**
 * All that a view's range holds, or what its filter finds there with the lines around, up to now: also what is not on hand, and nothing that is
 * written meanwhile, or there would be no end of it.
 */
export async function* wholeRange(
	log: Log,
	{filter, context}: Pick<LogState, 'filter' | 'context'>,
	since: Date | undefined,
	signal: AbortSignal,
): AsyncGenerator<RangePart> {
	const {end} = await log.read('end', 'before', 1, signal);
	if (filter !== undefined && context !== 'all') {
		const {pattern, inverse} = filter;
		yield* log.search({pattern, inverse, context, from: edgeOf(since), to: {mark: end}}, signal);
		return;
	}
	const limit = upTo(end);
	let edge: Edge = edgeOf(since);
	for (let more = true; more && !limit.isOver && !signal.aborted;) {
		const window = await log.read(edge, 'after', page, signal);
		yield {rows: limit.take(window.rows).map(row => ({row, apart: false})), problems: []};
		({more} = window);
		edge = {mark: window.end};
	}
}
