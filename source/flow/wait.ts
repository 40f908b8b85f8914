import type {Readable} from '../store/store.ts';

/** Resolves when the value satisfies `wanted`, with it; undefined when `signal` aborts first. */
export const until = <Value, Wanted extends Value>(
	readable: Readable<Value>,
	wanted: (value: Value) => value is Wanted,
	signal: AbortSignal,
): Promise<Wanted | undefined> =>
	new Promise(resolve => {
		const settle = (value: Wanted | undefined): void => {
			stop();
			signal.removeEventListener('abort', aborted);
			resolve(value);
		};
		const look = (): void => {
			const value = readable.get();
			if (wanted(value)) settle(value);
		};
		const aborted = (): void => settle(undefined);
		const stop = readable.subscribe(look);
		if (signal.aborted) {
			settle(undefined);
			return;
		}
		signal.addEventListener('abort', aborted, {once: true});
		look();
	});

/** How long to wait before the given attempt (the first retry is 1): doubling from half a second up to 30 s. */
export const backOff = (attempt: number): number => Math.min(30_000, 500 * 2 ** (attempt - 1));
