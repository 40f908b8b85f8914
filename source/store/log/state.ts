import type {Filter, LogSource} from '../../domain/log.ts';
import {uncovered, type Coverage} from './coverage.ts';
import {noRows, type HeldRows} from './held-rows.ts';
import type {Spot, Spots} from './spots.ts';
import type {LogView, Search, ViewRow} from './view.ts';

/** What a log consists of, merged where it is several. */
export type Sources = readonly [LogSource, ...LogSource[]];

/** Where somebody wants to be in a log. */
export type Place = 'start' | 'end' | {readonly around: Spot};

/** Where what is on hand can be continued from, as the source understands it. */
export type Seam = {readonly mark: ReadonlyMap<string, {readonly part: string; readonly position: number}>};

/** Screen lines that a row takes as a view shows it. */
export type HeightOf = (row: ViewRow, view: LogView) => number;

/** A log as somebody reads it, with what only its own updates and whoever reads the source for it need to know. */
export type LogState = Omit<LogView, 'rows' | 'sources' | 'errors'> & {
	readonly errors: Search & {readonly ticks: Spots};
	readonly sources: Sources;
	readonly rows: HeldRows;
	/** What is wanted: it is another one whenever the log is to be read anew, for another place, range, filter or context. */
	readonly wish: {readonly place: Place};
	/** The ends of what is on hand. */
	readonly start: Seam | undefined;
	readonly end: Seam | undefined;
	/** The keys that the next rows get before and after those on hand. */
	readonly keys: {readonly before: number; readonly after: number};
	/** The row of the cursor belongs in the middle of the screen, as soon as there is one. */
	readonly centring: boolean;
	/** Milliseconds from one line to the next. */
	readonly usual: number | undefined;
	/** The marked lines, by the id of their spot, whether or not they are on hand. */
	readonly marks: ReadonlySet<string>;
	/** Where the hits are while the whole log is shown with them. */
	readonly hits: Spots;
	/** What the searches for hits and for errors looked at. */
	readonly coverage: {readonly search: Coverage; readonly errors: Coverage};
	/** How many of the last errors and hits came while the search for those before them went on. */
	readonly late: {readonly errors: number; readonly hits: number};
	readonly heightOf: HeightOf;
};

export type Update = (state: LogState) => LogState;

export const idle: Search = {status: 'idle', found: 0, searched: undefined, done: undefined, problems: []};

/** A log of which nothing has been read. */
export const unread = (sources: Sources, place: Place, heightOf: HeightOf, filter?: Filter): LogState => ({
	sources,
	name: undefined,
	wish: {place},
	status: 'waiting',
	problem: undefined,
	rows: noRows,
	start: undefined,
	end: undefined,
	keys: {before: -1, after: 0},
	cursor: -1,
	top: {row: 0, skip: 0},
	centring: false,
	width: 0,
	height: 0,
	before: 'none',
	after: 'none',
	following: place === 'end',
	unseen: 0,
	dropped: 0,
	range: 'tail',
	since: undefined,
	widened: undefined,
	filter,
	context: 0,
	times: 'off',
	wrap: false,
	raw: false,
	usual: undefined,
	marks: new Set(),
	hits: [],
	coverage: {search: uncovered, errors: uncovered},
	late: {errors: 0, hits: 0},
	search: idle,
	errors: {...idle, ticks: []},
	heightOf,
});

/** Whether rows are what the filter found, with others left out between them. */
export const isSifted = ({filter, context}: Pick<LogView, 'filter' | 'context'>): boolean =>
	filter !== undefined && context !== 'all';
