import type {Progress} from '../../log.ts';
import type {Timed} from './order.ts';

/** How far one of the logs has been searched. */
export type Searching = {
	readonly report: Progress | undefined;
	readonly isOver: boolean;
	/** It could not be searched to its end; that is said in its place. */
	readonly failure: unknown;
};

/** How what is found says that something was left out before it. */
export type Gaps<Item> = {isApart(item: Item): boolean; apart(item: Item): Item};

/** Whether a log of which nothing is shown from one time to another may have lines there. */
const mayHaveLines = ({report, isOver, failure}: Searching, after: number, before: number): boolean => {
	if (failure !== undefined) return false;
	if (report === undefined) return true;
	const {lines, from, to} = report.searched;
	if (from !== undefined && from.getTime() > before) return false;
	return !isOver || (lines > 0 && (to === undefined || to.getTime() >= after));
};

/**
 * Says of what was found, in the order of time, before which something of any log was left out or may have been. `found` comes after what was written
 * at `before`, milliseconds since 1970; `waiting` is the first that each log has behind it.
 */
export const withGaps = <Item>(
	found: ReadonlyArray<Timed<Item>>,
	before: number,
	logs: readonly Searching[],
	waiting: ReadonlyArray<Item | undefined>,
	gaps: Gaps<Item>,
): readonly Item[] => {
	const next = [...waiting];
	const items: Item[] = [];
	for (let index = found.length - 1; index >= 0; index -= 1) {
		const one = found[index];
		if (one === undefined) break;
		next[one.source] = one.item;
		const after = found[index - 1]?.time ?? before;
		const isApart = logs.some((log, source) => {
			const behind = next[source];
			return behind === undefined ? mayHaveLines(log, after, one.time) : gaps.isApart(behind);
		});
		items.push(isApart ? gaps.apart(one.item) : one.item);
	}
	return items.toReversed();
};
