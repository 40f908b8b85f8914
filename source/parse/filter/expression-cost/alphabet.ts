import {visitRegExpAST, type AST} from '@eslint-community/regexpp';

/** Which characters of an alphabet a class has: one bit for each. */
export type Characters = bigint;

export type Alphabet = {
	/** What a piece of an expression that matches one character can be. */
	of(element: Single, flags: string): Characters;
	/** What `\w` matches. */
	readonly word: Characters;
};

/** A piece of an expression that matches one character. */
export type Single = AST.Character | AST.CharacterSet | AST.CharacterClass | AST.ExpressionCharacterClass;

/** Stand for all that is not ASCII and not in the expression itself: letters, spaces, signs. */
const others = [...'éÅß\u017F\u212AЖ中\u00A0\u2028\u2003…€\uFFFD'];

const around = (code: number): readonly number[] => (code < 0x80 ? [code] : [code - 1, code, code + 1]);

/** Code points of a character in either case, and of those beside it, where a range may end. */
const variantsOf = (code: number): readonly string[] =>
	around(code).flatMap(each => {
		const sign = String.fromCodePoint(each);
		return [sign, sign.toLowerCase(), sign.toUpperCase()];
	});

/** As many characters as tell the classes of an expression apart; what each class has of them JavaScript itself is asked. */
export const createAlphabet = (pattern: AST.Pattern): Alphabet => {
	const signs = new Set([...Array.from({length: 0x80}, (_, code) => String.fromCharCode(code)), ...others]);
	visitRegExpAST(pattern, {
		onCharacterEnter({value}) {
			for (const sign of variantsOf(value)) signs.add(sign);
		},
	});
	const known = new Map<string, Characters>();
	const asked = (source: string, flags: string): Characters => {
		const alone = new RegExp(`^(?:${source})$`, flags);
		let found = 0n;
		let bit = 1n;
		for (const sign of signs) {
			if (alone.test(sign)) found |= bit;
			bit <<= 1n;
		}
		return found;
	};
	const ask = (source: string, flags: string): Characters => {
		const key = `${flags}/${source}`;
		const found = known.get(key) ?? asked(source, flags);
		known.set(key, found);
		return found;
	};
	return {
		of(element, flags) {
			if (element.type !== 'Character') return ask(element.raw, flags);
			const hex = element.value.toString(16);
			return ask(/[uv]/.test(flags) ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`, flags);
		},
		word: ask(String.raw`\w`, ''),
	};
};
