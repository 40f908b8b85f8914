/** The first value of a stream that is enough; the stream is ended then. */
export const firstOf = async <Value>(
	source: (signal: AbortSignal) => AsyncIterable<Value>,
	signal: AbortSignal,
	enough: (value: Value) => boolean = () => true,
): Promise<Value> => {
	const over = new AbortController();
	try {
		for await (const value of source(AbortSignal.any([signal, over.signal]))) if (enough(value)) return value;
	} finally {
		over.abort();
	}
	throw signal.reason;
};
