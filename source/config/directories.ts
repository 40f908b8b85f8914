import {isAbsolute, join} from 'node:path';

/** The variables of a process, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

const belowHome = {XDG_CONFIG_HOME: '.config', XDG_STATE_HOME: '.local/state'} as const;

/**
 * Where this product keeps things of a user: below the base directory that the variable names, else below `$HOME`, else below
 * `home`. A relative path in a variable is ignored, as https://specifications.freedesktop.org/basedir-spec/latest/ asks for.
 */
export const userDirectory = (variable: keyof typeof belowHome, environment: Environment, home: string): string => {
	const absolute = (name: string) => {
		const path = environment[name];
		return path !== undefined && isAbsolute(path) ? path : undefined;
	};
	return join(absolute(variable) ?? join(absolute('HOME') ?? home, belowHome[variable]), 'mlops-tui');
};
