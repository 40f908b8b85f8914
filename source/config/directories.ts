import {homedir} from 'node:os';
import {isAbsolute, join} from 'node:path';

/** The variables of a process, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

const fallbacks = {XDG_CONFIG_HOME: '.config', XDG_STATE_HOME: '.local/state'} as const;

/**
 * The directory of this product under a base directory of the user. A relative path in the variable is ignored, as
 * https://specifications.freedesktop.org/basedir-spec/latest/ asks for.
 */
export const userDirectory = (variable: keyof typeof fallbacks, environment: Environment): string => {
	const base = environment[variable];
	const home = environment['HOME'];
	return base !== undefined && isAbsolute(base)
		? join(base, 'mlops-tui')
		: join(home !== undefined && isAbsolute(home) ? home : homedir(), fallbacks[variable], 'mlops-tui');
};
