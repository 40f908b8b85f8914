import {inOneSentence, type Problem} from '../domain/problem.ts';
import {toneOf} from '../domain/tone.ts';
import {shortTime} from '../domain/words.ts';
import type {Cell, Pane} from '../panes/pane.ts';
import {isCurrent} from '../store/feed.ts';
import {drawBars} from './bars.ts';
import {gap, layOutColumns} from './columns.ts';
import {frameHeight} from './heights.ts';
import {clip, fit, widthOf, wrap} from './text.ts';
import {withBullets, type Theme} from './theme.ts';

export type Frame = {
	readonly width: number;
	readonly height: number;
	readonly focused: boolean;
	/** Whether a pane above has said in full why this one is broken too. */
	readonly repeats: boolean;
	readonly now: Date;
	readonly theme: Theme;
};

/** Pointer, status glyph and a space stand before every row. */
const margin = 3;

const title = (pane: Pane, {width, focused, now, theme}: Frame): string => {
	const feed = pane.feed.get();
	const {status, text} = pane.verdict(now);
	const current = feed.status === 'waiting' || isCurrent(feed, pane.interval, now);
	const age = current || feed.asOf === undefined ? '' : ` ${theme.bullet} as of ${shortTime(feed.asOf, now)}`;
	const scope = feed.scope === undefined ? '' : ` ${theme.bullet} ${withBullets(feed.scope, theme)}`;
	const head = `${theme.rule} ${pane.name} `;
	const verdict = `${theme.glyph[status]} ${text}`;
	const rest = clip(`${age}${scope} `, width - widthOf(head) - widthOf(verdict) - 1, theme.ellipsis);
	const rule = theme.rule.repeat(Math.max(0, width - widthOf(head) - widthOf(verdict) - widthOf(rest) - 1));
	const emphasis = focused ? (words: string) => theme.bold(theme.paint.accent(words)) : theme.bold;
	return emphasis(head) + theme.paint[toneOf(status)](verdict) + theme.dim(`${rest} ${rule}`);
};

/** Sentences in at most `room` lines; where they do not fit, the first of them cut to one line, with how many there are. */
const within = (sentences: readonly string[], width: number, room: number, theme: Theme): readonly string[] => {
	const lines = sentences.flatMap(sentence => wrap(sentence, width));
	if (lines.length <= room) return lines;
	const count = sentences.length > 1 ? `${sentences.length} problems, first: ` : '';
	return [clip(count + (sentences[0] ?? ''), width, theme.ellipsis)];
};

/** What the pane has to say under its rows, or instead of them: why they are old, what could not be seen, why there are none. */
const remarks = (pane: Pane, repeats: boolean): {readonly sentences: readonly string[]; readonly bad: boolean} => {
	const {status, rows, problem, problems} = pane.feed.get();
	const known: readonly Problem[] = problem === undefined ? problems : [problem];
	if (known.length > 0) return {sentences: repeats ? [`${known[0]?.what}.`] : known.map(inOneSentence), bad: true};
	if (rows.length > 0) return {sentences: [], bad: false};
	return {sentences: [status === 'waiting' ? 'Waiting for the first answer' : pane.empty], bad: false};
};

const notices = (pane: Pane, {width, height, repeats, theme}: Frame): readonly string[] => {
	const {sentences, bad} = remarks(pane, repeats);
	if (sentences.length === 0) return [];
	const room = Math.max(1, height - frameHeight - pane.feed.get().rows.length);
	const paint = bad ? theme.paint.bad : theme.dim;
	return within(sentences, width - margin, room, theme).map(line => ' '.repeat(margin) + paint(line));
};

/** Lines the pane would fill under its headings, were there room for all it has to show and to say. */
export const linesWanted = (pane: Pane, {width, repeats}: Pick<Frame, 'width' | 'repeats'>): number =>
	pane.feed.get().rows.length +
	remarks(pane, repeats).sentences.flatMap(sentence => wrap(sentence, width - margin)).length;

/** How many rows of the pane fit in its frame, beside what it has to say. */
export const roomForRows = (pane: Pane, frame: Frame): number =>
	Math.max(0, frame.height - frameHeight - notices(pane, frame).length);

const wantedBy = (cell: Cell | undefined): number => cell?.bars?.values.length ?? widthOf(cell?.text ?? '');

/** A pane as lines of exactly the frame's size or less: title, headings, the rows that fit, notices. */
export const drawPane = (pane: Pane, frame: Frame): readonly string[] => {
	const {width, height, focused, now, theme} = frame;
	const feed = pane.feed.get();
	const {top, index: selected} = pane.cursor.get();
	const said = notices(pane, frame);
	const room = Math.max(0, height - frameHeight - said.length);
	const rows = feed.rows.slice(top, top + room).flatMap((_, offset) => pane.cells(top + offset, now) ?? []);
	const widths = layOutColumns(
		pane.columns.map(({title: heading, min, whole, yields}, column) => {
			const wanted = rows.reduce((most, {cells}) => Math.max(most, wantedBy(cells[column])), widthOf(heading));
			return {min: whole ? wanted : min, yields, wanted};
		}),
		width - margin,
	);
	const shown = pane.columns.flatMap((column, index) => {
		const columnWidth = widths[index] ?? 0;
		return columnWidth > 0 ? [{...column, index, width: columnWidth}] : [];
	});
	const between = ' '.repeat(gap);
	const current = isCurrent(feed, pane.interval, now);
	const headings = shown.map(column => fit(column.title, column.width, theme.ellipsis, column.align)).join(between);
	const lines = rows.map(({status, cells}, offset) => {
		const isSelected = focused && top + offset === selected;
		const texts = shown.map(({index, width: columnWidth, align}) => {
			const {text = '', tone = 'plain', bars} = cells[index] ?? {};
			if (bars !== undefined) return fill(drawBars(bars, theme, !isSelected && current), columnWidth);
			const words = fit(text, columnWidth, theme.ellipsis, align);
			return isSelected || !current ? words : theme.paint[tone](words);
		});
		const glyph = theme.glyph[status];
		const mark = isSelected || !current ? glyph : theme.paint[toneOf(status)](glyph);
		const line = `${isSelected ? theme.pointer : ' '}${mark} ${texts.join(between)}`;
		if (isSelected) return theme.inverse(fill(line, width));
		return current ? line : theme.dim(line);
	});
	return [title(pane, frame), ' '.repeat(margin) + theme.dim(headings), ...lines, ...said].slice(0, height);
};

const fill = (line: string, width: number): string => line + ' '.repeat(Math.max(0, width - widthOf(line)));
