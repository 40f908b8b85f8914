import type {LogRow} from '../../domain/log.ts';
import {gapBetween, usualDistance} from './gaps.ts';
import {spotOf} from './spots.ts';
import type {LogState} from './state.ts';
import type {ViewRow} from './view.ts';

/** A row as it was read: whether it is a hit of the filter, and whether the filter left out others before it. */
export type Sifted = {readonly row: LogRow; readonly hit: boolean; readonly apart: boolean};

export const isMarked = ({marks}: Pick<LogState, 'marks'>, row: LogRow): boolean =>
	marks.size > 0 && row.kind === 'line' && marks.has(spotOf(row).id);

/** What is usual in a log is told once, so that a gap that is seen does not go away. */
export const learned = (state: LogState, rows: readonly Sifted[]): LogState =>
	state.usual === undefined ? {...state, usual: usualDistance(rows.map(({row}) => row))} : state;

/** Rows as a view holds them. `key` is that of the first, `before` the row that they come after. */
export const dress = (
	state: LogState,
	rows: readonly Sifted[],
	key: number,
	before: LogRow | undefined,
): readonly ViewRow[] =>
	rows.map(({row, hit, apart}, index) => ({
		key: key + index,
		row,
		hit,
		apart,
		gap: apart ? undefined : gapBetween(rows[index - 1]?.row ?? before, row, state.usual),
		marked: isMarked(state, row),
	}));
