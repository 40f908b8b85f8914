import {printableJson} from '../../domain/printable.ts';
import {exitCode} from '../../domain/status.ts';
import type {Asker} from '../../engine/connection.ts';
import type {Options} from '../arguments.ts';
import type {Errand} from '../errand.ts';
import {loadTheme} from '../load-theme.ts';
import {examine} from './examine.ts';
import {reportOf} from './report.ts';

type Terminal = {
	readonly environment: NodeJS.ProcessEnv;
	readonly columns: number | undefined;
	/** Shows a line in place of the last one, an empty one at the end; missing where nobody watches. */
	readonly status?: (line: string) => void;
};

/** `mlops-tui doctor`. Resolves to its exit code; rejects only when it is called off. */
export const runDoctor = async (
	options: Options,
	{host, reach, asker, print, now, signal}: Errand,
	label: string,
	{environment, columns, status = () => {}}: Terminal,
): Promise<number> => {
	// A question must not be read as a part of the line it stands on.
	const asking: Asker = {
		secret(...question) {
			status('');
			return asker.secret(...question);
		},
		trust(...question) {
			status('');
			return asker.trust(...question);
		},
	};
	const progress = (step: string): void => status(`${step} …`);
	const steps = await examine({host, reach, asker: asking, label, progress}, signal).finally(() => status(''));
	const report = reportOf(host.name, now(), steps);
	if (options.json) {
		print(printableJson(report, 2));
	} else {
		const theme = await loadTheme(options, environment);
		const {reportLines} = await import('./report-lines.ts');
		// Some terminals do not know how wide they are and say 0.
		for (const line of reportLines(report, columns || 120, theme)) print(line);
	}
	return exitCode[report.status];
};
