import type {ReactElement} from 'react';
import {helpFor, type HelpPart} from '../keys/help.ts';
import type {Console} from './console.ts';
import {Lines} from './lines.tsx';
import {fit, widthOf} from './text.ts';
import type {Theme} from './theme.ts';

const drawPart = ({title, rows}: HelpPart, width: number, theme: Theme): readonly string[] => {
	const keyWidth = rows.reduce((most, {keys}) => Math.max(most, widthOf(keys)), 0);
	return [
		theme.bold(fit(title, width, theme.ellipsis)),
		...rows.map(({keys, label, blocked}) => {
			const key = fit(keys, keyWidth, theme.ellipsis);
			const words = fit(blocked === undefined ? label : `${label} (${blocked})`, width - keyWidth - 2, theme.ellipsis);
			return `${theme.paint.accent(key)}  ${blocked === undefined ? words : theme.dim(words)}`;
		}),
	];
};

/** Cells below which a column of the help is no help. */
const narrowest = 36;

/** Lines of a part, with its title and an empty one. */
const heightOf = ({rows}: HelpPart): number => rows.length + 2;

/** The parts in columns of about the same height, in their order; a part stays whole. */
const inColumns = (parts: readonly HelpPart[], columns: number): ReadonlyArray<readonly HelpPart[]> => {
	const highest = parts.reduce((sum, part) => sum + heightOf(part), 0) / columns;
	const filled: HelpPart[][] = [];
	let height = Infinity;
	for (const part of parts) {
		const last = filled.at(-1);
		// A part that stands half in this column and half below it goes where more of it is.
		if (last === undefined || (filled.length < columns && height + heightOf(part) / 2 > highest)) {
			filled.push([part]);
			height = heightOf(part);
		} else {
			last.push(part);
			height += heightOf(part);
		}
	}
	return filled;
};

/** Every key that works here, generated from the keymap, in as many columns as there are parts and room. */
export const HelpScreen = ({
	console,
	width,
	height,
}: {
	readonly console: Console;
	readonly width: number;
	readonly height: number;
}): ReactElement => {
	const {theme} = console;
	const parts = helpFor(console.helped());
	const columns = inColumns(parts, Math.max(1, Math.min(parts.length, Math.floor(width / narrowest))));
	const columnWidth = Math.floor((width - 2) / columns.length) - (columns.length > 1 ? 2 : 0);
	const draw = (between: readonly string[]): ReadonlyArray<readonly string[]> =>
		columns.map(column =>
			column.flatMap((part, index) => [...(index === 0 ? [] : between), ...drawPart(part, columnWidth, theme)]),
		);
	const spaced = draw(['']);
	const drawn = spaced.every(lines => lines.length < height) ? spaced : draw([]);
	const deepest = Math.max(...drawn.map(lines => lines.length));
	const body = Array.from(
		{length: deepest},
		(_, row) =>
			` ${drawn
				.map(lines => lines[row] ?? '')
				.map(line => line + ' '.repeat(Math.max(0, columnWidth - widthOf(line))))
				.join('  ')}`,
	);
	const head = `${theme.rule} Help `;
	const title = theme.bold(theme.paint.accent(head)) + theme.dim(theme.rule.repeat(Math.max(0, width - widthOf(head))));
	return <Lines width={width} height={height} lines={[title, ...body]} />;
};
