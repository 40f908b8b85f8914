import type {Filter} from '../../domain/log.ts';
import {costOf} from './expression-cost.ts';

/**
 * What somebody typed to filter by: a regular expression, after `!` for the lines that do not match. Case matters where it has an upper-case
 * letter. Undefined for nothing, and the reason where it is no expression, or one that could take for ever.
 */
export const parseFilter = (text: string): Filter | undefined | {readonly problem: string} => {
	const inverse = text.startsWith('!');
	const source = inverse ? text.slice(1) : text;
	if (source === '') return undefined;
	// `\S` and `\D` are no upper-case letters that somebody looks for.
	const ignoresCase = !/\p{Lu}/u.test(source.replaceAll(/\\./g, ''));
	try {
		const pattern = new RegExp(source, ignoresCase ? 'i' : '');
		const problem = costOf(pattern);
		return problem === undefined ? {text, inverse, pattern} : {problem};
	} catch (error) {
		return {problem: reason(error)};
	}
};

/** V8 says `Invalid regular expression: /(/: Unterminated group`. */
const reason = (error: unknown): string => {
	const words = error instanceof Error ? (error.message.split(': ').at(-1) ?? '') : '';
	return words === '' ? 'it is no pattern' : words.toLowerCase();
};
