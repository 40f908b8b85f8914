import type {HostConfig} from '../config/config.ts';
import type {Action} from '../domain/action.ts';
import type {Problem} from '../domain/problem.ts';
import type {StartedRun} from '../domain/jobs/started-run.ts';
import type {Status} from '../domain/status.ts';
import type {Tone} from '../domain/tone.ts';
import type {Engine, Visible} from '../engine/engine.ts';
import type {Binding} from '../keys/keymap.ts';
import type {Deed} from '../flow/perform.ts';
import type {Snapshot} from '../store/feed.ts';
import type {Place, Sources} from '../store/log/state.ts';
import type {AskedLine} from '../store/prompt.ts';
import type {Flash, Section} from '../store/session.ts';

/** What a row must have: a key that stays the same while the row moves. */
export type Keyed = {readonly key: string};

/** How something went, as heights side by side: the limit is the top, undefined is a gap. */
export type Bars = {readonly values: ReadonlyArray<number | undefined>; readonly limit: number};

/** A column: its words, and how it gives way when the screen is narrow. Widths are in terminal cells. */
export type Column<Row> = {
	readonly title: string;
	/** It is never narrower than this while it is shown. */
	readonly min: number;
	/** It is shown in full or not at all: half of an exit code says nothing. */
	readonly whole?: true;
	/** Columns with the highest number go first when there is no room; 0 never goes. */
	readonly yields: number;
	readonly align?: 'right';
	text(row: Row, now: Date): string;
	/** What is drawn instead of the text, in so many cells. */
	readonly bars?: {readonly cells: number; of(row: Row, now: Date): Bars};
	tone?(row: Row, now: Date): Tone;
};

/** What a key may use, in a pane and in the details of something. It is read when the key is pressed, never earlier. */
export type Tools = {
	readonly host: HostConfig;
	/** Undefined while there is no connection. */
	readonly engine: Engine | undefined;
	/** Why nothing may be changed now: old rows, no connection, an action going on. Undefined when it may. */
	readonly held: string | undefined;
	now(): Date;
	/** Asks where the action wants that, then performs it. */
	ask(action: Action<Engine>): void;
	/** Opens a log, or several merged. */
	openLog(sources: Sources, place: Place): void;
	/**
	 * Opens the output of a run that was started on the host, and says what it comes to; whoever leaves it while it goes on is asked whether to stop
	 * it. What `startedHere` is written down when it is over.
	 */
	openRun(run: StartedRun, how: {readonly startedHere: boolean}): void;
	openDetails<Seen>(details: DetailsSpec<Seen>): void;
	/** Asks for a line of text in the footer's place. */
	askLine(line: AskedLine): void;
	/** Puts a text into the clipboard and says so, calling it `what`. */
	copy(text: string, what: string): void;
	/**
	 * Writes down what was done that is no action: somebody looked at what is not for everybody. Resolves to why it could not, which is said too;
	 * undefined when it is written.
	 */
	writeDown(deed: Deed): Promise<Problem | undefined>;
	/** Does something beside the screen, on the connection there is, and says what it resolves to, or why it could not be done. */
	tell(doing: (engine: Engine, signal: AbortSignal) => Promise<Flash | undefined>): void;
	say(flash: Flash): void;
};

/** What a key of a pane may use. */
export type PaneContext<Row> = Tools & {
	readonly row: Row | undefined;
	readonly rows: readonly Row[];
};

/** What a key of some details may use. */
export type DetailsContext<Seen> = Tools & {
	/** What is shown; undefined while nothing is known yet. */
	readonly seen: Seen | undefined;
	/** The key of the row that is chosen, where there are rows to choose from. */
	readonly chosen: string | undefined;
	/** Closes them. */
	back(): void;
};

/** A screen about one thing, on top of the overview. */
export type DetailsSpec<Seen> = {
	readonly title: string;
	/** What is known already, shown until more is seen. */
	readonly first?: Seen;
	/** Is begun again on each connection that replaces a lost one. */
	watch(engine: Engine, signal: AbortSignal): AsyncIterable<Seen>;
	/** What was seen last, as it reads now. */
	sections(seen: Seen, now: Date, chosen?: string): readonly Section[];
	/** The keys of the rows to choose from, where there are any: moving about moves the choice then. */
	rows?(seen: Seen): readonly string[];
	/** Whether it reads differently as time goes by; it is written anew every second then. */
	ticks?(seen: Seen): boolean;
	/** Keys of its own; a key that moves about or leaves gives way to them. */
	readonly bindings?: ReadonlyArray<Binding<DetailsContext<Seen>>>;
};

/** The keys of some details by a title, for the page of all keys. */
export type DetailsKeys = {readonly title: string; readonly bindings: ReadonlyArray<Binding<never>>};

/** All there is to know about a pane: adding one is a file with this, and a line in `panes/index.ts`. */
export type PaneSpec<Row extends Keyed> = {
	readonly id: string;
	readonly name: string;
	readonly columns: ReadonlyArray<Column<Row>>;
	status(row: Row): Status;
	/** A few words for the header, with the rows' own nouns: `1 of 5 down`. */
	summary(rows: readonly Row[]): string;
	/** What an empty pane says: what it would show, and how to get there. */
	readonly empty: string;
	/** The first is what Enter does. */
	readonly bindings: ReadonlyArray<Binding<PaneContext<Row>>>;
	/** The keys of the details that it opens, where they have any. */
	readonly details?: readonly DetailsKeys[];
	watch(engine: Engine, visible: Visible, host: HostConfig, signal: AbortSignal): AsyncIterable<Snapshot<Row>>;
};
