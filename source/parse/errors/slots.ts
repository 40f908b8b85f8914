/** What is gathered over time, parted by when it was written, so that what is old can be forgotten. */
export type Slots<Part> = {
	/** What is gathered of this time, in milliseconds; -Infinity is before any other. */
	at(time: number): Part;
	/** Forgets what was written before this, to a quarter of an hour. */
	forget(before: number): void;
	parts(): Iterable<Part>;
	/** Each part with a time of its own. */
	entries(): Iterable<readonly [time: number, part: Part]>;
};

const size = 15 * 60_000;

export const createSlots = <Part>(empty: () => Part): Slots<Part> => {
	const parts = new Map<number, Part>();
	return {
		at(time) {
			const start = Math.floor(time / size) * size;
			const known = parts.get(start);
			if (known !== undefined) return known;
			const part = empty();
			parts.set(start, part);
			return part;
		},
		forget(before) {
			for (const start of parts.keys()) if (start + size <= before) parts.delete(start);
		},
		parts: () => parts.values(),
		entries: () => parts.entries(),
	};
};
