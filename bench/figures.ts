/** The middle one of several measurements. */
export const median = (values: readonly number[]): number => {
	const sorted = values.toSorted((one, other) => one - other);
	return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
};

/** Milliseconds that `work` takes. */
export const timed = async (work: () => Promise<unknown>): Promise<number> => {
	const began = performance.now();
	await work();
	return performance.now() - began;
};

/** Runs each contender in turn, `rounds` times, so that a noisy moment hits all of them; medians in milliseconds, by name. */
export const sideBySide = async (
	contenders: Readonly<Record<string, () => Promise<unknown>>>,
	rounds: number,
): Promise<Readonly<Record<string, number>>> => {
	const times: Record<string, number[]> = {};
	for (let round = 0; round < rounds; round += 1) {
		for (const [name, work] of Object.entries(contenders)) (times[name] ??= []).push(await timed(work));
	}
	return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
};
