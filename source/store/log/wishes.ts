import type {Filter, LineRow} from '../../domain/log.ts';
import {noRows} from './held-rows.ts';
import {at, lineUpFrom} from './screen.ts';
import {indexOfSpot, spotOf, type Spot} from './spots.ts';
import {idle, isSifted, type LogState, type Place, type Update} from './state.ts';
import type {Context, Range} from './view.ts';

/** The line of the cursor, or the nearest above where that is on a rule of ours; undefined where there is none. */
export const lineAtCursor = ({rows, cursor}: Pick<LogState, 'rows' | 'cursor'>): LineRow | undefined => {
	const row = rows.at(lineUpFrom(rows, cursor))?.row;
	return row?.kind === 'line' ? row : undefined;
};

const wishing = (state: LogState, place: Place): LogState => ({
	...state,
	wish: {place},
	following: place === 'end',
	unseen: 0,
	widened: undefined,
});

/** Nothing of what another filter found stays on the screen under the name of this one. */
const emptied = (state: LogState): LogState => ({
	...state,
	rows: noRows,
	cursor: -1,
	start: undefined,
	end: undefined,
	before: 'none',
	after: 'none',
	dropped: 0,
	hits: [],
	search: idle,
	usual: undefined,
});

/** Near the line of the cursor, or at the end where that was. */
const hereabouts = (state: LogState): Place => {
	const line = lineAtCursor(state);
	return line === undefined || state.following ? 'end' : {around: spotOf(line)};
};

/** To the end, and on from there. */
export const wentToEnd: Update = state =>
	isSifted(state) || state.after === 'none'
		? {...state, following: true, unseen: 0, cursor: state.rows.length - 1}
		: wishing(state, 'end');

/** To the start of the range. */
export const wentToStart: Update = state =>
	isSifted(state) || state.before === 'none' ? {...at(0)(state), following: false} : wishing(state, 'start');

/** Pauses, or goes on at the end. */
export const toggledFollowing: Update = state =>
	state.following ? {...state, following: false, unseen: 0} : wentToEnd(state);

/** To a line, wherever it stands. */
export const wentTo =
	(spot: Spot): Update =>
	state => {
		const index = indexOfSpot(state.rows, spot);
		if (index !== -1) return {...state, cursor: index, following: false, centring: true};
		return isSifted(state) ? state : wishing(state, {around: spot});
	};

export const ranged =
	(range: Range): Update =>
	state => ({
		...wishing(emptied(state), range === 'head' ? 'start' : 'end'),
		range,
		since: undefined,
		errors: range === state.range ? state.errors : {...idle, ticks: []},
	});

export const filtered =
	(filter: Filter | undefined): Update =>
	state => {
		const place = filter === undefined || state.context === 'all' ? hereabouts(state) : 'end';
		return {...wishing(emptied(state), place), filter};
	};

const contexts: readonly Context[] = [0, 3, 10, 'all'];

/** More lines around each hit, up to all of them, then none again. */
export const widenedContext: Update = state => {
	const context = contexts[(contexts.indexOf(state.context) + 1) % contexts.length] ?? 0;
	const place = context === 'all' ? hereabouts(state) : 'end';
	return {...wishing(emptied(state), place), context};
};
