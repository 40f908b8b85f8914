import {printable} from '../domain/printable.ts';
import type {Problem} from '../domain/problem.ts';

/** Stops the reading of a command line that makes no sense. */
export class Refusal extends Error {
	readonly problem: Problem;

	constructor(what: string, why: string, next: string) {
		super(what);
		this.problem = {what, why, next};
	}
}

/** A word of the command line, safe to show. */
export const shown = (word: string): string => printable(word === '' ? "''" : word);
