import stringWidth from 'string-width';
import {unseen, unseenMark} from '../../domain/printable.ts';
import {createPen, type Pen} from './pen.ts';

/** Columns from one tab stop to the next. */
const tabStop = 8;

// What an SGR sequence can be is bounded: everything else that begins with an escape is shown.
const special = new RegExp(String.raw`\u001B\[([\d;:]{0,128})m|\p{Cc}|${unseen}`, 'gu');
const plain = /^[\u0020-\u007E]*$/;

/** A control character as terminals and editors write it: `^[` for the escape, `^?` for DEL, `\x9b` for one of the C1 set. */
const named = (control: string): string => {
	const code = control.charCodeAt(0);
	if (code === 0x7f) return '^?';
	if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`;
	if (code < 0xa0) return String.raw`\x${code.toString(16)}`;
	return unseenMark;
};

const show = (text: string, pen: Pen, colour: boolean): string =>
	text.replaceAll(special, (found: string, parameters: string | undefined) => {
		if (parameters === undefined) return named(found);
		const allowed = pen.set(parameters);
		if (allowed === undefined) return named(found) + found.slice(1);
		return colour ? allowed : '';
	});

/**
 * A line of a log as it may be sent to a terminal. The colours and styles a program meant are kept, or left out without `colour`, and are off again
 * at its end. Every other control character is shown and not sent: `^[]0;title^G`. Tabs reach to the next multiple of 8 columns, `·` stands for what
 * takes no room, and half a surrogate pair is U+FFFD.
 */
export const visible = (text: string, {colour}: {readonly colour: boolean}): string => {
	if (plain.test(text)) return text;
	const pen = createPen();
	let shown = '';
	let column = 0;
	const pieces = text.toWellFormed().split('\t');
	for (const [index, piece] of pieces.entries()) {
		const part = show(piece, pen, colour);
		shown += part;
		if (index === pieces.length - 1) break;
		column += plain.test(part) ? part.length : stringWidth(part);
		const gap = tabStop - (column % tabStop);
		shown += ' '.repeat(gap);
		column += gap;
	}
	return colour ? shown + pen.lift() : shown;
};
