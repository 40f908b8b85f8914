import {withRow} from './held-rows.ts';
import {lineUpFrom} from './screen.ts';
import {spotOf} from './spots.ts';
import type {Update} from './state.ts';
import type {Times} from './view.ts';
import {lineAtCursor} from './wishes.ts';

const timesInTurn: readonly Times[] = ['off', 'local', 'server', 'utc', 'relative'];

export const turnedTimes: Update = state => ({
	...state,
	times: timesInTurn[(timesInTurn.indexOf(state.times) + 1) % timesInTurn.length] ?? 'off',
});

/** The row at the top stays there, whole. */
export const toggledWrap: Update = state => ({...state, wrap: !state.wrap, top: {...state.top, skip: 0}});

/** The row at the top stays there, whole. */
export const toggledRaw: Update = state => ({...state, raw: !state.raw, top: {...state.top, skip: 0}});

/** Marks the line of the cursor, or takes its mark away. */
export const toggledMark: Update = state => {
	const line = lineAtCursor(state);
	if (line === undefined) return state;
	const {id} = spotOf(line);
	const marks = new Set(state.marks);
	if (!marks.delete(id)) marks.add(id);
	return {
		...state,
		marks,
		rows: withRow(state.rows, lineUpFrom(state.rows, state.cursor), row => ({...row, marked: marks.has(id)})),
	};
};
