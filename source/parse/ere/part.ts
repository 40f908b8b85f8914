import type {CharacterClass} from './byte-class.ts';

/**
 * What the expression is asked of. `shown`: a line as it stands in a file where the original is asked of it as it is shown, without colours and
 * without what a carriage return wrote over. `raw`: both are asked of the same bytes. `printable`: only what consists of printable ASCII and
 * tabs need match.
 */
export type View = 'shown' | 'raw' | 'printable';

/** A piece of an expression. */
export type Part = {
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

export type Flags = {readonly ignoreCase: boolean; readonly multiline: boolean; readonly dotAll: boolean};
export type Context = {
	readonly view: View;
	readonly unicode: 'u' | 'v' | '';
	readonly flags: Flags;
	/** Whether a place before this one may have been the start or the end already. */
	readonly edged: boolean;
};

/** Where nothing is known of what a line has. */
export const whatever: Part = {ere: '.*', kind: 'row', exact: false, free: true, word: false};
/** Where nothing is asked of a line. */
export const empty = (exact: boolean): Part => ({ere: '', kind: 'empty', exact, free: true, word: false});
