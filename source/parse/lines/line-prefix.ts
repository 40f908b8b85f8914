const [zero, nine, space] = [0x30, 0x39, 0x20];

const isDigit = (code: number): boolean => code >= zero && code <= nine;

// `training-1  | ` of docker compose logs; `Nov 20 06:00:44 web app[27]: ` of syslog and the journal, with a time of RFC 3339 too; and
// `2026-11-20T06:00:44.123Z stdout F ` of the container runtimes of Kubernetes.
const carriers = [
	/^[\w.-]{1,80} *\|(?= |$)/,
	/^(?:<\d{1,3}>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S{1,80} [^\s:[\]]{1,80}(?:\[\d{1,10}\])?:(?= |$)/,
	/^\d{4}-\d\d-\d\dT[\d:.]{8,20}(?:Z|[+-]\d\d:?\d\d) (?:std(?:out|err) [FP]|\S{1,80} [^\s:[\]]{1,80}\[\d{1,10}\]:)(?= |$)/,
];

/** One carrier may hand a line on to the next; a line that begins as if more had done so says something else. */
export const mostPrefixes = 4;

/** What a carrier put in front of a line that somebody else wrote, without the space behind it; empty where it put nothing. */
export const prefixOf = (text: string): string => {
	for (const carrier of carriers) {
		const found = carrier.exec(text);
		if (found !== null) return found[0];
	}
	return '';
};

/**
 * What a line says after a prefix that differs from `prefix` in its numbers alone, as the times and process ids of one writer do; undefined
 * where it begins otherwise. One space between them is left out.
 */
export const afterPrefix = (prefix: string, text: string): string | undefined => {
	let at = 0;
	for (let index = 0; index < prefix.length;) {
		const wanted = prefix.charCodeAt(index);
		const code = text.charCodeAt(at);
		if (isDigit(wanted) && isDigit(code)) {
			while (isDigit(prefix.charCodeAt(index))) index += 1;
			while (isDigit(text.charCodeAt(at))) at += 1;
		} else if (wanted === code) {
			index += 1;
			at += 1;
		} else if (wanted === space && isDigit(code)) {
			index += 1; // Syslog writes `Nov  9` and `Nov 10`.
		} else if (code === space && isDigit(wanted)) {
			at += 1;
		} else return undefined;
	}
	return text.slice(text.charCodeAt(at) === space ? at + 1 : at);
};

/** The line without what a carrier put in front of it. */
export const withoutPrefix = (text: string): string => {
	const prefix = prefixOf(text);
	return prefix === '' ? text : text.slice(prefix.length).replace(/^ /, '');
};
