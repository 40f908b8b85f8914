/** A running stream of whole states, of which a test waits for some. */
export type Watched<Value> = Disposable & {
	/** Resolves with the first state from now on, or the latest so far, that is as wanted; rejects with what was seen last after `patience` milliseconds. */
	until(wanted: (value: Value) => boolean, patience?: number): Promise<Value>;
};

/** Reads a stream from now on until disposed of. */
export const watching = <Value>(open: (signal: AbortSignal) => AsyncIterable<Value>): Watched<Value> => {
	const stop = new AbortController();
	let latest: {readonly value: Value} | undefined;
	let failure: {readonly error: unknown} | undefined;
	let news = Promise.withResolvers<void>();
	const tell = (): void => {
		const {resolve} = news;
		news = Promise.withResolvers();
		resolve();
	};
	const read = async (): Promise<void> => {
		try {
			for await (const value of open(stop.signal)) {
				latest = {value};
				tell();
			}
			failure = {error: new Error('the stream ended')};
		} catch (error) {
			failure = {error};
		}
		tell();
	};
	void read();
	return {
		async until(wanted, patience = 15_000) {
			const late = AbortSignal.timeout(patience);
			const lateness = new Promise<void>(resolve => {
				late.addEventListener('abort', () => resolve(), {once: true});
			});
			for (;;) {
				if (latest !== undefined && wanted(latest.value)) return latest.value;
				if (failure !== undefined) throw failure.error;
				if (late.aborted)
					throw new Error(`not seen in ${patience} ms, but: ${JSON.stringify(latest?.value, undefined, 1)}`);
				await Promise.race([news.promise, lateness]);
			}
		},
		[Symbol.dispose]: () => stop.abort(),
	};
};
