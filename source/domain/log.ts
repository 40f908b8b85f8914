import type {Status} from './status.ts';

/**
 * Where lines come from. `key` names the same source for as long as anybody remembers it: a file with those it was rotated to, a service
 * of a project whichever container it has now, one run of a job.
 */
export type LogSource = {readonly key: string; readonly name: string} & (
	| {readonly kind: 'file'; readonly path: string}
	| {readonly kind: 'service'; readonly project: string; readonly service: string; readonly number: number}
	| {
			readonly kind: 'run';
			readonly project: string;
			readonly job: string;
			readonly containerId: string;
			/** Whether its output is one raw stream; without a terminal Docker frames stdout and stderr. */
			readonly terminal: boolean;
	  }
);

/** One line of a log, without its line end. */
export type LogLine = {
	readonly text: string;
	/** When it was written, by the clock of the machine that wrote it; undefined where the line does not say. */
	readonly at: Date | undefined;
	/** Which file or container of its source it stands in: a source has several when a file was rotated or a container made anew. */
	readonly part: string;
	/**
	 * Where it starts in that part, growing from line to line: the bytes before it in a file, the microseconds since 1970 that Docker noted
	 * when a container wrote it.
	 */
	readonly position: number;
	/** The output of a container that it was written to, where that is not the standard one: the lines of one stand between those of the other. */
	readonly stream?: 'stderr';
};

/** What stands in a log that is read: a line of it, or a rule of our own where something happened to the log. */
export type LogRow =
	| {readonly kind: 'line'; readonly source: LogSource; readonly line: LogLine}
	| {
			readonly kind: 'rule';
			readonly source: LogSource;
			/** What happened, without its time: `restarted`, `rotated`, `1 204 lines were dropped here`. */
			readonly words: string;
			/** What is known of it beside that: `exit 1`, `what was written just before may be missing`. */
			readonly more?: string;
			/** When it happened, by the clock of the host. */
			readonly at: Date | undefined;
			/** Where it tells of a line that has begun and not ended for a while: that line as it is. It comes again when it has. */
			readonly unended?: LogLine;
	  };

/** A row that is a line of the log. */
export type LineRow = Extract<LogRow, {kind: 'line'}>;

/** What is looked for in a log. `text` is what was typed, with `!` for the inverse: the lines that do not match. */
export type Filter = {readonly text: string; readonly pattern: RegExp; readonly inverse: boolean};

/** An ERROR/Exception line with the traceback that belongs to it: one thing. Equal ones of one source are counted together. */
export type ErrorEvent = {
	readonly key: string;
	readonly source: LogSource;
	/** The newest occurrence: its time, its line, and the lines folded under it. */
	readonly at: Date | undefined;
	readonly line: LogLine;
	readonly details: readonly string[];
	/** What to show in a table: the exception when there is one, else the message without its time and level. */
	readonly summary: string;
	/** Where in the project's own code the exception came from: `load_patients (/app/data.py)`; undefined where no line says so. */
	readonly frame: string | undefined;
	/** What equal errors have in common, from one run to the next and from one release to the next. */
	readonly fingerprint: string;
	readonly count: number;
	/** When the first of those that are counted was written; undefined where its line does not say. */
	readonly first: Date | undefined;
	/** Whether it was not seen before the last good run; undefined where that cannot be told. */
	readonly isNew: boolean | undefined;
};

/** How much was looked at, so that finding nothing says something. */
export type Searched = {
	readonly lines: number;
	readonly bytes: number;
	/** The times of the oldest and newest line that carried one. */
	readonly from: Date | undefined;
	readonly to: Date | undefined;
	readonly range: SearchedRange;
};

/** Which part of a source was searched. */
export type SearchedRange =
	/** What was written in the last so many milliseconds. */
	| {readonly kind: 'last'; readonly milliseconds: number}
	/** What was written from one time on, its first line where that is undefined, and before another, undefined where that is not known. */
	| {readonly kind: 'between'; readonly since: Date | undefined; readonly until: Date | undefined}
	/** What was written since the last run of its job began, longer ago than that. */
	| {readonly kind: 'run'; readonly startedAt: Date}
	/** All of it, whenever it was written. */
	| {readonly kind: 'whole'}
	/** Its end, which does not reach back as far as it should: it is too large. */
	| {readonly kind: 'end'}
	| {readonly kind: 'nothing'};

/** How a source is in which so many errors were found. That something failed is said by what failed; a line about it is worth a look. */
export const assessErrors = (errors: number): Status => (errors > 0 ? 'warning' : 'ok');
