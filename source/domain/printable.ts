import {stripVTControlCharacters} from 'node:util';

// C0 but for the tab, DEL, C1, the bidi controls and the line separators: all that a terminal might obey or that could
// make a line read as another. https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
// eslint-disable-next-line no-control-regex
const harmful = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

// JSON escapes C0 by itself and leaves these as they are.
const unescaped = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A value as JSON that is safe to show on a terminal and still means the same. `indent` is a number of spaces. */
export const printableJson = (value: unknown, indent?: number): string =>
	JSON.stringify(value, undefined, indent).replaceAll(
		unescaped,
		sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
	);

/**
 * Text from a server made safe to print: escape sequences are removed, every other control character is shown as `·`,
 * tabs become two spaces. What is left cannot move the cursor, change the title or hide a part of itself.
 */
export const printable = (text: string): string =>
	stripVTControlCharacters(text).replaceAll('\t', '  ').replaceAll(harmful, '·');
