import {setTimeout} from 'node:timers/promises';

/** Resolves after so many milliseconds, or at once when `signal` aborts. */
export const pause = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
	await setTimeout(milliseconds, undefined, {signal}).catch((error: unknown) => {
		if (!signal.aborted) throw error;
	});
};
