import type {Action} from '../domain/action.ts';
import type {LogSource} from '../domain/log.ts';
import type {Problem} from '../domain/problem.ts';
import {severity, worst, type Status} from '../domain/status.ts';
import type {Tone} from '../domain/tone.ts';
import type {HostConfig} from '../config/config.ts';
import type {Engine, Place, Visible} from '../engine/engine.ts';
import type {Server} from '../flow/keep-connected.ts';
import {keepFeeding} from '../flow/keep-feeding.ts';
import {bind, type Binding, type Keymap} from '../keys/keymap.ts';
import {initialCursor, moved, onScreen, resized, settled, type Cursor} from '../store/cursor.ts';
import {isCurrent, waiting, type Feed, type Snapshot} from '../store/feed.ts';
import type {Flash, Section} from '../store/session.ts';
import {createStore, type Readable} from '../store/store.ts';

type Keyed = {readonly key: string};

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
	openLog(source: LogSource, place: Place): void;
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

/** One cell as it will be drawn. */
export type Cell = {readonly text: string; readonly tone: Tone};

/** A pane as the screen sees it, whatever its rows are made of. */
export type Pane = {
	readonly id: string;
	readonly name: string;
	readonly columns: ReadonlyArray<Omit<Column<never>, 'text' | 'tone'>>;
	readonly empty: string;
	/** Milliseconds between two signs of life of its source. */
	readonly interval: number;
	readonly feed: Readable<Feed<Keyed>>;
	readonly cursor: Readable<Cursor>;
	/** The cells of a row; undefined when there is no such row. Only rows on the screen are asked for. */
	cells(
		index: number,
		now: Date,
	): {readonly key: string; readonly status: Status; readonly cells: readonly Cell[]} | undefined;
	/** The pane's own verdict, which is unknown as long as its rows are not current. */
	verdict(now: Date): {readonly status: Status; readonly text: string};
	/** Its keys. `tools` is asked for them anew at every key, so that nothing is older than the key. */
	keymap(tools: () => PaneTools): Keymap;
	move(by: number): void;
	resize(height: number): void;
	/** Keeps its feed filled from the server for as long as `signal` lasts. */
	keepFed(options: KeepFed): Promise<void>;
};

type KeepFed = {
	readonly server: Pick<Server, 'link' | 'reach'>;
	readonly host: HostConfig;
	now(): Date;
	readonly signal: AbortSignal;
};

/** Milliseconds between two updates of a pane: ten a second is as fast as anybody reads. */
const atMostEvery = 100;

/** What the composition root lends every pane. */
export type PaneTools = Omit<PaneContext<never>, 'row' | 'rows' | 'held' | 'ask'> & {
	ask(action: Action<Engine>, held: () => string | undefined): void;
	now(): Date;
	/** Why no action may begin, whatever the pane: no connection, or one going on. */
	readonly busy: string | undefined;
};

const byStatus =
	<Row>(status: (row: Row) => Status) =>
	(one: Row, other: Row): number =>
		severity(status(other)) - severity(status(one));

const partsMissing = (problems: readonly Problem[]): readonly Status[] => (problems.length > 0 ? ['unknown'] : []);

/** Brings a declared pane to life: its feed, its cursor and its keys. */
export const createPane = <Row extends Keyed>(spec: PaneSpec<Row>, interval: number): Pane => {
	const feed = createStore<Feed<Row>>(waiting());
	const cursor = createStore<Cursor>(initialCursor);
	feed.subscribe(() => cursor.update(settled(feed.get().rows)));

	const visible: Visible = {
		get: () => onScreen(feed.get().rows, cursor.get()).map(({key}) => key),
		subscribe: changed => cursor.subscribe(changed),
	};

	return {
		id: spec.id,
		name: spec.name,
		columns: spec.columns,
		empty: spec.empty,
		interval,
		feed,
		cursor,
		cells(index, now) {
			const row = feed.get().rows[index];
			if (row === undefined) return undefined;
			return {
				key: row.key,
				status: spec.status(row),
				cells: spec.columns.map(({text, tone}) => ({text: text(row, now), tone: tone?.(row, now) ?? 'plain'})),
			};
		},
		verdict(now) {
			const current = feed.get();
			const {rows, problems, whenEmpty} = current;
			if (current.status === 'waiting') return {status: 'unknown', text: 'waiting'};
			if (!isCurrent(current, interval, now)) return {status: 'unknown', text: 'not known'};
			const seen = rows.length === 0 ? [whenEmpty] : rows.map(row => spec.status(row));
			return {status: worst([...seen, ...partsMissing(problems)]), text: spec.summary(rows)};
		},
		keymap(tools) {
			const context = (): PaneContext<Row> => {
				const {rows} = feed.get();
				const {key} = cursor.get();
				const now = tools();
				const held = (): string | undefined =>
					isCurrent(feed.get(), interval, tools().now()) ? tools().busy : 'what is shown is not current';
				return {
					...now,
					row: rows.find(row => row.key === key),
					rows,
					held: held(),
					ask: action => now.ask(action, held),
				};
			};
			return bind(spec.name, spec.bindings, context, tools().host);
		},
		move(by) {
			cursor.update(moved(by, feed.get().rows));
		},
		resize(height) {
			cursor.update(resized(height, feed.get().rows));
		},
		keepFed({server, host, now, signal}) {
			async function* watch(engine: Engine, lasting: AbortSignal): AsyncIterable<Snapshot<Row>> {
				for await (const snapshot of spec.watch(engine, visible, host, lasting)) {
					yield {...snapshot, rows: snapshot.rows.toSorted(byStatus(row => spec.status(row)))};
				}
			}
			return keepFeeding({watch, feed, server, now, rest: atMostEvery, signal});
		},
	};
};
