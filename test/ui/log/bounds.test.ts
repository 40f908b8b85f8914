import {stripVTControlCharacters} from 'node:util';
import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Context, LogView, Rows, Times} from '../../../source/store/log/view.ts';
import {breakLines} from '../../../source/ui/log/breaks.ts';
import {drawLog} from '../../../source/ui/log/draw-log.ts';
import {heightOf} from '../../../source/ui/log/height.ts';
import {widthOf} from '../../../source/ui/text.ts';
import {createTheme} from '../../../source/ui/theme.ts';
import {visible} from '../../../source/parse/lines/visible.ts';
import {filterOf, lineRow, ruleRow, training, viewOf} from '../../support/log-view.ts';
import {now} from '../../support/still-life.ts';

const frame = (width: number, level: 0 | 1 = 1) => ({
	width,
	height: 40,
	theme: createTheme({level, ascii: false}),
	clocks: {now, host: undefined},
	errors: /ERROR|Exception/,
});

/** What logs are made of, and what they should not be. */
const pieces = fc.oneof(
	fc.string(),
	fc.string({unit: 'grapheme'}),
	fc.string({unit: 'binary'}),
	fc.constantFrom(
		'\u001B[31m',
		'\u001B[1;38;5;200m',
		'\u001B[0m',
		'\u001B[2J',
		'\u001B]0;title\u0007',
		'\t',
		'\r',
		'日本語',
		'👩‍👩‍👧‍👦',
		'🇸🇪',
		'e\u0301',
		'ERROR retry ',
		'2026-11-20 13:02:07,120 ',
		'{"level":"error","msg":"retry","a":[1,{"b":"c\\n"}],"exc":"x\\ny"}',
		'level=warn msg="a b" x=1 ',
	),
);
const texts = fc.array(pieces, {maxLength: 12}).map(parts => parts.join('').replaceAll('\n', ' '));
const widths = fc.integer({min: 40, max: 200});
const looks = fc.record({
	wrap: fc.boolean(),
	times: fc.constantFrom<Times>('off', 'local', 'server', 'utc', 'relative'),
	context: fc.constantFrom<Context>(0, 3, 10, 'all'),
	filter: fc.constantFrom(undefined, filterOf('retry'), filterOf('.'), filterOf('!retry'), filterOf('$')),
	isMerged: fc.boolean(),
	following: fc.boolean(),
});

const viewWith = (lines: readonly string[], width: number, look: Parameters<typeof looksOf>[1]): LogView =>
	looksOf(
		viewOf(
			[
				...lines.map((text, index) =>
					lineRow(index, text, {
						at: index % 3 === 0 ? undefined : new Date(now.getTime() - index * 40_000_000),
						hit: index % 2 === 0,
						apart: index % 5 === 4,
						gap: index % 4 === 3 ? 7_200_000 : undefined,
						marked: index % 7 === 2,
					}),
				),
				ruleRow(lines.length, 'restarted', {more: 'exit 1'}),
			],
			{width, height: 39, cursor: 1},
		),
		look,
	);

const looksOf = (
	view: LogView,
	{
		isMerged,
		...more
	}: Pick<LogView, 'wrap' | 'times' | 'context' | 'filter' | 'following'> & {readonly isMerged: boolean},
): LogView => ({
	...view,
	...more,
	sources: isMerged ? [training, {...training, key: 'other', name: 'another-with-a-long-name'}] : [training],
});

test('no line is wider than the screen, whatever is written in the log', () => {
	fc.assert(
		fc.property(fc.array(texts, {maxLength: 12}), widths, looks, (lines, width, look) => {
			const drawn = drawLog(viewWith(lines, width, look), frame(width));
			expect(Math.max(...drawn.map(line => widthOf(line)))).toBeLessThanOrEqual(width);
		}),
	);
});

test('every row takes as many lines as it says', () => {
	fc.assert(
		fc.property(fc.array(texts, {minLength: 1, maxLength: 6}), widths, looks, (lines, width, look) => {
			const view = viewWith(lines, width, look);
			const heights = Array.from({length: view.rows.length}, (_, index) => {
				const row = view.rows.at(index);
				return row === undefined ? 0 : heightOf(row, view);
			});
			const all = heights.reduce((sum, height) => sum + height, 0);
			// Without notices the title is the only other line.
			const drawn = drawLog(view, {...frame(width, 0), height: all + 100});
			expect(drawn.length).toBe(all + 1);
			const first = heights[0] ?? 0;
			for (let skip = 0; skip < first; skip += 1) {
				const scrolled = drawLog({...view, top: {row: 0, skip}}, {...frame(width, 0), height: all + 100});
				expect(scrolled.length).toBe(all + 1 - skip);
			}
		}),
	);
});

