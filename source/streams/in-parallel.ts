/** Does the work for each item, `limit` at a time. The first failure is thrown once those under way are done; no more are begun. */
export const inParallel = async <Item>(
	items: readonly Item[],
	limit: number,
	work: (item: Item) => Promise<void>,
): Promise<void> => {
	const left = items.values();
	const take = async (): Promise<void> => {
		for (const item of left) await work(item);
	};
	const takers = await Promise.allSettled(Array.from({length: Math.min(limit, items.length)}, take));
	const failed = takers.find(taker => taker.status === 'rejected');
	if (failed !== undefined) throw failed.reason;
};
