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
	const across = width >= 76 && parts.length > 1;
	const partWidth = across ? Math.floor((width - 2) / parts.length) - 2 : width - 2;
	const drawn = parts.map(part => drawPart(part, partWidth, theme));
	const deepest = Math.max(...drawn.map(lines => lines.length));
	const blank = ' '.repeat(partWidth);
	const body = across
		? Array.from({length: deepest}, (_, row) => ` ${drawn.map(lines => lines[row] ?? blank).join('  ')}`)
		: drawn.flatMap(lines => lines.concat('').map(line => ` ${line}`));
	const head = `${theme.rule} Help `;
	const title = theme.bold(theme.paint.accent(head)) + theme.dim(theme.rule.repeat(Math.max(0, width - widthOf(head))));
	return <Lines width={width} height={height} lines={[title, ...body]} />;
};
