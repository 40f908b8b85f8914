import {createBell} from './bell.ts';

/**
 * Hands on what a source yields, and from its first value on `idle` whenever it has been silent for so many milliseconds: before that
 * nothing is known of it. Ends quietly on `signal`.
 */
export async function* withHeartbeat<Value>(
	start: (signal: AbortSignal) => AsyncGenerator<Value, void, undefined>,
	idle: Value,
	milliseconds: number,
	signal: AbortSignal,
): AsyncGenerator<Value, void, undefined> {
	const stop = new AbortController();
	const source = start(AbortSignal.any([signal, stop.signal]));
	const bell = createBell();
	let answer: {readonly result: IteratorResult<Value, void>} | {readonly error: unknown} | undefined;
	const ask = async (): Promise<void> => {
		answer = undefined;
		try {
			answer = {result: await source.next()};
		} catch (error) {
			answer = {error};
		}
		bell.ring();
	};

	try {
		void ask();
		for (let hasSpoken = false; ;) {
			const isSilent = !(await bell.within(milliseconds, signal));
			if (answer === undefined) {
				if (signal.aborted) return;
				if (isSilent && hasSpoken) yield idle;
				continue;
			}
			if ('error' in answer) {
				if (signal.aborted) return;
				throw answer.error;
			}
			if (answer.result.done === true) return;
			const {value} = answer.result;
			void ask();
			hasSpoken = true;
			yield value;
		}
	} finally {
		stop.abort(); // Before anything else: a source that waits for bytes would wait on.
		await source.return();
	}
}
