import type {LineRow, LogRow} from '../../../domain/log.ts';
import type {Edge, LogWindow, Mark} from '../../log.ts';
import {edgesOf, readPart} from './edges.ts';
import {compare, inOrder, timed, type Timed} from './order.ts';
import type {PartLog, Standing} from './parts.ts';

/** One source's stretch, and how many of its rows are handed out: of the end of it, or of its start. */
type Stretch = {
	readonly window: LogWindow;
	readonly rows: ReadonlyArray<Timed<LogRow>>;
	kept: number;
};

const isLine = (row: LogRow | undefined): row is LineRow => row?.kind === 'line';

/** Whether no mark can stand between two rows: in front of a rule there is none, nor between lines of one position. */
const belong = (one: LogRow | undefined, other: LogRow | undefined): boolean =>
	!isLine(other) || (isLine(one) && one.line.part === other.line.part && one.line.position === other.line.position);

const markBefore = ({window, rows, kept}: Stretch): Mark => {
	if (kept === rows.length) return window.start;
	return kept === 0 ? window.end : withMark(window.end, rows[rows.length - kept]?.item);
};

const markAfter = ({window, rows, kept}: Stretch): Mark => {
	if (kept === rows.length) return window.end;
	return kept === 0 ? window.start : withMark(window.start, rows[kept]?.item);
};

const withMark = (mark: Mark, row: LogRow | undefined): Mark =>
	isLine(row) ? new Map([...mark, [row.source.key, {part: row.line.part, position: row.line.position}]]) : mark;

/** Hands out the last rows of several stretches, back to where all of them are known. */
const chooseLast = (stretches: readonly Stretch[], count: number): ReadonlyArray<Timed<LogRow>> => {
	// To which line those belong that have no time and come first is not known before more is read.
	const firsts = stretches.flatMap(({window, rows}) =>
		window.more ? (rows.find(({time}) => time !== -Infinity) ?? []) : [],
	);
	const isKnown = (row: Timed<LogRow>): boolean =>
		firsts.every(first => compare(row, first) >= 0) && !(row.time === -Infinity && stretches[row.source]?.window.more);
	const keep = (chosen: ReadonlyArray<Timed<LogRow>>): boolean => {
		const all = new Set(chosen);
		for (const stretch of stretches) {
			const {rows} = stretch;
			let kept = rows.filter(row => all.has(row)).length;
			while (kept > 0 && kept < rows.length && belong(rows.at(-kept - 1)?.item, rows.at(-kept)?.item)) kept -= 1;
			stretch.kept = kept;
		}
		return stretches.some(({kept}) => kept > 0);
	};
	const known = inOrder(stretches.flatMap(({rows}) => rows)).filter(isKnown);
	if (!keep(known.slice(-count)) && !keep(known)) keep(stretches.flatMap(({rows}) => rows));
	return inOrder(stretches.flatMap(({rows, kept}) => rows.slice(rows.length - kept)));
};

/** Hands out the first rows of several stretches, as far as all of them are known. */
const chooseFirst = (stretches: readonly Stretch[], count: number): ReadonlyArray<Timed<LogRow>> => {
	const lasts = stretches.flatMap(({window, rows}) => (window.more ? (rows.at(-1) ?? []) : []));
	const known = inOrder(stretches.flatMap(({rows}) => rows)).filter(row =>
		lasts.every(last => compare(row, last) <= 0),
	);
	const chosen = new Set(known.slice(0, count));
	for (const stretch of stretches) {
		const {rows} = stretch;
		let kept = rows.filter(row => chosen.has(row)).length;
		while (kept > 0 && kept < rows.length && belong(rows[kept - 1]?.item, rows[kept]?.item)) kept += 1;
		stretch.kept = kept;
	}
	return inOrder(stretches.flatMap(({rows, kept}) => rows.slice(0, kept)));
};

/**
 * About so many rows of several logs before or after a place. A log that is known less far than the others holds them back, so that there
 * is no hole; one that cannot be read does not, it is said in its place. Throws when none can be read.
 */
export const readMerged = async (
	parts: readonly PartLog[],
	standing: Standing,
	{from, direction, count}: {readonly from: Edge; readonly direction: 'before' | 'after'; readonly count: number},
	signal: AbortSignal,
): Promise<LogWindow> => {
	const edges = await edgesOf(from, parts, signal);
	const stretches: Stretch[] = [];
	const rules: LogRow[] = [];
	let failures = 0;
	const windows = await Promise.allSettled(
		parts.map((part, index) => readPart(part, edges[index] ?? from, direction, count, signal)),
	);
	signal.throwIfAborted();
	for (const [index, part] of parts.entries()) {
		const settled = windows[index];
		if (settled?.status === 'fulfilled') {
			const window = settled.value;
			standing.worked(part);
			stretches.push({window, rows: timed(window.rows, stretches.length), kept: 0});
		} else {
			failures += 1;
			if (failures === parts.length) throw settled?.reason;
			standing.missed(part);
			const rule = standing.failed(part, settled?.reason);
			if (rule !== undefined) rules.push(rule);
		}
	}
	const chosen = (direction === 'before' ? chooseLast : chooseFirst)(stretches, count).map(({item}) => item);
	const unread: Mark = typeof from === 'object' && 'mark' in from ? from.mark : new Map();
	const marksOf = (markOf: (stretch: Stretch) => Mark): Mark =>
		new Map([...unread, ...stretches.flatMap(stretch => [...markOf(stretch)])]);
	const isBefore = direction === 'before';
	return {
		rows: isBefore ? [...chosen, ...rules] : [...rules, ...chosen],
		start: marksOf(isBefore ? markBefore : ({window}) => window.start),
		end: marksOf(isBefore ? ({window}) => window.end : markAfter),
		more: stretches.some(({window, rows, kept}) => window.more || kept < rows.length),
	};
};
