import type {Theme} from '../ui/theme.ts';
import type {Options} from './arguments.ts';

const speaksUtf8 = (environment: NodeJS.ProcessEnv): boolean =>
	/utf-?8/i.test(environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || '');

/**
 * How output is drawn here. Decides about colour before anything that colours is loaded, and writes it into the environment: chalk
 * reads that once. https://no-color.org
 */
export const loadTheme = async (
	{noColor, ascii}: Pick<Options, 'noColor' | 'ascii'>,
	environment: NodeJS.ProcessEnv,
): Promise<Theme> => {
	if (noColor || (environment['NO_COLOR'] ?? '') !== '') environment['FORCE_COLOR'] = '0';
	const [{supportsColor}, {createTheme}] = await Promise.all([import('chalk'), import('../ui/theme.ts')]);
	return createTheme({level: supportsColor ? supportsColor.level : 0, ascii: ascii || !speaksUtf8(environment)});
};
