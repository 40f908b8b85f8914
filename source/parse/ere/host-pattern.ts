import {RegExpParser, type AST} from '@eslint-community/regexpp';
import {literal, oneByte, oneCharacter, otherCharacter, type CharacterClass} from './byte-class.ts';

/** An extended regular expression of POSIX in the C locale; every character of the text is one byte. */
export type HostPattern = {
	readonly ere: string;
	/** Whether it matches no line of printable ASCII that the original does not match. */
	readonly exact: boolean;
};

/**
 * What the expression is asked of. `shown`: a line as it stands in a file where the original is asked of it as it is shown, without colours and
 * without what a carriage return wrote over. `raw`: both are asked of the same bytes. `printable`: only what consists of printable ASCII and
 * tabs need match.
 */
type View = 'shown' | 'raw' | 'printable';

/** A piece of an expression. */
type Part = {
	readonly ere: string;
	/** `atom` can be repeated as it stands; `choice` needs brackets in a row of others. */
	readonly kind: 'empty' | 'atom' | 'row' | 'choice';
	readonly exact: boolean;
	/** Whether (nearly) every line has a place where it matches. */
	readonly free: boolean;
	/** Whether it begins and ends within a word, where no colour begins or ends. */
	readonly word: boolean;
	/** Set when it is one character. */
	readonly characters?: CharacterClass;
};

type Flags = {readonly ignoreCase: boolean; readonly multiline: boolean; readonly dotAll: boolean};
type Context = {
	readonly view: View;
	readonly unicode: 'u' | 'v' | '';
	readonly flags: Flags;
	/** Whether a place before this one may have been the start or the end already. */
	readonly edged: boolean;
};

/** One code such as `ESC[31m` or `ESC[K`. */
const colourCode = '\u001b[[][0-9;]*[A-Za-z]';
const colours = `(${colourCode})*`;
/** Characters that a repetition may take, and how often, when it is written out: Debian's awk knew no `{2,3}` until 2020. */
const mostRepeated = 256;
const mostTimes = 40;
/** Of a whole expression. */
const longest = 16 * 1024;
const inColours = [...'\u001b[;0123456789', ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'].map(
	character => character.codePointAt(0) ?? 0,
);

const whatever: Part = {ere: '.*', kind: 'row', exact: false, free: true, word: false};
const empty = (exact: boolean): Part => ({ere: '', kind: 'empty', exact, free: true, word: false});

/**
 * A POSIX expression that matches every line that `pattern` matches, and perhaps others, so that a host can search for it. Colour codes may
 * stand anywhere but within a word. Undefined when it would match nearly every line.
 */
export const hostPatternOf = (pattern: RegExp): HostPattern | undefined => wanting(convert(pattern, 'shown'));

/** The same for a pattern that is asked of lines as they stand in the file, with their colours and carriage returns. */
export const hostRawPatternOf = (pattern: RegExp): HostPattern | undefined => wanting(convert(pattern, 'raw'));

const wanting = (part: Part | undefined): HostPattern | undefined =>
	part === undefined || part.free || part.ere.length > longest ? undefined : {ere: part.ere, exact: part.exact};

/**
 * A POSIX expression that matches no line but such that `pattern` matches: a host that leaves out what it matches keeps every line that
 * `pattern` does not match, and perhaps others. Undefined when there is none.
 */
export const hostInverseOf = (pattern: RegExp): string | undefined => {
	const part = convert(pattern, 'printable');
	if (part === undefined || !part.exact || part.ere.length > longest) return undefined;
	return `^[\t -~]*${part.kind === 'empty' ? '' : `(${part.ere})`}[\t -~]*\r?$`;
};

