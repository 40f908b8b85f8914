import {agesOverTime} from '../domain/data/ages-over-time.ts';
import {clockTime, shortTime, spanInWords} from '../domain/words.ts';
import type {Section} from '../store/session.ts';
import {widthOf} from './text.ts';
import type {Theme} from './theme.ts';

/** Lines of the chart but for that of the limit and those of the time. */
const height = 5;
/** Cells a chart takes at most: more would only spread the same looks. */
const widest = 96;

const hour = 3_600_000;
const longest = 72 * hour;

/** How the lines are shared between what is under the limit and what is over it, and how many milliseconds one stands for. */
const scaleFor = (highest: number, limit: number) => {
	const under = highest <= limit ? height : Math.max(1, Math.floor((height * limit) / highest));
	return {under, unit: Math.max(1, limit) / under};
};

/** The part of an age that lies in one line, from below: full, empty or a sign between. */
const signIn = (age: number, line: number, unit: number, {bars, above}: Theme): string => {
	const part = age / unit - line;
	if (part >= 1) return above;
	const sign = Math.floor(Math.max(0, part) * (bars.length + 1));
	// What was seen is drawn, be it ever so low.
	return bars[line === 0 ? Math.max(0, sign - 1) : sign - 1] ?? ' ';
};

/** Times under the chart: where it begins, its middle where there is room, and now. */
const timesUnder = (from: Date, to: Date, cells: number): string => {
	const isLong = to.getTime() - from.getTime() > 24 * hour;
	const time = (at: Date): string => (isLong ? shortTime(at, to) : clockTime(at)).replace(/(:\d\d):\d\d$/, '$1');
	const ends = [time(from), time(to)] as const;
	const middle = time(new Date((from.getTime() + to.getTime()) / 2));
	const between = cells - ends[0].length - ends[1].length;
	if (between < middle.length + 4) return ends[0] + ' '.repeat(Math.max(1, between)) + ends[1];
	const before = Math.floor(cells / 2 - middle.length / 2) - ends[0].length;
	return ends[0] + ' '.repeat(before) + middle + ' '.repeat(between - before - middle.length) + ends[1];
};

/** Ages as a chart: the limit is a line with its label, and what is over it is bad. */
export const drawAges = (
	{ages: points, limit, now}: Extract<Section, {kind: 'ages'}>,
	width: number,
	theme: Theme,
): readonly string[] => {
	const {side, corner, time} = theme.chart;
	const limitLabel = `limit ${spanInWords(limit)}`;
	const cells = Math.max(8, Math.min(widest, width - widthOf(limitLabel) - 4));
	const {from, to, ages} = agesOverTime(points, now, {cells, longest});
	const highest = ages.reduce<number>((most, age) => Math.max(most, age ?? 0), 0);
	const {under, unit} = scaleFor(highest, limit);
	const labelled = (label: string, mark: string, line: string): string =>
		`  ${label.padStart(widthOf(limitLabel))} ${theme.dim(mark)}${line}`;
	const draw = (age: number | undefined, line: number): string => {
		if (age === undefined) return ' ';
		const sign = signIn(age, line, unit, theme);
		return age > limit && sign !== ' ' ? theme.paint.bad(sign) : sign;
	};
	const lines = Array.from({length: height}, (_, line) => ages.map(age => draw(age, line)).join('')).map(
		(line, index) => labelled(index === height - 1 && index >= under ? spanInWords(unit * height) : '', side, line),
	);
	const atLimit = ages
		.map(age => (age !== undefined && age > limit ? theme.paint.bad(theme.above) : theme.dim(theme.chart.limit)))
		.join('');
	return [
		...lines.slice(under).toReversed(),
		labelled(limitLabel, side, atLimit),
		...lines.slice(0, under).toReversed(),
		labelled('0', corner, theme.dim(time.repeat(cells))),
		labelled('', ' ', theme.dim(timesUnder(from, to, cells))),
	];
};
