import type {LogRow} from '../../domain/log.ts';
import {nextSpot, spotOf, standsAt, type Spot, type Spots} from './spots.ts';
import {isSifted, type LogState, type Update} from './state.ts';
import type {ViewRow} from './view.ts';
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

/** The outermost line on hand: a rule of ours stands nowhere in the log. */
const outermost = ({rows}: LogState, direction: Direction): Spot | undefined => {
	const count = rows.length;
	for (let distance = 0; distance < count; distance += 1) {
		const row = rows.at(direction === 1 ? count - 1 - distance : distance)?.row;
		if (row?.kind === 'line') return spotOf(row);
	}
	return undefined;
};

const toIndex =
	(index: number): Update =>
	state => ({...state, cursor: index, following: false});

/** The next row that is meant: on hand, where none is missing, or else beyond. */
const to = (
	state: LogState,
	spots: Spots,
	direction: Direction,
	isMeant: (row: ViewRow) => boolean,
): Update | undefined => {
	const index = nextRow(state, direction, isMeant);
	if (index !== undefined) return toIndex(index);
	const from = isSifted(state) ? undefined : outermost(state, direction);
	const spot = from === undefined ? undefined : nextSpot(spots, from, direction);
	return spot === undefined ? undefined : wentTo(spot);
};

/** The way to the next hit of the filter, or to the one before; undefined when there is none that is known. */
export const toHit = (state: LogState, direction: Direction): Update | undefined =>
	to(state, state.hits, direction, ({hit}) => hit);

/** The way to the next error, or to the one before, among what is shown; undefined when there is none that is known. */
export const toError = (state: LogState, direction: Direction): Update | undefined => {
	const {ticks} = state.errors;
	return to(state, ticks, direction, ({row}) => row.kind === 'line' && standsAt(row, ticks));
};

/** Whether a rule says that a service was started once more. Others stand in its log, too: that it ended, that lines may be missing. */
export const isStart = (row: LogRow): boolean =>
	row.kind === 'rule' && (row.words === 'restarted' || row.words === 'made anew');

/** The way to the last row before the service was started the last time above the cursor; undefined when no such rule is on hand. */
export const toRunBefore = (state: LogState): Update | undefined => {
	const rule = nextRow(state, -1, ({row}) => isStart(row));
	return rule === undefined || rule === 0 ? undefined : current => ({...toIndex(rule - 1)(current), centring: true});
};