/** Undefined when it can match nothing, or cannot be read. */
const convert = (pattern: RegExp, view: View): Part | undefined => {
	const {ignoreCase, multiline, dotAll} = pattern;
	const unicode = pattern.unicodeSets ? 'v' : pattern.unicode ? 'u' : '';
	const context: Context = {view, unicode, flags: {ignoreCase, multiline, dotAll}, edged: false};
	const {alternatives} = new RegExpParser().parsePattern(pattern.source, 0, pattern.source.length, {
		unicode: unicode === 'u',
		unicodeSets: unicode === 'v',
	});
	return choice(alternatives.map(alternative => wholeRow(alternative, context)));
};

/** A row that says nothing but what is ahead or behind is found by that. */
const wholeRow = (alternative: AST.Alternative, context: Context): Part | undefined => {
	const part = row(alternative.elements, context);
	if (part?.free !== true || context.view === 'printable') return part;
	const arounds = alternative.elements
		.filter(element => element.type === 'Assertion' && 'alternatives' in element && !element.negate)
		.map(element => ('alternatives' in element ? group(element.alternatives, context) : undefined));
	const found = arounds.find(around => around !== undefined && !around.free);
	return found === undefined ? part : {...found, exact: false};
};

const group = (alternatives: readonly AST.Alternative[], context: Context): Part | undefined =>
	choice(alternatives.map(({elements}) => row(elements, context)));

const choice = (branches: ReadonlyArray<Part | undefined>): Part | undefined => {
	const possible = branches.filter(branch => branch !== undefined);
	const [first] = possible;
	if (first === undefined || possible.length === 1) return first;
	const exact = possible.every(part => part.exact);
	const free = possible.some(part => part.free);
	const texts = [...new Set(possible.filter(({kind}) => kind !== 'empty').map(({ere}) => ere))];
	if (texts.length === 0) return empty(exact);
	const ere = texts.join('|');
	const common = {exact, free, word: possible.every(({word}) => word)};
	// No awk agrees with another on what an empty branch is.
	return texts.length < possible.length && possible.some(({kind}) => kind === 'empty')
		? {...common, ere: `(${ere})?`, kind: 'row'}
		: {...common, ere, kind: 'choice'};
};

const bracketed = ({ere, kind}: Part): string => (kind === 'atom' || kind === 'empty' ? ere : `(${ere})`);

const row = (elements: readonly AST.Element[], context: Context): Part | undefined => {
	let edged = context.edged;
	const parts: Part[] = [];
	for (const element of elements) {
		const part = one(element, {...context, edged});
		if (part === undefined) return undefined;
		parts.push(part);
		edged ||= hasEdge(element);
	}
	const exact = parts.every(part => part.exact);
	const written = parts.filter(({kind}) => kind !== 'empty');
	const [only] = written;
	if (only === undefined) return empty(exact);
	if (written.length === 1) return {...only, exact};
	let ere = '';
	let before: Part | undefined;
	for (const part of written) {
		if (context.view === 'shown' && before !== undefined && !(before.word && part.word)) ere += colours;
		ere += part.kind === 'choice' ? `(${part.ere})` : part.ere;
		before = part;
	}
	const wholeLine = elements.some(isStart) && elements.some(isEnd);
	const free = !wholeLine && parts.every(part => part.free);
	return {ere, kind: 'row', exact, free, word: written.every(({word}) => word)};
};

const isStart = (element: AST.Element): boolean => element.type === 'Assertion' && element.kind === 'start';
const isEnd = (element: AST.Element): boolean => element.type === 'Assertion' && element.kind === 'end';

const hasEdge = (element: AST.Element): boolean => {
	if (element.type === 'Quantifier') return hasEdge(element.element);
	if (element.type === 'Group' || element.type === 'CapturingGroup')
		return element.alternatives.some(({elements}) => elements.some(hasEdge));
	return isStart(element) || isEnd(element);
};

/** One element; undefined when it can match nothing. */
const one = (element: AST.Element, context: Context): Part | undefined => {
	switch (element.type) {
		case 'Assertion':
			return assertion(element, context);
		case 'Backreference':
			return whatever;
		case 'Group':
			return group(element.alternatives, {...context, flags: modified(element, context.flags)});
		case 'CapturingGroup':
			return group(element.alternatives, context);
		case 'Quantifier':
			return repeated(element, context);
		case 'Character':
			return character(element.value, context);
		case 'CharacterSet':
			return element.kind === 'any' ? anything(context) : anyOf(element, context);
		case 'CharacterClass':
		case 'ExpressionCharacterClass':
			return anyOf(element, context);
	}
};

