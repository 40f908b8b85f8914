import {stripVTControlCharacters} from 'node:util';

// They shape the sign before them, and belong to how emoji, Indic and Persian words are written.
const shaping = String.raw`[\u200c\u200d\ufe00-\ufe0f]`;
const afterSignsTheyShape = String.raw`(?<=[^\p{ASCII}\p{Z}\u200c\u200d])`;

/**
 * What takes no room, as the source of a regular expression with the flag `u`: the controls of direction, joiners, fillers, tags, and other than
 * where they shape a sign. https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point
 */
export const unseen = String.raw`(?!${afterSignsTheyShape}${shaping})\p{Default_Ignorable_Code_Point}|[\u2028\u2029\ufff9-\ufffb]`;

/** What stands for it. */
export const unseenMark = '·';

const harmful = new RegExp(String.raw`\p{Cc}|${unseen}`, 'gu');

// JSON escapes C0 by itself, and its line breaks are between values.
const unescaped = new RegExp(String.raw`[\u007f-\u009f]|${unseen}`, 'gu');

/** `\u061c`; two of them for what UTF-16 writes as two. */
const escaped = (sign: string): string =>
	Array.from(
		{length: sign.length},
		(_, index) => String.raw`\u${sign.charCodeAt(index).toString(16).padStart(4, '0')}`,
	).join('');

/** A value as JSON that is safe to show on a terminal and still means the same. `indent` is a number of spaces. */
export const printableJson = (value: unknown, indent?: number): string =>
	JSON.stringify(value, undefined, indent).replaceAll(unescaped, escaped);

/**
 * Text from a server made safe to print: escape sequences are removed, tabs become two spaces, and `·` stands for every other control
 * character and for everything that takes no room, such as the controls of direction, zero-width spaces and soft hyphens. What is left
 * cannot move the cursor, change the title, read in another order or hide a part of itself. Joiners and variation selectors stay where they
 * shape a sign beyond ASCII, as in emoji; in a name of ASCII they could only make it look like another.
 */
export const printable = (text: string): string =>
	stripVTControlCharacters(text).replaceAll('\t', '  ').replaceAll(harmful, unseenMark);
