import {ProblemError} from '../domain/problem.ts';
import type {Environment} from './directories.ts';
import {firstLineOf, type Command, type PasswordOf} from './password-command.ts';

/** Gives the password each time it is asked for; nothing keeps it in between. */
export type Password = (signal?: AbortSignal) => Promise<string>;

// `$$`, `${NAME}`, and a `${` that goes on in any other way.
const variable = /\$\$|\$\{(?:(?<name>[A-Za-z_]\w*)\})?/g;

/** What is wrong with the variables of a text, to complete the sentence "expected …"; undefined when all are there. */
export const missingVariable = (text: string, environment: Environment): string | undefined => {
	for (const {0: match, groups} of text.matchAll(variable)) {
		const name = groups?.['name'];
		if (match === '$$') continue;
		if (name === undefined) return 'the name of a variable as in ${NAME}, or $$ for a dollar sign';
		if ((environment[name] ?? '') === '') return `the environment to have ${name}, but it is empty or not set`;
	}
	return undefined;
};

/** The text with every `${NAME}` replaced from the environment and `$$` by `$`. Check it with `missingVariable` first. */
export const withVariables = (text: string, environment: Environment): string =>
	text.replaceAll(variable, (match: string, name: string | undefined) =>
		name === undefined ? match.slice(0, -1) : (environment[name] ?? ''),
	);

/** Whether a text holds anything besides variables, which then stands in the file for all who can read it. */
export const isPlain = (text: string): boolean => text.replaceAll(variable, '') !== '';

/** A password as the file has it; its variables are looked up when it is asked for. `of` names what it opens. */
export const passwordOfText =
	(text: string, of: string, environment: Environment): Password =>
	async () => {
		const missing = missingVariable(text, environment);
		if (missing !== undefined)
			throw new ProblemError({
				what: `Cannot get the password of ${of}`,
				why: `the config expects ${missing}`,
				next: 'set it and start mlops-tui again',
			});
		return withVariables(text, environment);
	};

/** A password that a command on this machine prints; the words of a list may hold variables. */
export const passwordOfCommand =
	(command: Command, of: PasswordOf, environment: Environment, directory: string): Password =>
	async signal =>
		firstLineOf(typeof command === 'string' ? command : command.map(word => withVariables(word, environment)), of, {
			environment,
			directory,
			signal,
		});
