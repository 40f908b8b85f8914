/** Does one thing after the other for each of several names. */
export type Turns = {
	/** Rejects as the work does; what comes after it is done all the same. */
	take<Value>(name: string, work: () => Promise<Value>): Promise<Value>;
	/** Resolves when all that was begun is over; never rejects. */
	over(): Promise<void>;
};

export const createTurns = (): Turns => {
	const under = new Map<string, Promise<unknown>>();
	return {
		take(name, work) {
			const mine = (under.get(name) ?? Promise.resolve()).then(work);
			under.set(
				name,
				mine.catch(() => {}), // Told to the one who asked.
			);
			return mine;
		},
		async over() {
			await Promise.all(under.values());
		},
	};
};
