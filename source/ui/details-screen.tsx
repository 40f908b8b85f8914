import {useEffect, useState, type ReactElement} from 'react';
import {inOneSentence} from '../domain/problem.ts';
import {bounded} from '../store/scroll.ts';
import type {Details, Section, View} from '../store/session.ts';
import type {Readable} from '../store/store.ts';
import type {Console} from './console.ts';
import {drawAges} from './draw-ages.ts';
import {Lines} from './lines.tsx';
import {tableLines} from './static-table.tsx';
import {clip, widthOf, wrap} from './text.ts';
import {withBullets, type Theme} from './theme.ts';
import {useStore} from './use-store.ts';

const drawSection = (section: Section, width: number, theme: Theme): readonly string[] => {
	const heading = wrap(section.heading, width).map(line => theme.bold(line));
	switch (section.kind) {
		case 'table':
			return section.rows.length === 0
				? [...heading, theme.dim('  nothing'), '']
				: [...heading, ...tableLines(section.rows, width, theme, section.wraps), ''];
		case 'ages':
			return [...heading, ...drawAges(section, width, theme), ''];
		case 'text':
			return [...heading, ...section.lines.flatMap(line => wrap(line, width - 2)).map(line => `  ${line}`), ''];
	}
};

const draw = ({status, sections, problem}: Details, width: number, theme: Theme): readonly string[] => [
	...(problem === undefined ? [] : wrap(inOneSentence(problem), width).map(line => theme.paint.bad(line))),
	...(status === 'waiting' && sections.length === 0 ? [theme.dim('Reading')] : []),
	...sections.flatMap(section => drawSection(section, width, theme)),
];

/**
 * The details as lines. ink-table draws through Ink, which draws one thing at a time: inside its own drawing it would give back nothing.
 * So the lines are made between two frames.
 */
const useDrawn = (details: Readable<Details>, width: number, theme: Theme): readonly string[] => {
	const [lines, setLines] = useState<readonly string[]>([]);
	useEffect(() => {
		let wanted = true;
		const drawSoon = (): void =>
			queueMicrotask(() => {
				if (wanted) setLines(draw(details.get(), width, theme));
			});
		drawSoon();
		const stop = details.subscribe(drawSoon);
		return () => {
			wanted = false;
			stop();
		};
	}, [details, width, theme]);
	return lines;
};

/** Small tables and texts about one thing. */
export const DetailsScreen = ({
	console,
	view,
	width,
	height,
}: {
	readonly console: Console;
	readonly view: Extract<View, {kind: 'details'}>;
	readonly width: number;
	readonly height: number;
}): ReactElement => {
	const {theme} = console;
	const {top} = useStore(view.scroll);
	const lines = useDrawn(view.details, width, theme);
	const room = height - 1;
	const last = Math.max(0, lines.length - room);
	useEffect(() => console.viewResized(room), [console, room]);
	useEffect(() => view.scroll.update(bounded(last)), [view, last]);
	const first = Math.min(top, last);
	const part = last === 0 ? '' : ` ${first + 1}-${first + room} of ${lines.length} ${theme.rule}`;
	const head = `${theme.rule} ${clip(view.title, width - widthOf(part) - 4, theme.ellipsis)} `;
	const rule = theme.rule.repeat(Math.max(0, width - widthOf(head) - widthOf(part)));
	const title = theme.bold(theme.paint.accent(head)) + theme.dim(rule + part);
	const shown = [title, ...lines.slice(first, first + room)].map(line => withBullets(line, theme));
	return <Lines width={width} height={height} lines={shown} />;
};
