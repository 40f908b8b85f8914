/** A line longer than this is no message of Docker's: its stats, the largest there are, take about 2 kB. */
const longest = 1024 * 1024;

/**
 * The values of a stream of JSON texts, one to a line, however it is cut into chunks. A line that is no JSON is left out.
 * Throws a `RangeError` when a line does not end within a mebibyte.
 */
export async function* jsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator {
	const decoder = new TextDecoder();
	let rest = '';
	for await (const chunk of chunks) {
		const lines = (rest + decoder.decode(chunk, {stream: true})).split('\n');
		rest = lines.pop() ?? '';
		if (rest.length > longest) throw new RangeError('a message does not end');
		for (const line of lines) yield* parsed(line);
	}
	yield* parsed(rest);
}

function* parsed(line: string): Generator {
	if (line.trim() === '') return;
	try {
		yield JSON.parse(line);
	} catch {
		// Docker never writes such a line; what it meant cannot be known, and the next one is whole again.
	}
}
