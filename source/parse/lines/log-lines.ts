import {stripVTControlCharacters} from 'node:util';
import type {ClockReader} from '../../domain/time/clock-reader.ts';
import {instantAt, type Instant} from './instant.ts';
import {mostPrefixes, withoutPrefix} from './line-prefix.ts';

const escape = String.fromCodePoint(27);

/** The line without colour codes; most lines have none and are returned as they are. */
export const withoutColour = (text: string): string => (text.includes(escape) ? stripVTControlCharacters(text) : text);

// Before the time a line may have a bracket and its level, but no sentence: a time inside a message is not the line's own.
const before = /^[\s[(<]*(?:(?:DEBUG|INFO|WARN|WARNING|ERROR|CRITICAL|FATAL)[\]:|\s-]+(?:[\w.]+:)?)?(?=\d)/;
const logfmt = /^[\w.@-]{1,40}=/;
const assigned = /(?:^|\s)(?:ts|t|time|timestamp)="?(?=\d)/;
const quoted = /"(?:time|timestamp|@timestamp|@t|ts|t|asctime|datetime|date)"\s*:\s*"?(?=\d)/;
const epoch = /^\d{10,19}(?:\.\d+)?\b(?![-/:])/;
// The Common Log Format of web servers: 10.0.0.1 - - [20/Nov/2026:06:00:44 +0100] "GET / HTTP/1.1" 200
const accessed = /^[^["]{1,200}\[(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d [+-]\d{4})\]/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The time a line begins with, and what stands before it. */
const leadingTime = (line: string): {readonly start: number; readonly instant: Instant} | undefined => {
	const start = before.exec(line)?.[0].length;
	const instant = start === undefined ? undefined : instantAt(line, start);
	return start === undefined || instant === undefined ? undefined : {start, instant};
};

const dateOf = ({wall, offset}: Instant, read: ClockReader): Date =>
	new Date(offset === undefined ? read(wall) : wall - offset * 60_000);

/**
 * When a line was written, as it says itself; undefined when it does not. A time without a zone is what the clocks of the host that wrote it
 * showed; `read` reads them.
 */
export const timeOf = (text: string, read: ClockReader): Date | undefined => {
	let line = text;
	for (let prefixes = 0; ; prefixes += 1) {
		const instant = instantAt(line, 0) ?? leadingTime(withoutColour(line))?.instant;
		if (instant !== undefined) return dateOf(instant, read);
		if (logfmt.test(line)) return timeAfter(assigned, line, read);
		if (/^\s*\{/.test(line)) return timeAfter(quoted, line, read);
		const access = accessed.exec(line);
		if (access !== null) return accessTime(access, read);
		const inner = withoutPrefix(line);
		if (inner === line || prefixes === mostPrefixes) return undefined;
		line = inner;
	}
};

const accessTime = ([, day, month = '', year, rest]: RegExpExecArray, read: ClockReader): Date | undefined => {
	const number = String(months.indexOf(month) + 1).padStart(2, '0');
	const instant = instantAt(`${year}-${number}-${day} ${rest}`, 0);
	return instant === undefined ? undefined : dateOf(instant, read);
};

const timeAfter = (name: RegExp, text: string, read: ClockReader): Date | undefined => {
	const found = name.exec(text);
	if (found === null) return undefined;
	const start = found.index + found[0].length;
	const instant = instantAt(text, start);
	if (instant !== undefined) return dateOf(instant, read);
	const [number] = epoch.exec(text.slice(start, start + 40)) ?? [];
	return number === undefined ? undefined : fromEpoch(number);
};

/** Seconds, milliseconds, microseconds or nanoseconds since 1970; which of them is told by how many digits there are. */
const fromEpoch = (value: string): Date => {
	const whole = value.split('.')[0]?.length ?? 0;
	const power = whole <= 10 ? 3 : whole <= 13 ? 0 : whole <= 16 ? -3 : -6;
	return new Date(Number(value) * 10 ** power);
};

/** The line without the time it starts with; a level before it stays. */
export const withoutTime = (text: string): string => {
	const found = leadingTime(text);
	if (found === undefined) return text;
	const level = text.slice(0, found.start).replace(/^[\s[(<]+/, '');
	return level + text.slice(found.instant.end).replace(/^[\])>]?\s*/, '');
};

/** What a line of JSON or logfmt says, by name; nested ones by their path: `error.stack`. */
export type Fields = Readonly<Record<string, string>>;

/** The fields of a JSON or logfmt line as text; undefined for any other line. */
export const fieldsOf = (text: string): Fields | undefined => {
	const line = withoutColour(text).trim();
	return line.startsWith('{') && line.endsWith('}') ? fromJson(line) : fromLogfmt(line);
};

const fromJson = (line: string): Fields | undefined => {
	try {
		return Object.fromEntries(flatten(JSON.parse(line), '', 3));
	} catch {
		return undefined; // It only looked like JSON: it is a line like any other.
	}
};

const flatten = (value: unknown, path: string, depth: number): Array<[string, string]> => {
	if (value === null || value === undefined) return [];
	if (typeof value === 'string') return [[path, value]];
	if (typeof value !== 'object') return [[path, JSON.stringify(value)]];
	if (depth === 0) return [];
	return Object.entries(value).flatMap(([name, inner]) =>
		flatten(inner, path === '' ? name : `${path}.${name}`, depth - 1),
	);
};

const pair = /([\w.@-]{1,80})=(?:"((?:[^"\\]|\\.)*)"|([^\s"]\S*)?)(?:\s+|$)/y;
const word = /\S+\s*/y;
const escapes: Readonly<Record<string, string>> = {n: '\n', t: '\t', r: '\r'};

/** It begins with two pairs at least; words may stand between the later ones. */
const fromLogfmt = (line: string): Fields | undefined => {
	if (!/^[\w.@-]{1,80}=/.test(line)) return undefined;
	const pairs: Array<[string, string]> = [];
	for (let at = 0; at < line.length;) {
		pair.lastIndex = at;
		const found = pair.exec(line);
		if (found !== null) {
			const [whole, name = '', inQuotes, bare = ''] = found;
			pairs.push([
				name,
				inQuotes?.replaceAll(/\\(.)/g, (_, character: string) => escapes[character] ?? character) ?? bare,
			]);
			at += whole.length;
		} else {
			if (pairs.length < 2) return undefined;
			word.lastIndex = at;
			at += word.exec(line)?.[0].length ?? line.length;
		}
	}
	return pairs.length < 2 ? undefined : Object.fromEntries(pairs);
};
