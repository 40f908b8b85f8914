import type {SearchedSource} from '../../engine.ts';

/** A source that is being searched and followed. */
export type Watched = {
	seen(): SearchedSource;
	/** Whether everything there was when it began has been searched, or cannot be. */
	isComplete(): boolean;
	/** Resolves when the watching has ended; never rejects. */
	readonly done: Promise<void>;
};

/** Sources of one kind. */
export type Part = {
	/** Resolves when the signal has aborted and all has been let go. */
	readonly done: Promise<void>;
	seen(): readonly SearchedSource[];
	/** Whether it is known which there are, and what they held has been searched. */
	isComplete(): boolean;
};

export type Wanted = {
	/** What is the same watching: another one under the same name replaces it. */
	readonly identity: string;
	start(signal: AbortSignal): Watched;
};

type Entry = {readonly watched: Watched; readonly stop: AbortController};

export type Roster = {
	/** From now on these are watched, in this order; the others are stopped. */
	assign(wanted: readonly Wanted[]): void;
	seen(): readonly SearchedSource[];
	isComplete(): boolean;
	/** Stops all, and waits until each has let go of what it held. */
	close(): Promise<void>;
};

const begin = ({start}: Wanted): Entry => {
	const stop = new AbortController();
	return {watched: start(stop.signal), stop};
};

/** The sources that are watched at one time. Those that stay wanted are not disturbed by others that come and go. */
export const createRoster = (): Roster => {
	let entries: ReadonlyMap<string, Entry> = new Map();
	const ending = new Set<Promise<void>>();

	const end = ({watched, stop}: Entry): void => {
		stop.abort();
		ending.add(watched.done);
		void watched.done.then(() => ending.delete(watched.done));
	};

	const assign = (wanted: readonly Wanted[]): void => {
		const before = entries;
		const identities = new Set(wanted.map(({identity}) => identity));
		for (const [identity, entry] of before) if (!identities.has(identity)) end(entry);
		entries = new Map(wanted.map(one => [one.identity, before.get(one.identity) ?? begin(one)]));
	};

	return {
		assign,
		seen: () => [...entries.values()].map(({watched}) => watched.seen()),
		isComplete: () => [...entries.values()].every(({watched}) => watched.isComplete()),
		async close() {
			assign([]);
			await Promise.all(ending);
		},
	};
};
