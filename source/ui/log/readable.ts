import {levelOf} from '../../parse/lines/levels.ts';
import {fieldsOf, withoutColour} from '../../parse/lines/log-lines.ts';

/** A JSON or logfmt line as people read it. */
export type Readable = {
	/** The level and the message, with the time in front where it is wanted. */
	readonly head: string;
	/** The other fields in their order, `key=value`. */
	readonly fields: readonly string[];
	/** Fields of several lines, such as an exception, each under its name. */
	readonly below: ReadonlyArray<{readonly name: string; readonly lines: readonly string[]}>;
};

const times = new Set(['time', 'timestamp', '@timestamp', 'ts', 't', '@t', 'asctime', 'datetime', 'date']);
const levels = new Set(['level', 'levelname', 'log.level', 'lvl', 'severity', 'level_name', 'loglevel', '@l']);
const messages = new Set(['message', 'msg', 'event', '@m', 'renderedmessage']);

/** A field: its value as text, and as it stands in the line where that is not the same. */
type Field = {readonly name: string; readonly text: string; readonly source: string};

const string = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
const plain = /[^,}\s]+/y;
const structure = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]/g;

const take = (pattern: RegExp, text: string, from: number): string => {
	pattern.lastIndex = from;
	return pattern.exec(text)?.[0] ?? '';
};

/** An object or a list that starts here, with all that is in it. */
const nested = (json: string, from: number): string => {
	let depth = 0;
	structure.lastIndex = from;
	for (let found = structure.exec(json); found !== null; found = structure.exec(json)) {
		if (found[0] === '{' || found[0] === '[') depth += 1;
		if (found[0] === '}' || found[0] === ']') depth -= 1;
		if (depth === 0) return json.slice(from, structure.lastIndex);
	}
	return json.slice(from);
};

const skip = (json: string, from: number): number => {
	let at = from;
	while (at < json.length && ' \t\r\n,:'.includes(json[at] ?? '')) at += 1;
	return at;
};

const decoded = (source: string): string => {
	const value: unknown = JSON.parse(source);
	return typeof value === 'string' ? value : source;
};

/**
 * The fields of a JSON object that is known to be one, as they were written: no number loses its digits, no name its place, and none is left out
 * for being there twice.
 */
const fieldsOfJson = (json: string): readonly Field[] => {
	const fields: Field[] = [];
	for (let at = skip(json, 1); at < json.length && json[at] === '"'; at = skip(json, at)) {
		const name = take(string, json, at);
		at = skip(json, at + name.length);
		const first = json[at] ?? '';
		const source =
			first === '"' ? take(string, json, at) : '{['.includes(first) ? nested(json, at) : take(plain, json, at);
		at += source.length;
		fields.push({name: decoded(name), text: first === '"' ? decoded(source) : source, source});
	}
	return fields;
};

const pair = /([\w.@-]+)=("(?:[^"\\]|\\.)*"|\S*)/g;
const unescapes: Readonly<Record<string, string>> = {n: '\n', t: '\t', r: '\r'};

/** The pairs of a logfmt line, and the words between them as they are. */
const fieldsOfLogfmt = (line: string): readonly Field[] => {
	const fields: Field[] = [];
	let from = 0;
	const between = (end: number): void => {
		const words = line.slice(from, end).trim();
		if (words !== '') fields.push({name: '', text: words, source: words});
	};
	for (const found of line.matchAll(pair)) {
		const [whole, name = '', source = ''] = found;
		between(found.index);
		from = found.index + whole.length;
		const text = source.startsWith('"')
			? source.slice(1, -1).replaceAll(/\\(.)/g, (_, sign: string) => unescapes[sign] ?? sign)
			: source;
		fields.push({name, text, source});
	}
	between(line.length);
	return fields;
};

const bare = /^[^\s"=]+$/;

const inWords = ({name, text, source}: Field): string => {
	if (name === '') return text;
	return `${name}=${source.startsWith('"') && bare.test(text) ? text : source}`;
};

const isLong = ({text}: Field): boolean => text.trimEnd().includes('\n');

/** The level a line states, by the name it gives it; a number says less than its name. */
const levelInWords = (field: Field, line: string): string =>
	(/^\d+$/.test(field.text) ? (levelOf(line) ?? field.text) : field.text).toUpperCase();

/** A line of fields as people read it, without its time when `timed` says that it stands elsewhere. Undefined for any other line. */
export const readable = (text: string, timed: boolean): Readable | undefined => {
	const line = withoutColour(text).trim();
	if (fieldsOf(line) === undefined) return undefined;
	const fields = line.startsWith('{') ? fieldsOfJson(line) : fieldsOfLogfmt(line);
	const first = (names: ReadonlySet<string>): Field | undefined =>
		fields.find(({name, text: value}) => names.has(name.toLowerCase()) && value !== '');
	const [time, level, message] = [first(times), first(levels), first(messages)];
	if (level === undefined && message === undefined) return undefined;
	const [opening = '', ...more] = message?.text.split(/\r?\n/) ?? [];
	const others = fields.filter(field => field !== time && field !== level && field !== message);
	return {
		head: [timed ? undefined : time?.text, level && levelInWords(level, line), opening]
			.filter(part => part !== undefined && part !== '')
			.join(' '),
		fields: others.filter(field => !isLong(field)).map(inWords),
		below: [
			...(more.length === 0 ? [] : [{name: '', lines: more}]),
			...others.filter(isLong).map(({name, text: value}) => ({name, lines: value.trimEnd().split(/\r?\n/)})),
		],
	};
};