const modified = ({modifiers}: AST.Group, flags: Flags): Flags => {
	if (modifiers === null) return flags;
	const {add, remove} = modifiers;
	const told = (name: keyof Flags): boolean => (flags[name] || add[name]) && remove?.[name] !== true;
	return {ignoreCase: told('ignoreCase'), multiline: told('multiline'), dotAll: told('dotAll')};
};

const assertion = (element: AST.Assertion, {view, flags, edged}: Context): Part => {
	if (element.kind !== 'start' && element.kind !== 'end') return empty(false);
	if (view === 'printable') return edge(element.kind === 'start' ? '^' : '(\r?$)');
	// Two places in a row would each take the carriage return; and no line ends at the line separator that `m` knows.
	if (flags.multiline || (edged && element.kind === 'start')) return empty(false);
	if (view === 'raw') return edge(element.kind === 'start' ? '^' : '$');
	return edge(element.kind === 'start' ? '(^|\r)' : '(\r|$)');
};

const edge = (ere: string): Part => ({ere, kind: 'row', exact: true, free: true, word: false});

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

const anything = ({view, flags}: Context): Part | undefined => {
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

const anyOf = (
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

const character = (code: number, context: Context): Part | undefined => {
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

const repeated = ({element, min, max}: AST.Quantifier, context: Context): Part | undefined => {
	if (max === 0) return empty(true);
	// A second round would have to begin at the start again.
	const part = one(element, {...context, edged: context.edged || (max > 1 && hasEdge(element))});
	if (part === undefined) return min === 0 ? empty(true) : undefined;
	if (part.kind === 'empty') return part;
	const {word, characters: taken} = part;
	const free = part.free || min === 0;
	const coloured = context.view === 'shown' && !word && !(taken !== undefined && holdsColours(taken));
	const unit = coloured ? `(${part.kind === 'choice' ? `(${part.ere})` : part.ere}${colours})` : bracketed(part);
	// However many bytes a character has, there are at least as many as characters.
	const byte = taken === undefined ? undefined : oneByte(taken);
	// Debian's awk of 2020 loses its way in loops within loops.
	const isNested = byte === undefined && context.view === 'shown' && /[*+]/.test(unit);
	if (isNested && max > 1)
		return min === 0 ? whatever : {...part, ere: `${bracketed(part)}.*`, kind: 'row', exact: false};
	const loop = byte === undefined ? `${unit}*` : coloured ? `(${byte}|${colourCode})*` : `${byte}*`;
	const written = (times: number): boolean => times <= 1 || (times <= mostTimes && times * unit.length <= mostRepeated);
	const few = written(min) ? min : Math.max(1, Math.min(mostTimes, Math.floor(mostRepeated / unit.length)));
	const common = {kind: 'row', free, word} as const;
	const start = unit.repeat(few);
	if (few < min) return {...common, ere: start + loop, exact: false};
	if (max === Infinity) {
		const ere = few === 1 && byte !== undefined && !coloured ? `${byte}+` : start + loop;
		return {...common, ere, exact: part.exact};
	}
	if (!written(max - min + few)) return {...common, ere: start + loop, exact: false};
	const rest = max - min;
	// `a?a?a?` lets an engine that goes back try every split; `(a(a(a)?)?)?` does not.
	const optional = rest === 0 ? '' : rest === 1 ? `${unit}?` : `${`(${unit}`.repeat(rest)}${')?'.repeat(rest)}`;
	return {...common, ere: start + optional, exact: part.exact};
};

const holdsColours = ({ascii, others}: CharacterClass): boolean => others && inColours.every(code => ascii.has(code));
