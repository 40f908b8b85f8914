import {createErrorTest} from '../../parse/errors/error-test.ts';
import type {LogView} from '../../store/log/view.ts';
import {widthOf} from '../text.ts';
import type {Theme} from '../theme.ts';
import {drawRow, type Brush} from './draw-row.ts';
import {layOut} from './layout.ts';
import {drawNotices} from './notices.ts';
import {drawTicks} from './ticks.ts';
import {timeCell, type Clocks} from './times.ts';
import {drawTitle} from './title.ts';

/** The screen that a log is drawn on, in cells, and what it is drawn by. */
export type LogFrame = {
	readonly width: number;
	readonly height: number;
	readonly theme: Theme;
	readonly clocks: Clocks;
	/** What makes a line an error. */
	readonly errors: RegExp;
};

const titleHeight = 1;

/** How many screen lines the rows have, beside the title and what there is to say. */
export const roomForRows = (view: LogView, {width, height, theme, clocks}: LogFrame): number =>
	Math.max(0, height - titleHeight - drawNotices(view, width, clocks.now, theme).length);

/** The rows from the top of the screen on, `room` lines of them, and the last row of which something is seen. */
const drawRows = (
	view: LogView,
	room: number,
	brush: Brush,
): {readonly lines: readonly string[]; readonly last: number} => {
	const lines: string[] = [];
	let day: string | undefined;
	let index = view.top.row;
	for (; lines.length < room; index += 1) {
		const row = view.rows.at(index);
		if (row === undefined) break;
		const at = row.row.kind === 'line' ? row.row.line.at : row.row.at;
		const time = timeCell(at, view.times, brush.clocks, day);
		const skip = index === view.top.row ? view.top.skip : 0;
		// The date of a line that begins above the screen is not seen.
		if (row.row.kind === 'line' && skip === 0) ({day} = time);
		const place = {time: time.cell, isCursor: index === view.cursor, skip, room: room - lines.length};
		lines.push(...drawRow(row, place, brush));
	}
	return {lines, last: index - 1};
};

const withTick = (line: string, tick: string, width: number): string =>
	tick === ' ' ? line : `${line}${' '.repeat(Math.max(0, width - 1 - widthOf(line)))}${tick}`;

/**
 * A log as lines of exactly the frame's size or less: title, the rows from the top of the screen on, notices. The work is that of the rows that are
 * drawn, however many are on hand.
 */
export const drawLog = (view: LogView, frame: LogFrame): readonly string[] => {
	const {width, height, theme, clocks, errors} = frame;
	const notices = drawNotices(view, width, clocks.now, theme);
	const room = Math.max(0, height - titleHeight - notices.length);
	// The rows are laid out for the width that their heights were told for.
	const brush: Brush = {view, layout: layOut(view), width: width - 1, theme, clocks, isError: createErrorTest(errors)};
	const {lines, last} = drawRows(view, room, brush);
	const ticks = drawTicks(view, {first: view.top.row, last, height: room, theme});
	const rows = ticks === undefined ? lines : ticks.map((tick, index) => withTick(lines[index] ?? '', tick, width));
	return [drawTitle(view, width, clocks.now, theme), ...rows, ...notices].slice(0, height);
};
