import type {LineRow} from '../../domain/log.ts';
import {levelOf} from '../../parse/lines/levels.ts';
import type {LogView, ViewRow} from '../../store/log/view.ts';
import {fit} from '../text.ts';
import type {Theme} from '../theme.ts';
import {head} from './breaks.ts';
import {findHits} from './hits.ts';
import {hanging, type Layout} from './layout.ts';
import {isLine, textOf, wrapRow} from './row-text.ts';
import {drawAbove, drawRule} from './rules.ts';
import {paintStretch, type Paint, type Styled} from './styled.ts';
import type {Clocks} from './times.ts';

/** What the rows of one frame are drawn with. */
export type Brush = {
	readonly view: LogView;
	readonly layout: Layout;
	/** Cells that a row may take. */
	readonly width: number;
	readonly theme: Theme;
	readonly clocks: Clocks;
	/** What makes a line an error. */
	isError(text: string): boolean;
};

/** So much of a line tells its level; that of a JSON line may stand at its end. */
const telling = 4096;

/** How the text of a line is painted by what it says. The words of the line say the same. */
const paintOf = (text: string, {view, theme, isError}: Brush): Paint => {
	const emphasis = (words: string): string => theme.bold(theme.inverse(words));
	if (view.status === 'broken') return {base: theme.dim, emphasis};
	if (isError(text)) return {base: words => theme.bold(theme.paint.bad(words)), emphasis};
	// Red is an error that is counted and gone to: a plain line that the pattern does not match is none, whatever its level.
	switch (levelOf(text.startsWith('{') ? text : text.slice(0, telling))) {
		case 'critical':
		case 'error':
		case 'warning':
			return {base: theme.paint.warn, emphasis};
		case 'debug':
			return {base: theme.dim, emphasis};
		case 'info':
		case undefined:
			return {base: theme.paint.plain, emphasis};
	}
};

/** The colours that a program gave its line are kept where there are colours, and the line is current. */
const inColour = (block: Styled, {view, theme}: Brush): Styled =>
	theme.colour && view.status !== 'broken' ? block : {...block, styles: []};

const signOf = ({marked, hit}: ViewRow, {view, theme}: Brush): string => {
	if (marked) return theme.paint.accent(theme.log.marked);
	return hit && view.filter !== undefined && view.context !== 0 ? theme.log.hit : ' ';
};

const sourceCell = ({source}: LineRow, {view, layout, theme}: Brush): string => {
	if (layout.source === 0) return '';
	const index = view.sources.findIndex(({key}) => key === source.key);
	const paint = theme.palette[Math.max(0, index) % theme.palette.length] ?? theme.paint.plain;
	return `${paint(fit(source.name, layout.source, theme.ellipsis))} `;
};

const drawUnwrapped = (row: LineRow, {hit}: ViewRow, brush: Brush): readonly string[] => {
	const {view, layout, theme} = brush;
	const {
		blocks: [block],
		cut,
	} = textOf(row, hit, view);
	if (block === undefined) return [''];
	const whole = head(block.text, layout.text);
	const fits = whole.whole && !cut;
	const {end} = fits ? whole : head(block.text, layout.text - 1);
	const paint = paintOf(row.line.text, brush);
	const hits = findHits(block.text, view.filter, {start: 0, end});
	const painted = paintStretch(inColour(block, brush), {start: 0, end}, hits, paint);
	if (fits) return [painted];
	// What was looked for stands behind the edge of the screen.
	const isBehind = hit && view.filter?.inverse === false && hits.length === 0;
	return [painted + (isBehind ? paint.emphasis : theme.dim)(theme.ellipsis)];
};

const drawWrapped = (row: LineRow, {hit}: ViewRow, from: number, count: number, brush: Brush): readonly string[] => {
	const {view} = brush;
	const paint = paintOf(row.line.text, brush);
	// What stands below is long, and the line above it has said how bad it is.
	const paintBelow = view.status === 'broken' ? paint : {...paint, base: brush.theme.paint.plain};
	const drawn: string[] = [];
	let before = 0;
	for (const [index, {block, lines}] of wrapRow(row, hit, view).entries()) {
		const shown = lines.slice(Math.max(0, from - before), Math.max(0, from + count - before));
		const hits = findHits(block.text, view.filter, {start: shown[0]?.start ?? 0, end: shown.at(-1)?.end ?? 0});
		for (const line of shown) {
			const own = hits.filter(found => found.start < line.end && found.end > line.start);
			const indent = index === 0 && line.start === 0 ? '' : ' '.repeat(hanging);
			const end = line.start + block.text.slice(line.start, line.end).trimEnd().length;
			drawn.push(
				indent + paintStretch(inColour(block, brush), {start: line.start, end}, own, index === 0 ? paint : paintBelow),
			);
		}
		before += lines.length;
	}
	return drawn;
};

/**
 * The screen lines of a row from the one numbered `skip` on, `room` of them at most.
 *
 * @param time the cells of the time column
 */
export const drawRow = (
	row: ViewRow,
	{
		time,
		isCursor,
		skip,
		room,
	}: {readonly time: string; readonly isCursor: boolean; readonly skip: number; readonly room: number},
	brush: Brush,
): readonly string[] => {
	const {view, layout, theme, width, clocks} = brush;
	const above = drawAbove(row, view, width, theme);
	const from = Math.max(0, skip - above.length);
	const count = Math.max(0, room - Math.max(0, above.length - skip));
	if (!isLine(row.row))
		return [...above, drawRule(row.row, isCursor, view, clocks, width, theme)].slice(skip, skip + room);
	// A block, since a sign alone is soon lost among lines that are coloured themselves.
	const pointer = isCursor ? theme.paint.accent(theme.inverse(theme.pointer)) : ' ';
	const cells = layout.time === 0 ? '' : `${theme.dim(time)} `;
	const first = `${pointer}${signOf(row, brush)} ${cells}${sourceCell(row.row, brush)}`;
	const others = ' '.repeat(layout.before);
	const lines = view.wrap ? drawWrapped(row.row, row, from, count, brush) : drawUnwrapped(row.row, row, brush);
	return [
		...above.slice(skip),
		...lines.map((line, index) => (from + index === 0 ? first : isCursor ? pointer + others.slice(1) : others) + line),
	].slice(0, room);
};
