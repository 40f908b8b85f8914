import {inOneSentence} from '../domain/problem.ts';
import {printable} from '../domain/printable.ts';
import {countInWords, plural} from '../domain/words.ts';
import {visible} from '../parse/visible.ts';
import type {Entry} from './logs.ts';

type How = {
	/** Whether each line says which log it is of. */
	readonly named: boolean;
	/** Whether colours that a program meant may reach the terminal. */
	readonly colour: boolean;
};

/** What is printed of an entry, and what is said beside it so that a pipe gets lines of the log alone. */
export type Said = {readonly print: readonly string[]; readonly say: readonly string[]};

/** An entry as lines of text, safe to print. */
export const linesOf = (entry: Entry, {named, colour}: How): Said => {
	const shown = (name: string, text: string): string =>
		(named ? `${printable(name)} | ` : '') + visible(text, {colour});
	switch (entry.kind) {
		case 'row': {
			const {row, apart} = entry.found;
			if (row.kind === 'rule') return {print: [], say: [shown(row.source.name, row.words)]};
			return {print: [...(apart ? ['--'] : []), shown(row.source.name, row.line.text)], say: []};
		}
		case 'error': {
			const {row, details} = entry.error;
			return {print: [row.line.text, ...details].map(text => shown(row.source.name, text)), say: []};
		}
		case 'searched': {
			const {searched, found, problems} = entry;
			const amount = `${countInWords(found)} found in ${plural(searched.lines, 'line')}`;
			return {print: [], say: [amount, ...problems.map(problem => printable(inOneSentence(problem)))]};
		}
	}
};

/** An entry as one JSON value. */
export const valueOf = (entry: Entry): Readonly<Record<string, unknown>> => {
	switch (entry.kind) {
		case 'row': {
			const {row, hit} = entry.found;
			if (row.kind === 'rule') return {kind: 'rule', source: row.source.name, at: row.at, text: row.words};
			return {kind: 'line', source: row.source.name, at: row.line.at, text: row.line.text, hit};
		}
		case 'error': {
			const {row, details, exception} = entry.error;
			const {text, at} = row.line;
			return {kind: 'error', source: row.source.name, at, text, exception, details};
		}
		case 'searched': {
			const {lines, bytes, from, to} = entry.searched;
			return {kind: 'searched', found: entry.found, lines, bytes, from, to, problems: entry.problems};
		}
	}
};
