import {widthOf} from '../text.ts';
import type {Stretch} from './styled.ts';

const segmenter = new Intl.Segmenter();
const ascii = /^[ -~]*$/;

/** UTF-16 units that are looked at for each cell that is drawn: a sign of several characters and its marks take that many at most. */
const unitsPerCell = 16;

/** How much of a text has to be looked at to fill so many cells. */
export const enoughFor = (cells: number): number => cells * unitsPerCell + 256;

/** Measuring a sign takes longer than all else, and the same ones come again. */
const measured = new Map<string, number>();
const remembered = 4096;

const widthOfSign = (sign: string): number => {
	const known = measured.get(sign);
	if (known !== undefined) return known;
	if (measured.size >= remembered) measured.clear();
	const width = widthOf(sign);
	measured.set(sign, width);
	return width;
};

/** What fills `cells` cells from `start` on, at most, in whole signs. `space` is behind its last space, or `start`. */
const filled = (text: string, start: number, cells: number): {readonly end: number; readonly space: number} => {
	const near = text.slice(start, start + cells + 1);
	if (ascii.test(near)) {
		const end = Math.min(text.length, start + cells);
		return {end, space: start + near.lastIndexOf(' ', cells - 1) + 1};
	}
	let used = 0;
	let end = start;
	let space = start;
	for (const {segment} of segmenter.segment(text.slice(start, start + enoughFor(cells)))) {
		used += widthOfSign(segment);
		if (used > cells) break;
		end += segment.length;
		if (segment === ' ') space = end;
	}
	return {end, space};
};

/** The start of a text that fits in so many cells, and whether that is all of it. */
export const head = (text: string, cells: number): {readonly end: number; readonly whole: boolean} => {
	const {end} = filled(text, 0, Math.max(0, cells));
	return {end, whole: end === text.length};
};

/**
 * The screen lines of a text: the first has `first` cells and the others `rest`. They are broken behind a space where one is near the end, so that
 * words stay whole, and joined they are the text.
 */
export const breakLines = (text: string, first: number, rest: number): readonly Stretch[] => {
	const lines: Stretch[] = [];
	let start = 0;
	do {
		const cells = Math.max(2, lines.length === 0 ? first : rest);
		const {end, space} = filled(text, start, cells);
		// A sign that is wider than the line would never be passed.
		let stop = Math.max(end, start + 1);
		if (stop < text.length && text[stop] !== ' ' && space - start > cells * 0.6) stop = space;
		// No line begins with the space at which it was broken.
		if (stop < text.length && text[stop] === ' ') stop += 1;
		lines.push({start, end: stop});
		start = stop;
	} while (start < text.length);
	return lines;
};
