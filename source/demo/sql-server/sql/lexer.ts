import {SqlError} from '../procedure.ts';

export type Word = {
	readonly kind: 'word' | 'quoted name' | 'variable' | 'text' | 'bytes' | 'number' | 'symbol' | 'end';
	/** Without quotes; as it was written. */
	readonly text: string;
	readonly line: number;
};

const pattern = new RegExp(
	[
		String.raw`(?<space>\s+|--[^\n]*|/\*[^]*?\*/)`,
		String.raw`N?'(?<text>(?:[^']|'')*)'`,
		String.raw`\[(?<bracketed>(?:[^\]]|\]\])+)\]`,
		String.raw`"(?<quoted>(?:[^"]|"")+)"`,
		String.raw`(?<variable>@{1,2}[\p{L}_][\p{L}\p{N}_@$#]*)`,
		String.raw`(?<word>[\p{L}_#][\p{L}\p{N}_@$#]*)`,
		String.raw`0x(?<bytes>(?:[\da-f]{2})*)`,
		String.raw`(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)`,
		String.raw`(?<symbol>[-+*/%(),.;=<>])`,
	].join('|'),
	'uy',
);

/** @throws {SqlError} for what is no T-SQL. */
export const readWords = (sql: string): Word[] => {
	const words: Word[] = [];
	let line = 1;
	for (let at = 0; at < sql.length;) {
		pattern.lastIndex = at;
		const match = pattern.exec(sql);
		if (!match) {
			throw notUnderstood(sql.slice(at, at + 1), line);
		}

		const {space, text, bracketed, quoted, variable, word, bytes, number, symbol} = match.groups ?? {};
		if (text !== undefined) {
			words.push({kind: 'text', text: text.replaceAll("''", "'"), line});
		} else if (bracketed !== undefined) {
			words.push({kind: 'quoted name', text: bracketed.replaceAll(']]', ']'), line});
		} else if (quoted !== undefined) {
			words.push({kind: 'quoted name', text: quoted.replaceAll('""', '"'), line});
		} else if (variable !== undefined) {
			words.push({kind: 'variable', text: variable, line});
		} else if (word !== undefined) {
			words.push({kind: 'word', text: word, line});
		} else if (bytes !== undefined) {
			words.push({kind: 'bytes', text: bytes, line});
		} else if (number !== undefined) {
			words.push({kind: 'number', text: number, line});
		} else if (space === undefined) {
			words.push({kind: 'symbol', text: symbol ?? '', line});
		}

		at += match[0].length;
		line += match[0].split('\n').length - 1;
	}

	words.push({kind: 'end', text: '', line});
	return words;
};

/** The syntax error, with what this server does understand. */
export const notUnderstood = (near: string, line: number): SqlError =>
	new SqlError({
		number: 102,
		class: 15,
		line,
		message:
			`Incorrect syntax near '${near}'. ` +
			'The practice SQL Server understands SELECT without FROM, EXECUTE, DECLARE, SET, USE, PRINT and transactions.',
	});
