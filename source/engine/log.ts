import type {LineRow, LogRow, Searched} from '../domain/log.ts';
import type {Problem} from '../domain/problem.ts';

/**
 * A place between two rows of a log: for each of its sources, by key, the part and the position of the first line behind it. A source that
 * is missing has no line behind it yet.
 */
export type Mark = ReadonlyMap<string, {readonly part: string; readonly position: number}>;

/** Where to read from. `line` must be one that this log handed out; what is read before or after it leaves it out. */
export type Edge =
	| 'start'
	| 'end'
	/** Before the first line that was written then or later. */
	| {readonly time: Date}
	| {readonly mark: Mark}
	| {readonly row: LineRow};

/** A stretch of a log without a hole in it. */
export type LogWindow = {
	readonly rows: readonly LogRow[];
	/** Where it begins and ends: what is read before the one and after the other joins it without a gap and without a repetition. */
	readonly start: Mark;
	readonly end: Mark;
	/** Whether the log has more in the direction that was read, as far as is known. */
	readonly more: boolean;
};

/** What was written since the last time; no rows are a sign of life. */
export type Followed = {
	readonly rows: readonly LogRow[];
	/**
	 * Behind all rows so far: what is followed or read from here goes on without a gap and without a repetition. Of several logs the last row
	 * does not say that: another one may be late with what it wrote before.
	 */
	readonly end: Mark;
	/** Why nothing can be read now, for as long as that is so: its file is not there, or may not be read. */
	readonly problem?: Problem;
};

export type LogQuery = {
	readonly pattern: RegExp;
	/** Finds the lines that do not match. */
	readonly inverse: boolean;
	/** Lines around each hit that are handed out with it: those around it in its own log, where several are merged. */
	readonly context: number;
	/** Searches from here, and up to there. */
	readonly from: Edge;
	readonly to: Edge;
};

/** How far a search has come. What it names has been searched, all of it. */
export type Progress = {
	readonly searched: Searched;
	/** 0 to 1, undefined where the whole is not known. */
	readonly done: number | undefined;
};

/**
 * Rows of a search, in the order of the log. `hit` tells them from those around them; `apart` stands where lines were left out before it, of any log
 * where several are merged, and where that is not known.
 */
export type FoundRow = {readonly row: LogRow; readonly hit: boolean; readonly apart: boolean};

export type Found = Progress & {
	/** Those since the last time. */
	readonly rows: readonly FoundRow[];
	/** Set once everything has been searched: where to go on from, with `follow`. */
	readonly end: Mark | undefined;
	/** What could not be searched, and why: all so far. */
	readonly problems: readonly Problem[];
};

/** One error: the line it begins with, the lines that belong to it, and the exception's own line where there is one. */
export type FoundError = {
	readonly row: LineRow;
	readonly details: readonly string[];
	readonly exception: string | undefined;
};

/** The errors of a log, each as often as it was written, in the order of the log: those since the last time. */
export type FoundErrors = Progress & {
	readonly events: readonly FoundError[];
	/** Set once everything has been searched: where to go on from, with `follow`. */
	readonly end: Mark | undefined;
	/** Those of the last events that may go on behind the end: nothing that was searched stands behind them. */
	readonly open?: readonly FoundError[];
	/** What could not be searched, and why: all so far. */
	readonly problems: readonly Problem[];
};

/**
 * One log, or several merged in the order of time, as somebody reads it: by windows, onwards, and through a search. The text of every row has its
 * secrets masked. Everything throws a `ProblemError` when it fails, and ends quietly on its signal.
 */
export type Log = {
	/** About so many rows (`count`) before or after a place, fewer where the log ends or they are very long. */
	read(from: Edge, direction: 'before' | 'after', count: number, signal: AbortSignal): Promise<LogWindow>;
	/**
	 * What is behind a place, from then on, as it comes; with a rule where a file was rotated, emptied or replaced and where a container was
	 * started, stopped or made anew. Yields no rows as a sign of life at every heartbeat.
	 */
	follow(from: Mark, signal: AbortSignal): AsyncIterable<Followed>;
	/** Searches the whole of a range, on the host where that can be. Ends after the one with an `end`. Stops on the host too when `signal` aborts. */
	search(query: LogQuery, signal: AbortSignal): AsyncIterable<Found>;
	/** Finds the errors, as the Errors pane does, but does not count equal ones together. Ends when all has been searched. */
	findErrors(from: Edge, to: Edge, signal: AbortSignal): AsyncIterable<FoundErrors>;
};
