import type {ListCell, Section} from '../store/session.ts';
import {gap, layOutColumns} from './columns.ts';
import {fit, widthOf} from './text.ts';
import type {Theme} from './theme.ts';

type List = Extract<Section, {kind: 'list'}>;

/** The pointer, and a space. */
const margin = 2;

/** As long as its share of the column, and never nothing. */
const drawBar = (part: number, width: number, theme: Theme): string => {
	const length = Math.max(1, Math.min(width, Math.round(part * width)));
	return theme.above.repeat(length) + ' '.repeat(width - length);
};

/** A bar is easier to tell from another one when it has twice of what it needs. */
const wantedBy = ({bar, text}: ListCell, min: number): number => (bar === undefined ? widthOf(text) : 2 * min);

/** Rows to choose from, as lines under their headings; `at` is the line of the one that is chosen, which may be the first of them. */
export const drawList = (
	{columns, rows, chosen}: List,
	width: number,
	theme: Theme,
): {readonly lines: readonly string[]; readonly at: number | undefined; readonly isFirst: boolean} => {
	const widths = layOutColumns(
		columns.map(({title, min, yields}, index) => ({
			min,
			yields,
			wanted: rows.reduce((most, {cells}) => Math.max(most, wantedBy(cells[index] ?? {text: ''}, min)), widthOf(title)),
		})),
		width - margin,
	);
	const shown = columns.flatMap((column, index) => {
		const columnWidth = widths[index] ?? 0;
		return columnWidth > 0 ? [{...column, index, width: columnWidth}] : [];
	});
	const between = ' '.repeat(gap);
	const headings = shown.map(column => fit(column.title, column.width, theme.ellipsis, column.align)).join(between);
	const lines = rows.map(({key, cells}) => {
		const isChosen = key === chosen;
		const texts = shown.map(({index, width: columnWidth, align}) => {
			const {text = '', tone = 'plain', bar} = cells[index] ?? {};
			const words =
				bar === undefined ? fit(text, columnWidth, theme.ellipsis, align) : drawBar(bar, columnWidth, theme);
			return isChosen ? words : theme.paint[tone](words);
		});
		const line = `${isChosen ? theme.pointer : ' '} ${texts.join(between)}`;
		return isChosen ? theme.inverse(line + ' '.repeat(Math.max(0, width - widthOf(line)))) : line;
	});
	const index = rows.findIndex(({key}) => key === chosen);
	return {
		lines: [' '.repeat(margin) + theme.dim(headings), ...lines],
		at: index === -1 ? undefined : index + 1,
		isFirst: index === 0,
	};
};
