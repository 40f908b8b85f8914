import {pause} from './pause.ts';

/** A source that speaks at once and then every so many milliseconds. Ends quietly on its signal. */
export const ticks = (milliseconds: number) =>
	async function* (signal: AbortSignal): AsyncGenerator<number> {
		while (!signal.aborted) {
			yield performance.now();
			await pause(milliseconds, signal);
		}
	};
