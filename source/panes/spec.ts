import type {HostConfig} from '../config/config.ts';
import type {Action} from '../domain/action.ts';
import type {Status} from '../domain/status.ts';
import type {Tone} from '../domain/tone.ts';
import type {Engine, Visible} from '../engine/engine.ts';
import type {Binding} from '../keys/keymap.ts';
import type {Snapshot} from '../store/feed.ts';
import type {Place, Sources} from '../store/log/state.ts';
import type {Flash, Section} from '../store/session.ts';

/** What a row must have: a key that stays the same while the row moves. */
export type Keyed = {readonly key: string};

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
	tone?(row: Row, now: Date): Tone;
};

/** What a key may use. It is read when the key is pressed, never earlier. */
export type PaneContext<Row> = {
	readonly row: Row | undefined;
	readonly rows: readonly Row[];
	readonly host: HostConfig;
	/** Undefined while there is no connection. */
	readonly engine: Engine | undefined;
	/** Why nothing may be changed now: old rows, no connection, an action going on. Undefined when it may. */
	readonly held: string | undefined;
	/** Asks where the action wants that, then performs it. */
	ask(action: Action<Engine>): void;
	/** Opens a log, or several merged. */
	openLog(sources: Sources, place: Place): void;
	openDetails(title: string, watch: (engine: Engine, signal: AbortSignal) => AsyncIterable<readonly Section[]>): void;
	say(flash: Flash): void;
};

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
	watch(engine: Engine, visible: Visible, host: HostConfig, signal: AbortSignal): AsyncIterable<Snapshot<Row>>;
};
