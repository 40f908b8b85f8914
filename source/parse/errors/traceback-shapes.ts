/** How the lines of tracebacks look, without what was put in front of them and without colour. */

import {afterPrefix, prefixOf} from '../lines/line-prefix.ts';
import {tracebackPrefix} from './traceback-lines.ts';

const header = /(\+ Exception Group )?Traceback \(most recent call last\):[ \t]*$/;

/** A line that a traceback of Python begins with. */
export type Header = {
	readonly isGroup: boolean;
	/** What stands in front of it, and perhaps in front of all that follow it: the head of a record or nothing. */
	readonly before: string;
	/** How far it is indented behind that. */
	readonly indent: number;
};

export const headerIn = (text: string): Header | undefined => {
	if (!text.includes('Traceback (most')) return undefined;
	const found = header.exec(text);
	if (found === null) return undefined;
	const before = text.slice(0, found.index).trimEnd();
	const gap = text.slice(before.length, found.index);
	return {isGroup: found[1] !== undefined, before, indent: indentOf(before === '' ? gap : gap.replace(/^ /, ''))};
};

/** Whether every line of the traceback may begin so. */
export const isCarried = (before: string): boolean => before !== '' && tracebackPrefix.test(before);

export const groupLine = /^[ \t]*[|+]/;
export const groupException = /^[ \t]*\| ([A-Za-z_][\w.<>]*: .*)$/;
/** `ValueError: no rows`, `KeyboardInterrupt`; a name has a small letter, or `ERROR: no rows` would be one. */
export const raised = /^[ \t]*(?=[A-Z0-9_.]*[a-z])[A-Za-z_][\w.<>]*(?::[ \t].*|:?[ \t]*)$/;
export const chain =
	/^[ \t]*(?:During handling of the above exception, another exception occurred|The above exception was the direct cause of the following exception):/;
/** What psycopg and SQLAlchemy write under their exceptions without an indent. */
export const raisedSequel =
	/^(?:LINE \d+: |DETAIL: |HINT: |CONTEXT: |\[SQL: |\[parameters: |\(Background on this error|(?:FROM|WHERE) [^ \d|])/;

/** `	at com.example.Api.run(Api.java:7)`, `    at run (/app/index.js:1:2)`, `   at Api.Run() in /src/Api.cs:line 7`, and MinIO's `   2: cmd/server-main.go:7:cmd.run()` */
export const frame = /^[ \t]+(?:at \S|---> |\d+: \S+\.go:\d+:)/;
export const stackSequel = /^[ \t]*(?:Caused by: |Wrapped by: |---> |--- End of |\}[ \t]*$)/;
export const cause = /^[ \t]*(?:Caused by|Wrapped by): /;

const exceptionHint = /(?:Error|Exception|Throwable|Failure|Fault)(?::(?:[ \t]|$)|[ \t]*$| [[(])/;
const exceptionName =
	/^(?:(?:Unhandled exception\.?|Uncaught|Exception in thread "[^"]*")[ \t]+)?[\w$.]*(?:Error|Exception|Throwable|Failure|Fault)(?::(?:[ \t]|$)|[ \t]*$| [[(])/;

export const isException = (body: string): boolean => exceptionHint.test(body) && exceptionName.test(body.trimStart());

/** The line as its writer wrote it, where it begins as `like` does or as no other. */
export const bodyLike = (like: string, text: string): string => {
	const prefix = prefixOf(like);
	return prefix === '' ? text : (afterPrefix(prefix, text) ?? text);
};

// PostgreSQL says the rest of an error in lines of their own that begin as the first one does.
const postgresError = /^\d{4}-\d\d-\d\d .{8,120}?\b(?:WARNING|ERROR|FATAL|PANIC): {2}/;
const postgresSequel = /^\d{4}-\d\d-\d\d .{8,120}?\b(?:DETAIL|HINT|STATEMENT|CONTEXT|QUERY|LOCATION): {2}/;
const processId = /\[\d+\]/;

/** Whether a process of PostgreSQL goes on with what it said in `first`: other processes write between its lines. */
export const isPostgresSequel = (first: string, text: string): boolean =>
	postgresError.test(first) &&
	postgresSequel.test(text) &&
	processId.exec(first.slice(0, 150))?.[0] === processId.exec(text.slice(0, 150))?.[0];

/** The width of what a line is indented by; a tab is wide. */
export const indentOf = (text: string): number => {
	let width = 0;
	for (let at = 0; ; at += 1) {
		if (text.charCodeAt(at) === 0x20) width += 1;
		else if (text.charCodeAt(at) === 0x09) width += 8;
		else return width;
	}
};

export const isBlank = (text: string): boolean => /^[ \t\r]*$/.test(text);
