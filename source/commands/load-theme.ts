import type {Theme} from '../ui/theme.ts';
import type {Options} from './arguments.ts';

const speaksUtf8 = (environment: NodeJS.ProcessEnv): boolean =>
	/utf-?8/i.test(environment['LC_ALL'] || environment['LC_CTYPE'] || environment['LANG'] || '');

/**
 * How many colours there may be, as chalk's level. Decides before anything that colours is loaded, and writes it into the environment: chalk
 * reads that once. https://no-color.org
 */
export const loadColourLevel = async (
	{noColor}: Pick<Options, 'noColor'>,
	environment: NodeJS.ProcessEnv,
): Promise<0 | 1 | 2 | 3> => {
	if (noColor || (environment['NO_COLOR'] ?? '') !== '') environment['FORCE_COLOR'] = '0';
	const {supportsColor} = await import('chalk');
	return supportsColor ? supportsColor.level : 0;
};

/** How output is drawn here. */
export const loadTheme = async (
	options: Pick<Options, 'noColor' | 'ascii'>,
	environment: NodeJS.ProcessEnv,
): Promise<Theme> => {
	const level = await loadColourLevel(options, environment);
	const {createTheme} = await import('../ui/theme.ts');
	return createTheme({level, ascii: options.ascii || !speaksUtf8(environment)});
};
