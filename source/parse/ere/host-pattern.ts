import {RegExpParser, type AST} from '@eslint-community/regexpp';
import {oneByte, type CharacterClass} from './byte-class.ts';
import {anyOf, anything, character} from './characters.ts';
import {empty, whatever, type Context, type Flags, type Part, type View} from './part.ts';

/** An extended regular expression of POSIX in the C locale; every character of the text is one byte. */
export type HostPattern = {
	readonly ere: string;
	/** Whether it matches no line of printable ASCII that the original does not match. */
	readonly exact: boolean;
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
	letter => letter.codePointAt(0) ?? 0,
);

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
	const alternatives = parse(pattern, unicode);
	if (alternatives === undefined) return undefined;
	return choice(alternatives.map(alternative => wholeRow(alternative, context)));
};

/** Undefined for what a newer JavaScript than the parser's can say. */
const parse = ({source}: RegExp, unicode: Context['unicode']): readonly AST.Alternative[] | undefined => {
	try {
		const flags = {unicode: unicode === 'u', unicodeSets: unicode === 'v'};
		return new RegExpParser().parsePattern(source, 0, source.length, flags).alternatives;
	} catch {
		return undefined;
	}
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
