import type {Stream} from './container.ts';
import type {Moment} from './moment.ts';

export type Entry = {readonly at: Moment; readonly from: Stream; readonly text: string};

type Follower = {written(): void; ended(): void};

/** What one container wrote, the oldest lines falling away. Entries are numbered from the first ever written. */
export type LogBook = {
	/** The number of the oldest entry still there, and of the one that will be written next. */
	readonly first: number;
	readonly next: number;
	at(number: number): Entry | undefined;
	append(entry: Entry): void;
	/** Calls back on every entry until the container ends; returns the way to stop. */
	follow(follower: Follower): () => void;
	/** Tells the followers that this life of the container is over. */
	end(): void;
};

export const createLogBook = (capacity = 20_000): LogBook => {
	let entries: Entry[] = [];
	let first = 0;
	const followers = new Set<Follower>();
	return {
		get first() {
			return first;
		},
		get next() {
			return first + entries.length;
		},
		at: number => entries[number - first],
		append(entry) {
			entries.push(entry);
			// Cut a tenth at a time: shifting one entry per line would copy the rest each time.
			if (entries.length > capacity) {
				const excess = Math.ceil(capacity / 10);
				entries = entries.slice(excess);
				first += excess;
			}
			for (const follower of followers) follower.written();
		},
		follow(follower) {
			followers.add(follower);
			return () => followers.delete(follower);
		},
		end() {
			for (const follower of followers) follower.ended();
			followers.clear();
		},
	};
};
