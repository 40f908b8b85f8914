import {setTimeout as pause} from 'node:timers/promises';

/** Resolves as soon as the condition holds; rejects with `describe()` when it does not within `patience` milliseconds. */
export const waitUntil = async (
	condition: () => boolean | Promise<boolean>,
	describe: () => string,
	patience = 15_000,
): Promise<void> => {
	const end = performance.now() + patience;
	while (!(await condition())) {
		if (performance.now() > end) throw new Error(describe());
		await pause(10);
	}
};
