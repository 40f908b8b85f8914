import {printableJson} from '../domain/printable.ts';
import {exitCode} from '../domain/status.ts';
import type {Options} from './arguments.ts';
import {reportOf} from './check-report.ts';
import {check} from './check.ts';
import type {Errand} from './errand.ts';
import {loadTheme} from './load-theme.ts';

type Terminal = {readonly environment: NodeJS.ProcessEnv; readonly columns: number | undefined};

/** `mlops-tui check`. Resolves to its exit code; rejects only when it is called off. */
export const runCheck = async (options: Options, errand: Errand, terminal: Terminal): Promise<number> => {
	const report = reportOf(await check({...errand, name: errand.host.name}, errand.signal), errand.host);
	if (options.json) {
		errand.print(printableJson(report, 2));
	} else {
		const theme = await loadTheme(options, terminal.environment);
		const {reportLines} = await import('./check-tables.ts');
		// Some terminals do not know how wide they are and say 0.
		for (const line of reportLines(report, terminal.columns || 120, theme)) errand.print(line);
	}
	return exitCode[report.status];
};
