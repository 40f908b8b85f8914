import type {Problem} from '../../domain/problem.ts';
import {plural} from '../../domain/words.ts';
import {dress, learned, type Sifted} from './dress.ts';
import {gapBetween} from './gaps.ts';
import {noRows, surplus, withAfter, withBefore, withoutFirst, withoutLast, withRow} from './held-rows.ts';
import {cutFrom, seamAt} from './seams.ts';
import {indexOfSpot} from './spots.ts';
import {isSifted, type LogState, type Seam, type Update} from './state.ts';
import type {ViewRow} from './view.ts';

/** Bytes that one view may hold, about. */
export const capacity = 8 * 1024 * 1024;

/** Rows without a hole between them, and where they begin and end. */
export type Stretch = {
	readonly rows: readonly Sifted[];
	readonly start: Seam;
	readonly end: Seam;
	/** Whether the log has more on either side. */
	readonly before: boolean;
	readonly after: boolean;
};

/** How many rows of what was found some rows stand for: those that say how many had to be dropped stand for them. */
const foundIn = (rows: readonly ViewRow[]): number => rows.reduce((sum, {dropped}) => sum + (dropped ?? 1), 0);

/** Says in the place of what was found and had to be dropped how much that is. */
const droppedRow = ({sources, name}: LogState, count: number, key: number): ViewRow => {
	const words = `${plural(count, 'line')} ${count === 1 ? 'was' : 'were'} dropped here`;
	const source = sources.length === 1 ? sources[0] : {...sources[0], name: name ?? 'merged log'};
	const row = {kind: 'rule', source, words, at: undefined} as const;
	return {key, row, hit: false, apart: false, gap: undefined, marked: false, dropped: count};
};

/** How many lines more than before were dropped with these rows. */
const newlyDropped = (rows: readonly ViewRow[]): number => rows.filter(({dropped}) => dropped === undefined).length;

const withoutHead = (state: LogState): LogState => {
	const {rows, end, keys} = state;
	const surplusRows = surplus(rows, 'first', capacity);
	const gone = cutFrom(rows, surplusRows);
	if (surplusRows === 0 || gone === rows.length) return state;
	const rest = withoutFirst(rows, gone);
	const sifted = isSifted(state);
	/** Rows that come in the place of those. */
	const instead = sifted ? 1 : 0;
	const shortened = {
		...state,
		cursor: Math.max(0, state.cursor - gone) + instead,
		top: state.top.row < gone ? {row: 0, skip: 0} : {...state.top, row: state.top.row - gone + instead},
	};
	if (!sifted)
		return {...shortened, rows: rest, before: 'more', start: end === undefined ? state.start : seamAt(rows, gone, end)};
	const dropped = rows.slice(0, gone);
	return {
		...shortened,
		rows: withBefore(rest, [droppedRow(state, foundIn(dropped), keys.before)]),
		keys: {...keys, before: keys.before - 1},
		dropped: state.dropped + newlyDropped(dropped),
	};
};

const withoutTail = (state: LogState): LogState => {
	const {rows, end, keys} = state;
	const surplusRows = surplus(rows, 'last', capacity);
	const kept = cutFrom(rows, rows.length - surplusRows);
	if (kept === rows.length) return state;
	const rest = withoutLast(rows, rows.length - kept);
	if (!isSifted(state))
		return {...state, rows: rest, after: 'more', end: end === undefined ? end : seamAt(rows, kept, end)};
	const dropped = rows.slice(kept, rows.length);
	return {
		...state,
		rows: withAfter(rest, [droppedRow(state, foundIn(dropped), keys.after)]),
		keys: {...keys, after: keys.after + 1},
		dropped: state.dropped + newlyDropped(dropped),
	};
};

/** Makes room on the side that is further from the cursor. What is let go of can be read again, but for what a filter found: that is counted, in its place. */
const trimmed: Update = state => {
	if (state.rows.weight <= capacity) return state;
	return state.following || state.cursor > state.rows.length / 2 ? withoutHead(state) : withoutTail(state);
};