test('wrapped lines joined are the text, and each of them fits', () => {
	fc.assert(
		fc.property(texts, widths, (text, width) => {
			const shown = visible(text, {colour: false});
			const lines = breakLines(shown, width, width - 2).map(({start, end}) => shown.slice(start, end));
			expect(lines.join('')).toBe(shown);
			for (const [index, line] of lines.entries())
				expect(widthOf(line.trimEnd())).toBeLessThanOrEqual(index === 0 ? width : width - 2);
		}),
	);
});

test('a wrapped line of a log loses nothing of what was written', () => {
	const row = lineRow(0, `at ${'/a/long/path with spaces'.repeat(20)}`);
	const view = viewOf([row], {width: 60, wrap: true, cursor: 5});
	const words = drawLog(view, frame(60, 0))
		.slice(1)
		.map(line => line.slice(3).trim());
	expect(words.join('').replaceAll(' ', '')).toBe(`at ${'/a/long/path with spaces'.repeat(20)}`.replaceAll(' ', ''));
});

test('lines are broken behind spaces, and none begins with the space it was broken at', () => {
	const text = 'every word of this sentence stays whole where there is room for it';
	const lines = breakLines(text, 20, 18).map(({start, end}) => text.slice(start, end));
	expect(lines).toEqual(['every word of this ', 'sentence stays ', 'whole where there ', 'is room for it']);
});

test('a colour that is not ended does not reach what stands behind it', () => {
	const view = viewOf([lineRow(0, '\u001B[31mred without an end'), lineRow(1, 'plain')], {cursor: 5});
	const [, red = '', plain] = drawLog(view, frame(80));
	expect(red).toBe('   \u001B[31mred without an end\u001B[0m');
	expect(plain).toBe('   plain');
});

test('what would move the cursor or change the title is shown', () => {
	const [, line = ''] = drawLog(viewOf([lineRow(0, 'a\u001B[2Jb\u001B]0;x\u0007')], {cursor: 5}), frame(80));
	expect(line).toBe('   a^[[2Jb^[]0;x^G');
});

/** Rows that count how often one of them is looked at. */
const counting = (length: number): Rows & {readonly looks: () => number} => {
	let asked = 0;
	return {
		length,
		at(index) {
			asked += 1;
			return index >= 0 && index < length ? lineRow(index, `line ${index}`) : undefined;
		},
		slice(start, end) {
			asked += end - start;
			return Array.from({length: Math.max(0, Math.min(end, length) - start)}, (_, offset) =>
				lineRow(start + offset, `line ${start + offset}`),
			);
		},
		looks: () => asked,
	};
};

const costOf = (length: number): number => {
	const rows = counting(length);
	const ticks = [{source: 'training', part: '1:7', position: 4200, at: undefined}];
	const errors = {...viewOf([]).errors, status: 'done', found: 1, ticks} as const;
	const drawn = drawLog(viewOf([], {rows, top: {row: 50, skip: 0}, cursor: 60, errors}), frame(80));
	expect(drawn[1]).toContain('line 50');
	expect(drawn).toHaveLength(40);
	return rows.looks();
};

test('a frame of 100 000 rows costs no more than one of 100', () => {
	expect(costOf(100_000)).toBe(costOf(100));
});

test('of a line of 64 KiB only what is seen is painted', () => {
	const long = `ERROR ${'x'.repeat(65_536)}`;
	const [, line = ''] = drawLog(viewOf([lineRow(0, long)], {cursor: 5}), frame(80));
	expect(stripVTControlCharacters(line)).toBe(`   ERROR ${'x'.repeat(69)}…`);
	const wide = '日'.repeat(30_000);
	const view = viewOf([lineRow(0, wide)], {wrap: true, top: {row: 0, skip: 700}, cursor: 5});
	const drawn = drawLog(view, {...frame(80), height: 11});
	expect(drawn.slice(1)).toEqual(Array.from({length: 10}, () => `     ${'日'.repeat(37)}`));
});
