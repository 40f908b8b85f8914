import {RegExpParser, visitRegExpAST, type AST} from '@eslint-community/regexpp';
import {createAlphabet} from './expression-cost/alphabet.ts';
import {isAmbiguous} from './expression-cost/ambiguity.ts';
import {loopOf} from './expression-cost/loop.ts';

/** With more rounds than these a loop counts as one without an end. */
const fewRounds = 5;
/** Characters of a part that are told. */
const longestPart = 40;

/** Undefined for what a newer JavaScript than the parser's can say. */
const parse = ({source, unicode, unicodeSets}: RegExp): AST.Pattern | undefined => {
	try {
		return new RegExpParser().parsePattern(source, 0, source.length, {unicode, unicodeSets});
	} catch {
		return undefined;
	}
};

/** The repetitions of an expression, those inside of others before them. */
const loopsIn = (pattern: AST.Pattern): readonly AST.Quantifier[] => {
	const loops: AST.Quantifier[] = [];
	visitRegExpAST(pattern, {
		onQuantifierLeave(quantifier) {
			if (quantifier.max > fewRounds) loops.push(quantifier);
		},
	});
	return loops;
};

const shortened = (text: string): string => (text.length <= longestPart ? text : `${text.slice(0, longestPart - 1)}…`);

/**
 * Why an expression must not be asked of lines that somebody else writes; undefined where it may. A repetition that can match the same text in
 * two ways, such as `(x+x+)+` or `(a|a)*`, takes twice as long for each character more, and nothing can stop it. Expressions that only take the square of
 * a line's length or the like, as `.*a.*b` does, are let be.
 */
export const costOf = (expression: RegExp): string | undefined => {
	const pattern = parse(expression);
	if (pattern === undefined) return undefined;
	const loops = loopsIn(pattern);
	if (loops.length === 0) return undefined;
	const alphabet = createAlphabet(pattern);
	const flags = expression.flags.replaceAll(/[^isuv]/g, '');
	const costly = loops.find(loop => isAmbiguous(loopOf(loop, alphabet, flags), alphabet.word));
	return costly === undefined
		? undefined
		: `it could take for ever on a long line: ${shortened(costly.raw)} matches the same text in many ways`;
};
