import {createStore, type Store} from '../store.ts';
import type {LogState, Update} from './state.ts';
import type {Rows, Top} from './view.ts';

const heightAt = (state: LogState, index: number): number => {
	const row = state.rows.at(index);
	return row === undefined ? 0 : Math.max(1, state.heightOf(row, state));
};

/** The place so many screen lines above the start of a row, or the start of what is on hand. */
const above = (state: LogState, row: number, lines: number): Top => {
	let left = lines;
	for (let index = row; index > 0;) {
		if (left <= 0) return {row: index, skip: 0};
		index -= 1;
		const height = heightAt(state, index);
		if (height >= left) return {row: index, skip: height - left};
		left -= height;
	}
	return {row: 0, skip: 0};
};

/** The place so many screen lines below another. */
const below = (state: LogState, {row, skip}: Top, lines: number): Top => {
	let left = lines + skip;
	for (let index = row; index < state.rows.length; index += 1) {
		const height = heightAt(state, index);
		if (left < height) return {row: index, skip: left};
		left -= height;
	}
	return {row: Math.max(0, state.rows.length - 1), skip: 0};
};

const isBefore = (one: Top, other: Top): boolean =>
	one.row < other.row || (one.row === other.row && one.skip < other.skip);

/** The last place from which the screen is filled. */
const lastTop = (state: LogState): Top => {
	const last = state.rows.length - 1;
	return above(state, last, state.height - heightAt(state, last)).row === last || heightAt(state, last) >= state.height
		? {row: last, skip: Math.max(0, heightAt(state, last) - state.height)}
		: above(state, last, state.height - heightAt(state, last));
};

/** The screen moved as little as brings the row of the cursor onto it. A row that is higher than the screen may begin above it. */
const showingCursor = (state: LogState): Top => {
	const {cursor, top, height} = state;
	const own = heightAt(state, cursor);
	const highest = own >= height ? {row: cursor, skip: 0} : above(state, cursor, height - own);
	const lowest = {row: cursor, skip: Math.max(0, own - height)};
	if (isBefore(top, highest)) return highest;
	return isBefore(lowest, top) ? lowest : top;
};

/** The index of a line: this one, or that of the nearest above where a rule of ours stands; -1 where there is none. */
export const lineUpFrom = (rows: Rows, index: number): number => {
	let line = index;
	while (line >= 0 && rows.at(line)?.row.kind === 'rule') line -= 1;
	return line;
};

/** Where the cursor of what is followed is: on the last line, whatever happened to the log since. */
const lastCursor = ({rows}: Pick<LogState, 'rows'>): number => {
	const line = lineUpFrom(rows, rows.length - 1);
	return line === -1 ? rows.length - 1 : line;
};

/** The cursor on a row that is there, and the screen where it shows it; nothing is left empty below the last row. */
export const settled: Update = state => {
	const {rows, height, following} = state;
	if (rows.length === 0) return state.cursor === -1 ? state : {...state, cursor: -1, top: {row: 0, skip: 0}};
	const cursor = following ? lastCursor(state) : Math.max(0, Math.min(state.cursor, rows.length - 1));
	const placed = cursor === state.cursor ? state : {...state, cursor};
	if (height === 0) return placed;
	const wanted = placed.centring
		? above(placed, cursor, Math.floor((height - Math.min(height, heightAt(placed, cursor))) / 2))
		: showingCursor(placed);
	const last = lastTop(placed);
	const top = following || isBefore(last, wanted) ? last : wanted;
	const same = top.row === placed.top.row && top.skip === placed.top.skip;
	return same && !placed.centring ? placed : {...placed, top, centring: false};
};

/** The cells that the rows have on the screen. */
export const resized =
	(width: number, height: number): Update =>
	state =>
		width === state.width && height === state.height ? state : {...state, width, height};

/** The cursor so many rows further; within a row that is higher than the screen the screen moves first. */
export const moved =
	(by: number): Update =>
	state => {
		const {cursor, rows, top, height} = state;
		if (rows.length === 0) return state;
		const own = heightAt(state, cursor);
		if (own > height && height > 0 && top.row === cursor) {
			const skip = Math.max(0, Math.min(top.skip + by, own - height));
			if (skip !== top.skip) return {...state, following: false, top: {row: cursor, skip}};
		}
		return at(cursor + by)(state);
	};

/** The cursor on a row. Going up pauses, arriving at the end of the log follows again. */
export const at =
	(index: number): Update =>
	state => {
		const cursor = Math.max(0, Math.min(index, state.rows.length - 1));
		const following = state.after === 'none' && cursor >= lastCursor(state) && index >= state.cursor;
		return {...state, cursor, following, unseen: following ? 0 : state.unseen};
	};

/** So many screens further, less one line that is seen on both. */
export const turned =
	(screens: 1 | -1): Update =>
	state => {
		const {rows, top, height, cursor} = state;
		if (rows.length === 0 || height === 0) return state;
		const lines = Math.max(1, height - 1);
		if (screens === 1) {
			const next = below(state, top, lines);
			const last = lastTop(state);
			if (!isBefore(next, last)) return at(rows.length - 1)({...state, top: last});
			return at(Math.max(next.row, cursor))({...state, top: next, following: false});
		}
		const next = above(state, top.row, lines - Math.min(lines, top.skip));
		const top2 = top.skip >= lines ? {row: top.row, skip: top.skip - lines} : next;
		const reached = top2.row === 0 && top2.skip === 0 && top.row === 0 && top.skip === 0;
		const bottom = below(state, top2, height - 1).row;
		return {...at(reached ? 0 : Math.min(cursor, bottom))(state), top: top2, following: false};
	};

/** A log whose screen is put right after every update. */
export const createLogStore = (initial: LogState): Store<LogState> => {
	const store = createStore(initial);
	return {...store, update: next => store.update(state => settled(next(state)))};
};
