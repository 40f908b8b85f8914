import type {AST} from '@eslint-community/regexpp';
import {literal, oneCharacter, otherCharacter, type CharacterClass} from './byte-class.ts';
import {whatever, type Context, type Part, type View} from './part.ts';

const printable = (byte: number): boolean => byte === 0x09 || (byte >= 0x20 && byte <= 0x7e);

/** One character of a class. */
const characters = ({ascii, others}: CharacterClass, view: View): Part | undefined => {
	const codes = view === 'printable' ? new Set([...ascii].filter(printable)) : new Set(ascii);
	// Where a tool takes a NUL for the end of a line it is handed U+0001 in its stead.
	if (codes.has(0)) codes.add(1);
	const wanted = {ascii: codes, others: others && view !== 'printable'};
	const ere = oneCharacter(wanted);
	if (ere === undefined) return undefined;
	const word = !wanted.others && [...codes].every(code => /\w/.test(String.fromCodePoint(code)));
	// Such as `.` and `\S`, which hardly any line has not.
	const free = [...codes].filter(printable).length > 90;
	return {ere, kind: 'atom', exact: true, free, word, characters: wanted};
};

/** `.` */
export const anything = ({view, flags}: Context): Part | undefined => {
	const ascii = new Set(Array.from({length: 0x80}, (_, code) => code));
	if (!flags.dotAll) ascii.delete(0x0a);
	if (!flags.dotAll) ascii.delete(0x0d);
	return characters({ascii, others: true}, view);
};

/** What JavaScript itself says of one class or character, alone. */
const asking = (source: string, {unicode, flags}: Context): ((code: number) => boolean) => {
	const alone = new RegExp(`^(?:${source})$`, `${unicode}${flags.ignoreCase ? 'i' : ''}s`);
	return code => alone.test(String.fromCodePoint(code));
};

const asciiOf = (source: string, context: Context): ReadonlySet<number> => {
	const matches = asking(source, context);
	return new Set(Array.from({length: 0x80}, (_, code) => code).filter(code => matches(code)));
};

/** With `v` a class can hold whole strings. */
const strings = /\\q\{|\\p\{(?:RGI_|Basic_Emoji|Emoji_Keycap)/;

/** Any character of a class or a set. */
export const anyOf = (
	element: AST.CharacterClass | AST.ExpressionCharacterClass | AST.CharacterSet,
	context: Context,
): Part | undefined => {
	if (context.unicode === 'v' && strings.test(element.raw)) return whatever;
	const others = !isAscii(element) || (context.flags.ignoreCase && context.unicode !== '');
	return characters({ascii: asciiOf(element.raw, context), others}, context.view);
};

/** Whether nothing but ASCII is written in it. */
const isAscii = (element: AST.CharacterClassElement | AST.CharacterClass | AST.CharacterSet): boolean => {
	switch (element.type) {
		case 'Character':
			return element.value < 0x80;
		case 'CharacterClassRange':
			return element.max.value < 0x80;
		case 'CharacterSet':
			return (element.kind === 'digit' || element.kind === 'word') && !element.negate;
		case 'CharacterClass':
			return !element.negate && element.elements.every(isAscii);
		case 'ClassStringDisjunction':
		case 'ExpressionCharacterClass':
			return false;
	}
};

/** One character, by its code point or, without `u` and `v`, its UTF-16 code. */
export const character = (code: number, context: Context): Part | undefined => {
	const hex = code.toString(16);
	const source = context.unicode === '' ? `\\u${hex.padStart(4, '0')}` : `\\u{${hex}}`;
	const {ignoreCase} = context.flags;
	if (code < 0x80) {
		const ascii = ignoreCase ? asciiOf(source, context) : new Set([code]);
		// Only with `u` and `v` is a letter of ASCII the same as another: the long s, and the sign of Kelvin.
		const others = ignoreCase && context.unicode !== '' && /[ks]/i.test(String.fromCodePoint(code));
		return characters({ascii, others}, context.view);
	}
	if (ignoreCase) return characters({ascii: asciiOf(source, context), others: true}, context.view);
	if (context.view === 'printable') return undefined;
	const isText = code !== 0xfffd && !(code >= 0xd800 && code <= 0xdfff);
	const ere = isText
		? [...Buffer.from(String.fromCodePoint(code))].map(byte => literal(byte)).join('')
		: otherCharacter;
	return {ere, kind: 'row', exact: true, free: false, word: false};
};
