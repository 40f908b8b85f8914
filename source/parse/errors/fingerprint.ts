/** What is the same in two errors that differ only in numbers, ids, quoted values and times. */
export const alike = (text: string): string =>
	text
		.slice(0, 2000)
		.replaceAll(/(?<!\w)'[^']*'(?!\w)|"[^"]*"|`[^`]*`/g, '""')
		.replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '#')
		.replaceAll(/\b0x[0-9a-f]+\b|\b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{6,}\b|\b\d[0-9a-f]{7,}\b/gi, '#')
		.replaceAll(/\b(?:\d+(?:\.\d+)?(?:h|ms|m|s|us|µs|ns))+\b/g, '#')
		.replaceAll(/\d+(?:[\d.,:/-]*\d)?/g, '#');

const named =
	/^(?:(?:Unhandled exception\.?|Uncaught|Exception in thread "[^"]*")[ \t]+)?([\w$.<>]+)(?: [[(][^\])]{0,80}[\])])?(?::[ \t]*|$)/;

/** The type of an exception and what it says, of its own line: `ValueError: no rows`. */
const partsOf = (exception: string): {readonly type: string; readonly message: string} => {
	const found = named.exec(exception);
	if (found === null) return {type: '', message: exception};
	return {type: found[1] ?? '', message: exception.slice(found[0].length)};
};

/**
 * What equal errors have in common, whenever and in whichever release they were written: the type of the exception, where in the project's
 * own code it came from, and what it says without its values. Without such a place the line that reports it takes its part; without an
 * exception there is that line alone.
 */
export const fingerprintOf = (message: string, exception: string | undefined, frame: string | undefined): string => {
	if (exception === undefined) return frame === undefined ? alike(message) : `${alike(frame)}\n${alike(message)}`;
	const {type, message: said} = partsOf(exception);
	const where = frame ?? (exception.endsWith(message) ? '' : message);
	return `${type}\n${alike(where)}\n${alike(said)}`;
};
