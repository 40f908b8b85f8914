/** What goes on beside the screen and is awaited before the console ends: nothing is left half done. */
export type UnderWay = {
	add(doing: Promise<void>): void;
	/** Resolves when nothing goes on any more. */
	ended(): Promise<void>;
};

export const createUnderWay = (): UnderWay => {
	const going = new Set<Promise<void>>();
	return {
		add(doing) {
			const done = doing.finally(() => going.delete(done));
			going.add(done);
		},
		async ended() {
			while (going.size > 0) await Promise.all(going);
		},
	};
};
