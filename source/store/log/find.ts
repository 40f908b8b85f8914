import {nextSpot, spotId, spotOf, type Spot} from './spots.ts';
import {isSifted, type LogState, type Update} from './state.ts';
import type {Ticks, ViewRow} from './view.ts';
import {wentTo} from './wishes.ts';

type Direction = 1 | -1;

/** The next row on hand that is meant, by its index. */
const nextRow = (
	{rows, cursor}: LogState,
	direction: Direction,
	isMeant: (row: ViewRow) => boolean,
): number | undefined => {
	for (let index = cursor + direction; index >= 0 && index < rows.length; index += direction) {
		const row = rows.at(index);
		if (row !== undefined && isMeant(row)) return index;
	}
	return undefined;
};

/** Where the cursor stands, or the nearest line to it: a rule of ours stands nowhere in the log. */
const here = (state: LogState): Spot | undefined => {
	for (const direction of [-1, 1] as const) {
		const index = nextRow({...state, cursor: state.cursor - direction}, direction, ({row}) => row.kind === 'line');
		const row = index === undefined ? undefined : state.rows.at(index)?.row;
		if (row?.kind === 'line') return spotOf(row);
	}
	return undefined;
};

const toIndex =
	(index: number): Update =>
	state => ({...state, cursor: index, following: false});

const toSpot = (state: LogState, spots: Ticks, direction: Direction): Update | undefined => {
	const from = here(state);
	const spot = from === undefined ? undefined : nextSpot(spots, from, direction);
	return spot === undefined ? undefined : wentTo(spot);
};

/** The way to the next hit of the filter, or to the one before; undefined when there is none that is known. */
export const toHit = (state: LogState, direction: Direction): Update | undefined => {
	if (!isSifted(state)) return toSpot(state, state.hits, direction);
	const index = nextRow(state, direction, ({hit}) => hit);
	return index === undefined ? undefined : toIndex(index);
};

/** The way to the next error, or to the one before, among what is shown; undefined when there is none that is known. */
export const toError = (state: LogState, direction: Direction): Update | undefined => {
	const {ticks} = state.errors;
	if (!isSifted(state)) return toSpot(state, ticks, direction);
	const known = new Set(ticks.map(spot => spotId(spot)));
	const index = nextRow(state, direction, ({row}) => row.kind === 'line' && known.has(spotId(spotOf(row))));
	return index === undefined ? undefined : toIndex(index);
};

/** The way to the last line before the service was started the last time above the cursor; undefined when no such rule is on hand. */
export const toRunBefore = (state: LogState): Update | undefined => {
	const rule = nextRow(state, -1, ({row}) => row.kind === 'rule');
	return rule === undefined || rule === 0 ? undefined : current => ({...toIndex(rule - 1)(current), centring: true});
};
