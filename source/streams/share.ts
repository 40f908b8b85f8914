import {createBell, type Bell} from './bell.ts';

/** Gives everybody who reads it the same running source. */
export type Shared<Value> = (signal: AbortSignal) => AsyncIterable<Value>;

type Run<Value> = {
	readonly stop: AbortController;
	/** One for each reader, rung at each value and at the end. */
	readonly bells: Set<Bell>;
	latest: {readonly value: Value} | undefined;
	ended: {readonly failure: {readonly error: unknown} | undefined} | undefined;
};

/**
 * One source for many readers. It starts with the first reader and stops with the last. A new reader gets the latest value at once, and a
 * slow one misses the values in between, so nothing piles up. A failure reaches every reader; the next one starts the source
 * anew. Reading ends quietly on the reader's own signal.
 */
export const share = <Value>(source: (signal: AbortSignal) => AsyncIterable<Value>): Shared<Value> => {
	let current: Run<Value> | undefined;

	const forget = (run: Run<Value>): void => {
		if (current === run) current = undefined;
	};

	const start = (): Run<Value> => {
		const run: Run<Value> = {
			stop: new AbortController(),
			bells: new Set(),
			latest: undefined,
			ended: undefined,
		};
		void pour(source(run.stop.signal), run).then(() => forget(run));
		return run;
	};

	return async function* read(signal) {
		if (signal.aborted) return;
		current ??= start();
		const run = current;
		const bell = createBell();
		run.bells.add(bell);
		signal.addEventListener('abort', bell.ring, {once: true});
		try {
			for (let seen: Run<Value>['latest']; !signal.aborted;) {
				if (run.latest !== undefined && run.latest !== seen) {
					seen = run.latest;
					yield seen.value;
				} else if (run.ended === undefined) {
					await bell.rung();
				} else {
					if (run.ended.failure !== undefined) throw run.ended.failure.error;
					return;
				}
			}
		} finally {
			signal.removeEventListener('abort', bell.ring);
			run.bells.delete(bell);
			if (run.bells.size === 0) {
				forget(run);
				run.stop.abort();
			}
		}
	};
};

const pour = async <Value>(source: AsyncIterable<Value>, run: Run<Value>): Promise<void> => {
	const tell = (): void => {
		for (const bell of run.bells) bell.ring();
	};
	try {
		for await (const value of source) {
			run.latest = {value};
			tell();
		}

		run.ended = {failure: undefined};
	} catch (error) {
		run.ended = {failure: {error}};
	}

	tell();
};
