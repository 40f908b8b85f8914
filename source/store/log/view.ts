import type {Filter, LogRow, LogSource, Searched} from '../../domain/log.ts';
import type {Problem} from '../../domain/problem.ts';

/** What is drawn as one row, before it is wrapped. `key` is the same for as long as it is held. */
export type ViewRow = {readonly key: number; readonly row: LogRow} & {
	/** Whether it is what the filter looks for, or stands around such a line. */
	readonly hit: boolean;
	/** Lines were left out before this one: by the filter. */
	readonly apart: boolean;
	/** Milliseconds since the line before it, where that is longer than usual here. */
	readonly gap: number | undefined;
	/** Somebody marked it. */
	readonly marked: boolean;
	/** Where it is a rule in the place of what the filter found and there was no room for: how many rows that were. */
	readonly dropped?: number;
};

/** Rows in their order. A plain array is one too; the rows of a view are held in pieces, so that adding to them copies none. */
export type Rows = {
	readonly length: number;
	at(index: number): ViewRow | undefined;
	slice(start: number, end: number): readonly ViewRow[];
};

/** What is on the screen begins `skip` screen lines into this row; a wrapped row takes several. */
export type Top = {readonly row: number; readonly skip: number};

/** `0` to `6`: the end, the start, or what was written in the last so many milliseconds. */
export type Range = 'tail' | 'head' | {readonly last: number};

/** How times are shown in front of the lines. */
export type Times = 'off' | 'local' | 'server' | 'utc' | 'relative';

/** Lines shown around each hit; `all` shows the whole log with its hits. */
export type Context = 0 | 3 | 10 | 'all';

/** How far a search for the filter or for the errors has come. */
export type Search = {
	readonly status: 'idle' | 'searching' | 'done' | 'stopped';
	readonly found: number;
	readonly searched: Searched | undefined;
	/** 0 to 1 where it is known. */
	readonly done: number | undefined;
	readonly problems: readonly Problem[];
};

/** Where the errors are: each by the part and position of its first line, in the order of the log. */
export type Ticks = ReadonlyArray<{
	readonly source: string;
	readonly part: string;
	readonly position: number;
	readonly at: Date | undefined;
}>;

/** One log as somebody reads it. `rows` is the stretch on hand: of the log itself, or of what the filter found in it. */
export type LogView = {
	readonly sources: readonly LogSource[];
	/** What it is called where that is not the names of its sources: `all logs`. */
	readonly name: string | undefined;
	readonly status: 'waiting' | 'live' | 'broken';
	readonly problem: Problem | undefined;
	readonly rows: Rows;
	/** Index of the row that keys act on; -1 when there is none. */
	readonly cursor: number;
	readonly top: Top;
	/** Cells of the screen that the rows have. */
	readonly width: number;
	readonly height: number;
	/** Whether the log has more before and after what is on hand, and whether that is being read. */
	readonly before: 'none' | 'more' | 'reading';
	readonly after: 'none' | 'more' | 'reading';
	readonly following: boolean;
	/** Lines that came while not following. */
	readonly unseen: number;
	/** Lines that could not be held, where the filter found more than there is room for. */
	readonly dropped: number;
	readonly range: Range;
	/** When a range that is not the whole log begins, once that is known; `all` where it had nothing and more is shown. */
	readonly since: Date | 'all' | undefined;
	/** Said once when a range had nothing and more is shown: `nothing in 1h, so its last lines: newest 3d ago`. */
	readonly widened: string | undefined;
	readonly filter: Filter | undefined;
	readonly context: Context;
	readonly times: Times;
	readonly wrap: boolean;
	/** JSON and logfmt lines as they are written. */
	readonly raw: boolean;
	readonly search: Search;
	readonly errors: Search & {readonly ticks: Ticks};
};
