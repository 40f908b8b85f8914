import {stripVTControlCharacters} from 'node:util';
import {renderToString} from 'ink';
import {Table} from 'ink-table';
import {layOutColumns} from './columns.ts';
import type {Section} from '../store/session.ts';
import {markOf} from './marks.ts';
import {clip, widthOf, wrap} from './text.ts';
import type {Theme} from './theme.ts';

type Row = Readonly<Record<string, string>>;
type TableSection = Extract<Section, {kind: 'table'}>;

/** A border, and a cell of padding on both sides. */
const frame = 3;

const toAscii = (line: string): string =>
	line
		.replaceAll(/[┌┐└┘├┤┬┴┼]/g, '+')
		.replaceAll('─', '-')
		.replaceAll('│', '|');

/**
 * A table of texts in at most `width` cells, as lines; where a row `wraps`, its last text goes on below when it is too long.
 *
 * ink-table draws it: it fits columns to their contents, rules off every row and colours by itself, so that texts are cut before, and its
 * colours and the rules between rows are taken out after.
 */
export const tableLines = (
	plainRows: readonly Row[],
	width: number,
	theme: Theme,
	wraps: NonNullable<TableSection['wraps']> = () => false,
	marks?: TableSection['marks'],
): readonly string[] => {
	const columns = Object.keys(plainRows[0] ?? {});
	if (columns.length === 0) return [];
	const drawn = plainRows.map(row => {
		const {sign, paint} = markOf(marks?.of(row), theme);
		const text = marks === undefined ? '' : (row[marks.column] ?? '');
		const signed = marks === undefined || sign === '' ? row : {...row, [marks.column]: `${sign} ${text}`};
		return {row: signed, goesOn: wraps(row) !== false, paint};
	});
	const rows = drawn.map(({row}) => row);
	const widths = layOutColumns(
		columns.map(column => ({
			min: Math.min(6, widthOf(column)),
			yields: 0,
			wanted: rows.reduce((most, row) => Math.max(most, widthOf(row[column] ?? '')), widthOf(column)),
		})),
		width - frame * columns.length - 1 + 2 * (columns.length - 1),
	);
	const fitted = (row: Row): Row =>
		Object.fromEntries(
			columns.map((column, index) => [column, clip(row[column] ?? '', widths[index] ?? 0, theme.ellipsis)]),
		);
	const last = columns.at(-1) ?? '';
	const parted = (row: Row): readonly Row[] => {
		const [first = '', ...more] = wrap(row[last] ?? '', widths.at(-1) ?? 0);
		return [{...row, [last]: first}, ...more.map(text => ({[last]: text}))];
	};
	const parts = drawn.flatMap(({row, goesOn, paint}) =>
		(goesOn ? parted(row) : [row]).map(part => ({data: fitted(part), paint})),
	);
	const table = <Table data={parts.map(({data}) => data)} />;
	const lines = stripVTControlCharacters(renderToString(table, {columns: width})).split('\n');
	const heading = lines.findIndex(line => line.includes('├'));
	return lines
		.filter((line, index) => index === heading || !line.includes('├'))
		.map(line => (theme.rule === '-' ? toAscii(line) : line))
		.map((line, index) =>
			index === heading - 1 ? theme.bold(line) : (parts[index - heading - 1]?.paint(line) ?? line),
		);
};
