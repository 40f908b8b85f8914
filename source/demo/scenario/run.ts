import {pythonTime} from './clock-times.ts';

/** One execution of a job as it went. */
export type JobRun = {
	readonly job: string;
	readonly startedAt: Date;
	/** Milliseconds from its start to its end. */
	readonly took: number;
	readonly exitCode: number;
	readonly lines: readonly RunLine[];
};

/** A line of its log, `after` milliseconds from the start; a line of a traceback has no level and no time of its own. */
export type RunLine =
	| {readonly after: number; readonly level: Level; readonly logger: string; readonly message: string}
	| {readonly after: number; readonly raw: string};

export type Level = 'INFO' | 'WARNING' | 'ERROR';

export const lineAt = (startedAt: Date, line: RunLine): Date => new Date(startedAt.getTime() + line.after);

/** In Python's usual format: `2026-11-20 06:00:44,123 ERROR flows.prediction Prediction flow failed`. */
export const lineText = (line: RunLine, at: Date): string =>
	'raw' in line ? line.raw : `${pythonTime(at)} ${line.level} ${line.logger} ${line.message}`;

/** All that these runs wrote into their log file, the oldest first. */
export const logText = (runs: readonly JobRun[]): string =>
	runs
		.toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime())
		.flatMap(({startedAt, lines}) => lines.map(line => `${lineText(line, lineAt(startedAt, line))}\n`))
		.join('');

/** Collects lines, each some milliseconds after the one before. */
export const createScript = (): {
	say(wait: number, logger: string, message: string, level?: Level): void;
	raw(text: string): void;
	readonly lines: readonly RunLine[];
	readonly end: number;
} => {
	const lines: RunLine[] = [];
	let after = 0;
	return {
		lines,
		get end() {
			return after;
		},
		say(wait, logger, message, level = 'INFO') {
			after += Math.round(wait);
			lines.push({after, level, logger, message});
		},
		raw(text) {
			for (const raw of text.split('\n')) lines.push({after, raw});
		},
	};
};
