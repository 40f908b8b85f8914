/**
 * Writes sets of bytes as POSIX bracket expressions of the C locale that GNU's and BusyBox's grep and every awk read alike: nothing is escaped
 * but `\` and `^`, and no named class is used. Every character of the text is one byte.
 */

const newline = 0x0a;
const top = 0x80;
const high = '\u0080-\u00ff';

/** What one character can be: which of ASCII, by code, and whether any other. */
export type CharacterClass = {readonly ascii: ReadonlySet<number>; readonly others: boolean};

const special = new Set([...'.*+?(){}|$['].map(character => character.codePointAt(0) ?? 0));
/** Those that mean something in brackets; they are written where they do not. */
const awkward = new Set([...'[]^-\\'].map(character => character.codePointAt(0) ?? 0));

/** One byte as itself. */
export const literal = (byte: number): string => {
	const character = String.fromCodePoint(byte);
	if (character === '^' || character === '\\') return `\\${character}`;
	return special.has(byte) ? `[${character}]` : character;
};

// BusyBox's awk compiles every expression a second time without case, where a range from `_` to `a` is one from `_` to `A`, and refused.
const isCut = (byte: number): boolean => [...'A[a{'].includes(String.fromCodePoint(byte));

/** From one byte of ASCII to the next, as far as they follow each other. */
const rangesOf = (bytes: readonly number[]): string => {
	const ranges: string[] = [];
	for (let index = 0; index < bytes.length;) {
		const first = index;
		for (let next = (bytes[index] ?? 0) + 1; bytes[index + 1] === next && !isCut(next); next++) index += 1;
		const [from, to] = [bytes[first] ?? 0, bytes[index] ?? 0].map(byte => String.fromCodePoint(byte));
		ranges.push(index - first > 1 ? `${from}-${to}` : String.fromCodePoint(...bytes.slice(first, index + 1)));
		index += 1;
	}
	return ranges.join('');
};

const inBrackets = (bytes: readonly number[], others: boolean, negated: boolean): string => {
	const has = (character: string): boolean => bytes.includes(character.codePointAt(0) ?? 0);
	const plain = rangesOf(bytes.filter(byte => !awkward.has(byte)));
	const text = [
		has(']') ? ']' : '',
		plain,
		others ? high : '',
		has('[') ? '[' : '',
		has('\\') ? '\\\\' : '',
		has('^') ? '^' : '',
		has('-') ? '-' : '',
	].join('');
	// A `^` that comes first would negate.
	return text === '^-' && !negated ? '(\\^|-)' : `[${negated ? '^' : ''}${text}]`;
};

/**
 * One byte of a class; any byte of a character that is not ASCII stands for such a one. A NUL cannot be written in a command, so it is written as
 * all others left out. Undefined when no byte is in it.
 */
export const oneByte = ({ascii, others}: CharacterClass): string | undefined => {
	const wanted: number[] = [];
	const unwanted: number[] = [];
	for (let byte = 0; byte < top; byte++) {
		// No line has a line end in it, so it is neither.
		if (byte !== newline) (ascii.has(byte) ? wanted : unwanted).push(byte);
	}
	if (unwanted.length === 0 && others) return '.';
	if (wanted.length === 0 && !others) return undefined;
	if (ascii.has(0)) return inBrackets(unwanted, !others, true);
	const [only] = wanted;
	return wanted.length === 1 && !others && only !== undefined ? literal(only) : inBrackets(wanted, others, false);
};

/** A character that is not ASCII: two to four bytes in UTF-8, and one to three that are none become one U+FFFD. */
export const otherCharacter = `[${high}][${high}]?[${high}]?[${high}]?`;

/** One character of a class, of one byte or more. */
export const oneCharacter = (characters: CharacterClass): string | undefined => {
	const byte = oneByte(characters);
	return byte === undefined || !characters.others ? byte : `(${byte}|[${high}][${high}][${high}]?[${high}]?)`;
};
