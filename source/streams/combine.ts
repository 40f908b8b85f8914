import {createBell} from './bell.ts';

type Source<Value> = (signal: AbortSignal) => AsyncIterable<Value>;
type Sources = Readonly<Record<string, Source<unknown>>>;

/** The latest value of each source. */
type Latest<Of extends Sources> = {
	readonly [Name in keyof Of]: Of[Name] extends Source<infer Value> ? Value : never;
};

/**
 * Reads several sources at once, and yields the latest value of each whenever one has a new one, from when all have one. Values that come
 * while the reader is busy are skipped but for the last. The first failure ends it and stops the others. Ends quietly on `signal`.
 */
export async function* combine<Of extends Sources>(sources: Of, signal: AbortSignal): AsyncGenerator<Latest<Of>> {
	if (signal.aborted) return;
	const stop = new AbortController();
	const bell = createBell();
	const end = (): void => {
		stop.abort(signal.reason);
		bell.ring();
	};
	signal.addEventListener('abort', end, {once: true});

	const latest = new Map<string, unknown>();
	let isNew = false;
	let failure: {readonly error: unknown} | undefined;
	const read = async (name: string, source: AsyncIterable<unknown>): Promise<void> => {
		try {
			for await (const value of source) {
				latest.set(name, value);
				isNew = true;
				bell.ring();
			}
		} catch (error) {
			failure ??= {error};
			bell.ring();
		}
	};

	const entries = Object.entries(sources);
	const reading = entries.map(([name, source]) => read(name, source(stop.signal)));
	try {
		while (!signal.aborted) {
			if (failure !== undefined) throw failure.error;
			if (isNew && latest.size === entries.length) {
				isNew = false;
				// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Each source has put its value under its own name.
				yield Object.fromEntries(latest) as Latest<Of>;
			} else {
				await bell.rung();
			}
		}
	} finally {
		signal.removeEventListener('abort', end);
		stop.abort();
		await Promise.all(reading);
	}
}
