/**
 * Which lines a traceback can consist of, as far as a line alone tells. A host that searches its own files asks this first (as a POSIX
 * expression, hence nothing but classes, groups and counts), and `tracebacks.ts` then tells which of them do belong to an error. Both are
 * asked of a line as it stands in the file: with its colours, and with what a carriage return wrote over.
 */

const colour = String.raw`(\u001b\[[0-9;]*m)*`;
const gap = String.raw`( |\u001b\[[0-9;]*m)*`;
const end = String.raw`[ \t]*\r?$`;
/** What `docker compose logs` puts in front of each line. */
const service = String.raw`[A-Za-z0-9_.-]+ *\|( |\r?$)`;
const begin = String.raw`(^|\r)${colour}(${service}${colour})?`;
/** What else stands in front of each line where every line of a traceback is a record: its head, or that of syslog. */
const record = String.raw`([[<]?[0-9]|[A-Z][a-z][a-z] [ 0-9][0-9] [0-9])[^\r]*( -|:|\||[A-Z]\]| std(out|err) [FP])`;
/** It has a small letter, or every `INFO:` would be one. */
const name = '[A-Z0-9_.$<>]*[a-z][A-Za-z0-9_.$<>]*';
/** `ValueError: no rows`, `KeyboardInterrupt`, and the fields that pydantic lists under its error. */
const named = String.raw`${name}${colour}(:?${end}|:${colour}([ \t]|\r?$)| [[(])`;
/** The beginning of a sentence. What may be a level, a month with its day or logfmt is none. */
const sentence = String.raw`(([A-Za-z]?[a-z]|[ABCGHJ-MO-SUVX-Z][A-Z])[^ =:|\r]*|FROM|WHERE) [^ 0-9|\r][^|\r]*\r?$`;
const sequels = [
	'(Caused by|Wrapped by|(LINE [0-9]+|DETAIL|HINT|CONTEXT)): ',
	'---> |--- End of |Unhandled exception|Uncaught |Exception in thread ',
	'During handling of the above exception|The above exception was the direct cause',
	String.raw`\[(SQL|parameters): |\(Background on this error`,
].join('|');

/** Begins an error event although it need not match what is looked for. Matches other lines too. */
export const tracebackStart = new RegExp(
	String.raw`Traceback \(most recent call last\):|(Error|Exception|Throwable|Failure|Fault)${colour}(:|\\|${end}| [[(])`,
);

/** A line that may belong to an error event that has begun. Matches other lines too, yet hardly a record that begins with its time. */
export const tracebackLine = new RegExp(
	[
		String.raw`^${gap}([A-Za-z0-9_.-]+ *\|${gap})?\r*$`,
		String.raw`${begin}([ \t|+}\])]|${sequels}|${named}|${sentence})`,
		String.raw`${begin}${record}( {3}| ?\t|${gap}\r?$| *${colour}(${sequels}|[|+}\])]|${named}))`,
		'(DETAIL|HINT|STATEMENT|CONTEXT|QUERY|LOCATION): {2}',
	].join('|'),
);

/** What may stand in front of each line of a traceback, without the space behind it. */
export const tracebackPrefix = new RegExp(`^(${service})?((${record})?)$`);

/** What `docker compose logs` puts in front, without the space behind it. */
export const servicePrefix = /^[A-Za-z0-9_.-]+ *\|$/;

/** A line that may go on with an exception's message although it is not indented: one word, or a sentence. */
export const messageLine = new RegExp(`^(${name}$|${sentence})`);
