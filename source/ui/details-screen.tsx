import {useEffect, useState, type ReactElement} from 'react';
import {inOneSentence} from '../domain/problem.ts';
import {bounded, showing} from '../store/scroll.ts';
import type {Details, Section, View} from '../store/session.ts';
import type {Readable} from '../store/store.ts';
import {arranged} from './arranged.ts';
import type {Console} from './console.ts';
import {drawAges} from './draw-ages.ts';
import {drawList} from './draw-list.ts';
import {Lines} from './lines.tsx';
import {tableLines} from './static-table.tsx';
import {clip, widthOf, wrap} from './text.ts';
import {withBullets, type Theme} from './theme.ts';
import {useStore} from './use-store.ts';

/** Some lines, and which of them is chosen, if any. */
type Drawn = {
	readonly lines: readonly string[];
	readonly at?: number | undefined;
	/** Whether nothing can be chosen above it: what stands there belongs on the screen as well. */
	readonly isFirst?: boolean;
};

const drawSection = (section: Section, width: number, theme: Theme): Drawn => {
	const past = section.kind === 'text' && section.past === true;
	const heading = wrap(section.heading, width).map(line => (past ? theme.dim(line) : theme.bold(line)));
	switch (section.kind) {
		case 'table':
			return {
				lines:
					section.rows.length === 0
						? [...heading, theme.dim('  nothing'), '']
						: [...heading, ...tableLines(section.rows, width, theme, section.wraps, section.marks), ''],
			};
		case 'list': {
			if (section.rows.length === 0) return {lines: [...heading, theme.dim('  nothing'), '']};
			const {lines, at, isFirst} = drawList(section, width, theme);
			return {lines: [...heading, ...lines, ''], at: at === undefined ? undefined : at + heading.length, isFirst};
		}
		case 'ages':
			return {lines: [...heading, ...drawAges(section, width, theme), '']};
		case 'text':
			return {
				lines: [
					...heading,
					...section.lines
						.flatMap(line => wrap(line, width - 2))
						.map(line => (past ? theme.dim(`  ${line}`) : `  ${line}`)),
					'',
				],
			};
	}
};

const draw = ({status, sections, problem}: Details, width: number, room: number, theme: Theme): Drawn => {
	const lines = [
		...(problem === undefined ? [] : wrap(inOneSentence(problem), width).map(line => theme.paint.bad(line))),
		...(status === 'waiting' && sections.length === 0 ? [theme.dim('Reading')] : []),
	];
	let chosen: number | undefined;
	let isFirst = false;
	const drawnAlone = (section: Section): readonly string[] => drawSection(section, width, theme).lines;
	for (const section of arranged(sections, room - lines.length, drawnAlone)) {
		const drawn = drawSection(section, width, theme);
		if (drawn.at !== undefined) {
			chosen = lines.length + drawn.at;
			isFirst = drawn.isFirst ?? false;
		}
		lines.push(...drawn.lines);
	}
	return {lines, at: chosen, isFirst};
};

/**
 * The details as lines. ink-table draws through Ink, which draws one thing at a time: inside its own drawing it would give back nothing.
 * So the lines are made between two frames.
 */
const useDrawn = (details: Readable<Details>, width: number, room: number, theme: Theme): Drawn => {
	const [drawn, setDrawn] = useState<Drawn>({lines: []});
	useEffect(() => {
		let wanted = true;
		const drawSoon = (): void =>
			queueMicrotask(() => {
				if (wanted) setDrawn(draw(details.get(), width, room, theme));
			});
		drawSoon();
		const stop = details.subscribe(drawSoon);
		return () => {
			wanted = false;
			stop();
		};
	}, [details, width, room, theme]);
	return drawn;
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
	const room = height - 1;
	const {lines, at, isFirst} = useDrawn(view.details, width, room, theme);
	const last = Math.max(0, lines.length - room);
	useEffect(() => console.viewResized(room), [console, room]);
	useEffect(() => {
		view.scroll.update(bounded(last));
		if (at !== undefined) view.scroll.update(showing(at, room, isFirst === true ? 0 : at));
	}, [view, last, at, isFirst, room]);
	const first = Math.min(top, last);
	const part = last === 0 ? '' : ` ${first + 1}-${first + room} of ${lines.length} ${theme.rule}`;
	const head = `${theme.rule} ${clip(view.title, width - widthOf(part) - 4, theme.ellipsis)} `;
	const rule = theme.rule.repeat(Math.max(0, width - widthOf(head) - widthOf(part)));
	const title = theme.bold(theme.paint.accent(head)) + theme.dim(rule + part);
	const shown = [title, ...lines.slice(first, first + room)].map(line => withBullets(line, theme));
	return <Lines width={width} height={height} lines={shown} />;
};
