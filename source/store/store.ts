/** A value somebody may read and watch, but not change. */
export type Readable<Value> = {
	get(): Value;
	/** Calls back after each change; returns the way to stop. */
	subscribe(changed: () => void): () => void;
};

export type Store<Value> = Readable<Value> & {
	/** Replaces the value by what `next` makes of it. The same value again is no change and wakes nobody. */
	update(next: (value: Value) => Value): void;
};

export const createStore = <Value>(initial: Value): Store<Value> => {
	let value = initial;
	const watchers = new Set<() => void>();
	return {
		get: () => value,
		subscribe(changed) {
			watchers.add(changed);
			return () => watchers.delete(changed);
		},
		update(next) {
			const updated = next(value);
			if (Object.is(updated, value)) return;
			value = updated;
			for (const changed of watchers) changed();
		},
	};
};
