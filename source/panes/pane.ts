import type {HostConfig} from '../config/config.ts';
import type {Action} from '../domain/action.ts';
import type {Problem} from '../domain/problem.ts';
import {severity, worst, type Status} from '../domain/status.ts';
import type {Tone} from '../domain/tone.ts';
import type {Engine, Visible} from '../engine/engine.ts';
import type {Server} from '../flow/keep-connected.ts';
import {keepFeeding} from '../flow/keep-feeding.ts';
import {bind, type Keymap} from '../keys/keymap.ts';
import {initialCursor, moved, onScreen, resized, settled, type Cursor} from '../store/cursor.ts';
import {isCurrent, waiting, type Feed, type Snapshot} from '../store/feed.ts';
import {createStore, type Readable} from '../store/store.ts';
import type {Bars, Column, DetailsKeys, Keyed, PaneContext, PaneSpec, Tools} from './spec.ts';

/** One cell as it will be drawn. */
export type Cell = {readonly text: string; readonly tone: Tone; readonly bars?: Bars | undefined};

/** A pane as the screen sees it, whatever its rows are made of. */
export type Pane = {
	readonly id: string;
	readonly name: string;
	readonly columns: ReadonlyArray<Omit<Column<never>, 'text' | 'tone' | 'bars'>>;
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
	/** The keys of the details that it opens, for the page of all keys. */
	readonly details: readonly DetailsKeys[];
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
export type PaneTools = Omit<Tools, 'held' | 'ask'> & {
	ask(action: Action<Engine>, held: () => string | undefined): void;
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
		details: spec.details ?? [],
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
				cells: spec.columns.map(({text, tone, bars}) => ({
					text: text(row, now),
					tone: tone?.(row, now) ?? 'plain',
					bars: bars?.of(row, now),
				})),
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
