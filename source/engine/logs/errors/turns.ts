import {orAborted} from '../../../streams/or-aborted.ts';

/** Lets one at a time do what is heavy for the host, in the order they came. Rejects with the signal's reason when it aborts before. */
export type Turns = <Value>(work: () => Promise<Value>, signal: AbortSignal) => Promise<Value>;

export const createTurns = (): Turns => {
	let last: Promise<void> = Promise.resolve();
	return async (work, signal) => {
		const before = last;
		const {promise, resolve} = Promise.withResolvers<void>();
		last = promise;
		try {
			await orAborted(before, signal);
			return await work();
		} finally {
			// Whoever gave up while waiting does not let the next one overtake.
			void before.then(resolve);
		}
	};
};
