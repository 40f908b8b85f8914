import type {LogRow} from '../../domain/log.ts';
import type {Edge, Log} from '../../engine/log.ts';
import {isSifted, type LogState} from '../../store/log/state.ts';
import {edgeOf} from './range.ts';

/** Rows that are read at once. */
const page = 2000;

/** All that a view's range holds, or what its filter finds there with the lines around, up to now: also what is not on hand. */
export async function* wholeRange(
	log: Log,
	view: Pick<LogState, 'filter' | 'context'>,
	since: Date | undefined,
	signal: AbortSignal,
): AsyncGenerator<readonly LogRow[]> {
	const {filter, context} = view;
	if (filter !== undefined && context !== 'all' && isSifted(view)) {
		const {pattern, inverse} = filter;
		const query = {pattern, inverse, context, from: edgeOf(since), to: 'end'} as const;
		for await (const found of log.search(query, signal)) yield found.rows.map(({row}) => row);
		return;
	}
	let edge: Edge = edgeOf(since);
	for (let more = true; more && !signal.aborted;) {
		const window = await log.read(edge, 'after', page, signal);
		yield window.rows;
		({more} = window);
		edge = {mark: window.end};
	}
}