/** What was asked for is there, in the place of what was. */
export const shown =
	({rows, start, end, before, after}: Stretch): Update =>
	state => {
		const {place} = state.wish;
		const wiser = learned(state, rows);
		const fresh: LogState = {
			...wiser,
			status: 'live',
			problem: undefined,
			rows: withAfter(noRows, dress(wiser, rows, state.keys.after, undefined)),
			keys: {...state.keys, after: state.keys.after + rows.length},
			start,
			end,
			before: before ? 'more' : 'none',
			after: after ? 'more' : 'none',
			top: {row: 0, skip: 0},
			following: place === 'end' && !after,
			unseen: 0,
		};
		if (place === 'start') return {...fresh, cursor: 0};
		if (place === 'end') return {...fresh, cursor: fresh.rows.length - 1};
		return {...fresh, cursor: Math.max(0, indexOfSpot(fresh.rows, place.around)), centring: true};
	};

/** What comes before the rows on hand was read. */
export const preceded =
	(rows: readonly Sifted[], start: Seam, before: boolean): Update =>
	state => {
		const [first] = state.rows.slice(0, 1);
		const wiser = learned(state, rows);
		const keyed = state.keys.before - rows.length;
		// Only now it is known what the first row on hand comes after.
		const joined =
			first === undefined || first.apart
				? state.rows
				: withRow(state.rows, 0, row => ({...row, gap: gapBetween(rows.at(-1)?.row, row.row, wiser.usual)}));
		return trimmed({
			...wiser,
			rows: withBefore(joined, dress(wiser, rows, keyed + 1, undefined)),
			keys: {...state.keys, before: keyed},
			start,
			before: before ? 'more' : 'none',
			cursor: state.cursor + rows.length,
			top: {...state.top, row: state.top.row + rows.length},
		});
	};

const grown = (state: LogState, rows: readonly Sifted[]): LogState => {
	const wiser = learned(state, rows);
	const last = state.rows.at(state.rows.length - 1)?.row;
	return {
		...wiser,
		rows: withAfter(state.rows, dress(wiser, rows, state.keys.after, last)),
		keys: {...state.keys, after: state.keys.after + rows.length},
	};
};

/** Rows that a search for the filter found. */
export const found =
	(rows: readonly Sifted[]): Update =>
	state =>
		rows.length === 0 ? state : trimmed(grown(state, rows));

/** What comes after the rows on hand was read. */
export const succeeded =
	(rows: readonly Sifted[], end: Seam, after: boolean): Update =>
	state =>
		trimmed({...grown(state, rows), end, after: after ? 'more' : 'none', ...(after ? {} : {unseen: 0})});

/** Lines were written, and these are those of them that belong here. Where the end of the log is not on hand they are only counted. */
export const written =
	(rows: readonly Sifted[], end: Seam): Update =>
	state => {
		const lines = rows.filter(({row}) => row.kind === 'line');
		const unseen = state.following ? 0 : state.unseen + lines.length;
		// What was said of a range without a line is over with the first.
		const widened = lines.length > 0 ? undefined : state.widened;
		const spoken: LogState = {...state, status: 'live', problem: undefined, unseen, widened};
		if (state.after !== 'none') return spoken;
		if (rows.length === 0) return {...spoken, end};
		const {length} = state.rows;
		return trimmed({...grown(spoken, rows), end, ...(state.following ? {cursor: length + rows.length - 1} : {})});
	};

/** A page is being read. */
export const paging =
	(side: 'before' | 'after', is: 'more' | 'reading'): Update =>
	state =>
		state[side] === 'none' || state[side] === is ? state : {...state, [side]: is};

/** More was written behind what is on hand than is read at once. */
export const outrun: Update = state => (state.after === 'none' ? {...state, after: 'more'} : state);

/** The source broke, or is silent. What was read stays, and is old. */
export const broke =
	(problem: Problem): Update =>
	state => ({...state, status: 'broken', problem});

/** The source gave a sign of life. */
export const spoke: Update = state =>
	state.status === 'live' ? state : {...state, status: 'live', problem: undefined};
