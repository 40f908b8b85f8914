import {stripVTControlCharacters} from 'node:util';
import {expect, test} from 'vitest';
import type {AgePoint} from '../../source/domain/data/age-history.ts';
import {drawBars} from '../../source/ui/bars.ts';
import {drawAges} from '../../source/ui/draw-ages.ts';
import {widthOf} from '../../source/ui/text.ts';
import {createTheme} from '../../source/ui/theme.ts';

const now = new Date('2026-11-20T13:00:00Z');
const hour = 3_600_000;
const day = 24 * hour;

const plain = createTheme({level: 0, ascii: false});
const ascii = createTheme({level: 0, ascii: true});
const coloured = createTheme({level: 1, ascii: false});

/** Every half hour for so long; a load of rows came each `every`, the first at `first` after the start. */
const saw = (long: number, every: number, first: number): readonly AgePoint[] =>
	Array.from({length: long / (hour / 2)}, (_, index) => {
		const at = index * (hour / 2);
		const age = (((at - first) % every) + every) % every;
		return {at: new Date(now.getTime() - long + at), verdict: 'fresh', age, newest: undefined};
	});

const chart = (ages: readonly AgePoint[], limit: number, width: number, theme = plain) =>
	drawAges({kind: 'ages', heading: '', ages, limit, now}, width, theme);

test('bars are as high as their part of the limit, what is over it is the highest, and a gap is empty', () => {
	const values = [0, 25, 50, undefined, 99, 100, 101, 5000];
	expect(drawBars({values, limit: 100}, plain, true)).toBe('▁▂▄ ▇▇██');
	expect(drawBars({values, limit: 100}, ascii, true)).toBe('.:= **##');
	expect(drawBars({values, limit: 100}, coloured, true)).toBe('▁▂▄ ▇▇\u001B[31m█\u001B[39m\u001B[31m█\u001B[39m');
	expect(drawBars({values, limit: 100}, coloured, false)).toBe('▁▂▄ ▇▇██');
});

test('a chart of ages under the limit has the limit on top', async () => {
	const lines = chart(saw(day, 6 * hour, hour), 8 * hour, 80);
	await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../fixtures/frames/ages-under.txt');
});

test('what is over the limit stands above its line', async () => {
	const lines = chart(saw(3 * day, 31 * hour, 2 * hour), day, 80);
	await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../fixtures/frames/ages-over.txt');
});

test('a chart in ASCII has no other sign in it', async () => {
	const lines = chart(saw(3 * day, 31 * hour, 2 * hour), day, 80, ascii);
	await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('../fixtures/frames/ages-over-ascii.txt');
	expect(lines.join('')).toMatch(/^[ -~]*$/);
});

test.each([40, 60, 80, 120, 200])('a chart fits in %i columns, whatever its ages', width => {
	for (const ages of [[], saw(day, 6 * hour, hour), saw(3 * day, 31 * hour, 2 * hour), saw(30 * day, 400 * day, 0)])
		for (const limit of [1000, hour, day, 400 * day])
			for (const line of chart(ages, limit, width)) expect(widthOf(line)).toBeLessThanOrEqual(width);
});

test('with colour the signs are the same', () => {
	const ages = saw(3 * day, 31 * hour, 2 * hour);
	const bare = chart(ages, day, 80, coloured).map(line => stripVTControlCharacters(line));
	expect(bare).toEqual(chart(ages, day, 80));
});
