import {unseen} from '../printable.ts';
import type {ParameterValue} from './procedure-rows.ts';

/** What cannot be seen, of which none may stand in T-SQL that somebody reads, copies and pastes. */
const hidden = new RegExp(String.raw`\p{Cc}|\p{Cs}|${unseen}`, 'gu');

/** A text without what cannot be seen. */
export const seen = (text: string): string => text.replaceAll(hidden, '');

/** Whether a value can be written as a constant; a text with hidden signs in it takes an expression. */
export const isConstant = (value: ParameterValue): boolean => typeof value !== 'string' || value.search(hidden) === -1;

/** A value as T-SQL has it: `N'akut'`, `1.5`, `NULL`, 1 and 0 for true and false. Hidden signs are named by number: `N'a' + NCHAR(10) + N'b'`. */
export const literalOf = (value: ParameterValue): string => {
	if (value === null) return 'NULL';
	if (typeof value === 'string') return textLiteral(value);
	if (typeof value === 'boolean') return value ? '1' : '0';
	if (!Number.isFinite(value)) throw new RangeError(`SQL Server has no number ${value}`);
	return String(value);
};

const textLiteral = (text: string): string => {
	const parts: string[] = [];
	let from = 0;
	for (const {0: found, index} of text.matchAll(hidden)) {
		if (index > from) parts.push(quoted(text.slice(from, index)));
		for (let at = 0; at < found.length; at++) parts.push(`NCHAR(${found.charCodeAt(at)})`);
		from = index + found.length;
	}
	if (from < text.length || parts.length === 0) parts.push(quoted(text.slice(from)));
	return parts.join(' + ');
};

const quoted = (text: string): string => `N'${text.replaceAll("'", "''")}'`;

/** A value that was read, and where it ends; or what is wrong, and at which index. */
export type Read<Value> =
	| {readonly value: Value; readonly end: number}
	| {readonly problem: string; readonly at: number};

/** Reads what `literalOf` writes, and `true` and `false`. */
export const readLiteral = (line: string, at: number): Read<ParameterValue> => {
	if (matchAt(/[+-]?\.?\d/y, line, at) !== undefined) return readNumber(line, at);
	const word = matchAt(/[\p{L}_][\p{L}\p{N}_]*/uy, line, at)?.[0];
	if (word === undefined || matchAt(/n'|nchar\s*\(/iy, line, at) !== undefined) return readText(line, at);
	const value = words.get(word.toLowerCase());
	return value === undefined ? {problem: `text wants quotes: ${quoted(word)}`, at} : {value, end: at + word.length};
};

const words = new Map<string, ParameterValue>([
	['null', null],
	['true', true],
	['false', false],
]);

const readNumber = (line: string, at: number): Read<number> => {
	const text = matchAt(/[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy, line, at)?.[0] ?? '';
	const value = Number(text);
	// What is held otherwise than it was written would be asked for otherwise than it was meant.
	return digitsOf(text) === digitsOf(String(value))
		? {value, end: at + text.length}
		: {problem: `too many digits: write ${quoted(text)}`, at};
};

/** The digits that count: `15` for `-0.150` and for `15e3`. */
const digitsOf = (number: string): string =>
	number
		.replace(/e.*$/i, '')
		.replaceAll(/[^\da-z]/gi, '')
		.replaceAll(/^0+|0+$/g, '');

const readText = (line: string, at: number): Read<string> => {
	let value = '';
	let end = at;
	for (;;) {
		const part = readPart(line, end);
		if ('problem' in part) return part;
		value += part.value;
		end = part.end;
		const plus = matchAt(/\s*\+\s*/y, line, end)?.[0];
		if (plus === undefined) return {value, end};
		end += plus.length;
	}
};

const readPart = (line: string, at: number): Read<string> => {
	const text = matchAt(/n?'(?<text>(?:[^']|'')*)'/iy, line, at);
	if (text !== undefined) return {value: (text.groups?.['text'] ?? '').replaceAll("''", "'"), end: at + text[0].length};
	const sign = matchAt(/nchar\s*\(\s*(?<number>\d{1,5})\s*\)/iy, line, at);
	const number = Number(sign?.groups?.['number'] ?? Number.NaN);
	if (sign !== undefined && number <= 0xff_ff) return {value: String.fromCharCode(number), end: at + sign[0].length};
	return matchAt(/n?'/iy, line, at) === undefined
		? {problem: "a value is 1, NULL, true or N'akut'", at}
		: {problem: 'this text has no closing quote', at};
};

/** What a sticky expression finds exactly there. */
export const matchAt = (expression: RegExp, line: string, at: number): RegExpExecArray | undefined => {
	const sticky = new RegExp(expression);
	sticky.lastIndex = at;
	return sticky.exec(line) ?? undefined;
};
