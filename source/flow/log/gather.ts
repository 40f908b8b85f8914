/** Gathers what comes and hands it on at once when nothing came lately, else together, so often at most. */
export type Gatherer<Item> = {
	/** Resolves when there is room for more: whoever brings too much is made to wait. */
	put(items: readonly Item[], weight: number): Promise<void>;
	/** Hands on what is there, at once. */
	flush(): void;
	/** Lets go of what is there, and leaves no timer. */
	stop(): void;
};

/** What may wait to be handed on, in bytes about. */
const room = 4 * 1024 * 1024;

/** `rest` in milliseconds. */
export const createGatherer = <Item>(take: (items: readonly Item[]) => void, rest: number): Gatherer<Item> => {
	let waiting: Item[] = [];
	let heavy = 0;
	let isNew = false;
	let timer: NodeJS.Timeout | undefined;
	let emptied = Promise.withResolvers<void>();
	const give = (): void => {
		timer = undefined;
		if (!isNew) return;
		const items = waiting;
		waiting = [];
		heavy = 0;
		isNew = false;
		timer = setTimeout(give, rest);
		take(items);
		emptied.resolve();
		emptied = Promise.withResolvers<void>();
	};
	return {
		async put(items, weight) {
			for (const item of items) waiting.push(item);
			heavy += weight;
			isNew = true;
			if (timer === undefined) give();
			else if (heavy > room) await emptied.promise;
		},
		flush() {
			clearTimeout(timer);
			give();
		},
		stop() {
			clearTimeout(timer);
			waiting = [];
		},
	};
};
