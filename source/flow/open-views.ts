import {problemIn} from '../domain/problem.ts';
import type {Engine} from '../engine/engine.ts';
import type {Keymap} from '../store/bound-keys.ts';
import {createLogStore} from '../store/log/screen.ts';
import {unread, type HeightOf, type Place, type Sources} from '../store/log/state.ts';
import {atStart} from '../store/scroll.ts';
import {
	closedAll,
	closedTop,
	opened,
	type Details,
	type Guard,
	type Section,
	type Session,
	type View,
} from '../store/session.ts';
import {createStore, type Store} from '../store/store.ts';
import type {Server} from './keep-connected.ts';
import {readLog} from './read-log.ts';
import type {UnderWay} from './under-way.ts';
import {until} from './wait.ts';

type Options = {
	readonly session: Store<Session>;
	readonly server: Pick<Server, 'reach'>;
	now(): Date;
	/** Is told of whoever reads for a view. */
	readonly underWay: UnderWay;
	readonly signal: AbortSignal;
};

/** Runs `read` on the connection there is and again on each that replaces a lost one; what else ends it is told to `broke`. */
const onReach = async (
	{server, signal}: Options,
	closing: AbortSignal,
	read: (engine: Engine, signal: AbortSignal) => Promise<void>,
	broke: (error: unknown) => void,
): Promise<void> => {
	const over = AbortSignal.any([signal, closing]);
	for (let again = true; again && !over.aborted;) {
		const reach = await until(server.reach, value => value !== undefined, over);
		if (reach === undefined) return;
		try {
			await read(reach.engine, AbortSignal.any([over, reach.lost]));
		} catch (error) {
			if (!over.aborted && !reach.lost.aborted) broke(error);
		}
		// Streams end quietly with the connection they were read from.
		again = reach.lost.aborted;
		if (again && !over.aborted) broke(reach.lost.reason);
	}
};

export type LogOptions = {
	readonly session: Store<Session>;
	readonly server: Pick<Server, 'link' | 'reach'>;
	/** What makes a line an error. */
	readonly errors: RegExp;
	now(): Date;
	readonly heightOf: HeightOf;
	readonly underWay: UnderWay;
	readonly signal: AbortSignal;
};

/** Opens a log, or several merged, on top of what is on the screen, and reads it until it is closed. `called` is its name where it has one. */
export const openLog = (sources: Sources, place: Place, options: LogOptions, called?: string, guard?: Guard): void => {
	const {session, server, errors, now, heightOf, underWay, signal} = options;
	const closing = new AbortController();
	const left = AbortSignal.any([signal, closing.signal]);
	const log = createLogStore({...unread(sources, place, heightOf), name: called});
	const title = called ?? sources.map(({name}) => name).join(' ');
	session.update(opened({kind: 'log', title, log, guard, left, close: () => closing.abort()}));
	underWay.add(readLog({log, server, errors, now, signal: left}));
};

/** What some details are about, whatever they show. */
type Watched<Seen> = {
	readonly title: string;
	/** What is known already. */
	readonly first?: Seen;
	watch(engine: Engine, signal: AbortSignal): AsyncIterable<Seen>;
	sections(seen: Seen, now: Date, chosen?: string): readonly Section[];
	/** The keys of the rows to choose from. */
	rows?(seen: Seen): readonly string[];
	/** Whether it reads differently as time goes by. */
	ticks?(seen: Seen): boolean;
};

/** Details that are open, for their keys. */
export type OpenedDetails<Seen> = {
	/** What was seen last. */
	seen(): Seen | undefined;
	/** The key of the row that is chosen. */
	chosen(): string | undefined;
	/** Chooses the row so many below, or above when negative; the first or the last where there are not so many. */
	choose(by: number): void;
	/** Whether that is still watched. */
	isCurrent(): boolean;
	close(): void;
};

/** Milliseconds between two times that what changes as time goes by is written. */
const aTick = 1000;

/** Opens details on top of what is on the screen, and keeps them true until they are closed. */
export const openDetails = <Seen>(
	{title, first, watch, sections, ticks, rows}: Watched<Seen>,
	keymapOf: (opened: OpenedDetails<Seen>) => Keymap | undefined,
	options: Options,
): void => {
	const closing = new AbortController();
	let last: {readonly seen: Seen} | undefined = first === undefined ? undefined : {seen: first};
	let choice: string | undefined;
	/** The row that was chosen may be gone, as any may be. */
	const chosen = (): string | undefined => {
		const keys = last === undefined ? [] : (rows?.(last.seen) ?? []);
		return choice !== undefined && keys.includes(choice) ? choice : keys[0];
	};
	const written = (seen: Seen): readonly Section[] => sections(seen, options.now(), chosen());
	const known = last === undefined ? [] : written(last.seen);
	const details = createStore<Details>({status: 'waiting', sections: known, problem: undefined});
	const show = (seen: Seen): void =>
		details.update(() => ({status: 'live', sections: written(seen), problem: undefined}));
	const ticking = setInterval(() => {
		if (last !== undefined && details.get().status === 'live' && ticks?.(last.seen) === true) show(last.seen);
	}, aTick);
	const view: View = {
		kind: 'details',
		title,
		details,
		scroll: createStore(atStart),
		keymap: keymapOf({
			seen: () => last?.seen,
			chosen,
			choose(by) {
				if (last === undefined) return;
				const {seen} = last;
				const keys = rows?.(seen) ?? [];
				const index = keys.indexOf(chosen() ?? '') + by;
				choice = keys[Math.max(0, Math.min(keys.length - 1, index))];
				details.update(before => ({...before, sections: written(seen)}));
			},
			isCurrent: () => details.get().status === 'live',
			close: () => closeView(options.session, view),
		}),
		close: () => closing.abort(),
	};
	options.session.update(opened(view));
	const reading = onReach(
		options,
		closing.signal,
		async (engine, signal) => {
			for await (const seen of watch(engine, signal)) {
				last = {seen};
				show(seen);
			}
		},
		error => details.update(before => ({...before, status: 'broken', problem: problemIn(error)})),
	);
	options.underWay.add(reading.finally(() => clearInterval(ticking)));
};

/** Closes what lies on top and ends what feeds it. */
export const closeView = (session: Store<Session>, view: View): void => {
	view.close();
	session.update(closedTop);
};

/** Closes all that lies on top of the overview. */
export const closeViews = (session: Store<Session>): void => {
	for (const view of session.get().views) view.close();
	session.update(closedAll);
};
