import type {LogView, ViewRow} from '../../store/log/view.ts';
import {widthOf} from '../text.ts';
import {timeWidth} from './times.ts';

/** Pointer, sign and a space stand before every row, and the column of errors behind it. */
export const margin = 3;
const edge = 1;

/** How far a line goes on under itself, so that it is not taken for the next one. */
export const hanging = 2;

/** Cells of the time and the source, with a space behind each of them (0 is not shown), of all that stands before the text, and of the text. */
export type Layout = {readonly time: number; readonly source: number; readonly before: number; readonly text: number};

const widestName = (view: LogView): number =>
	Math.min(
		Math.floor(view.width / 5),
		view.sources.reduce((most, {name}) => Math.max(most, widthOf(name)), 0),
	);

/** Where everything stands in a row of this view: it is the same for all of them, or a wrapped row would change its height. */
export const layOut = (view: LogView): Layout => {
	const time = timeWidth(view.times);
	const source = view.sources.length > 1 ? widestName(view) : 0;
	const before = margin + (time === 0 ? 0 : time + 1) + (source === 0 ? 0 : source + 1);
	return {time, source, before, text: Math.max(hanging + 8, view.width - before - edge)};
};

/** What is drawn above a row, a screen line for each: that lines were left out, or that none was written for long. */
export const rulesAbove = ({apart, gap}: ViewRow, {context}: LogView): ReadonlyArray<'apart' | 'gap'> => {
	// Where each hit stands alone there are lines left out before each of them, and the title says so.
	if (apart) return context === 0 ? [] : ['apart'];
	return gap === undefined ? [] : ['gap'];
};
