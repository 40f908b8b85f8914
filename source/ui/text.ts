import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';
import {printable} from '../domain/printable.ts';

/** Terminal cells a printable text takes. */
export const widthOf = (text: string): number => stringWidth(text);

/** The text in exactly `width` cells: cut with the ellipsis where it is longer, filled up where it is shorter. */
export const fit = (text: string, width: number, ellipsis: string, align: 'left' | 'right' = 'left'): string => {
	if (width <= 0) return '';
	const safe = printable(text);
	const length = widthOf(safe);
	if (length > width) {
		const cut = sliceAnsi(safe, 0, width - 1) + ellipsis;
		// A wide character that straddles the cut leaves one cell empty.
		return cut + ' '.repeat(Math.max(0, width - widthOf(cut)));
	}
	const filling = ' '.repeat(width - length);
	return align === 'right' ? filling + safe : safe + filling;
};

/** The text cut to `width` cells, not filled up. */
export const clip = (text: string, width: number, ellipsis: string): string => fit(text, width, ellipsis).trimEnd();

/** The text in lines of at most `width` cells, broken between words where it can be. Its indentation stays: a traceback means something by it. */
export const wrap = (text: string, width: number): readonly string[] =>
	wrapAnsi(printable(text), Math.max(1, width), {hard: true, trim: false})
		.split('\n')
		.map((line, index) => (index === 0 ? line.trimEnd() : line.trim()));
