import {inOneSentence} from '../domain/problem.ts';
import {printable} from '../domain/printable.ts';
import {ruleInWords} from '../domain/rule-words.ts';
import {clockTime, plural} from '../domain/words.ts';
import {visible} from '../parse/lines/visible.ts';
import type {Entry} from './logs.ts';

type How = {
	/** What is read, as people call it. */
	readonly name: string;
	/** Whether each line says which log it is of. */
	readonly named: boolean;
	/** Whether colours that a program meant may reach the terminal. */
	readonly colour: boolean;
	/** Whether hits come with lines around them: then `--` parts what does not join, as grep has it. */
	readonly parted: boolean;
	/** What was found, in words: `3 errors`, `1 line with /x/`; undefined when every line is wanted. */
	counted(found: number): string | undefined;
	/** The range, as it was asked for; empty for all of it. */
	readonly range: string;
};

/** What is printed of an entry, and what is said beside it so that a pipe gets lines of the log alone. */
export type Said = {readonly print: readonly string[]; readonly say: readonly string[]};

/** Makes lines of text of one entry after the other, safe to print. */
export const createLinesOf = ({name, named, colour, parted, counted, range}: How): ((entry: Entry) => Said) => {
	const shown = (source: string, text: string): string =>
		(named ? `${printable(source)} | ` : '') + visible(text, {colour});
	let began = false;
	return entry => {
		switch (entry.kind) {
			case 'row': {
				const {row, apart} = entry.found;
				if (row.kind === 'rule') return {print: [], say: [shown(row.source.name, ruleInWords(row, clockTime))]};
				const parts = parted && apart && began;
				began = true;
				return {print: [...(parts ? ['--'] : []), shown(row.source.name, row.line.text)], say: []};
			}
			case 'error': {
				const {row, details} = entry.error;
				return {print: [row.line.text, ...details].map(text => shown(row.source.name, text)), say: []};
			}
			case 'searched': {
				const {searched, found, problems} = entry;
				const count = counted(found);
				const amount = `${count === undefined ? '' : `${count} in `}${plural(searched.lines, 'line')} of ${name}${range}`;
				return {print: [], say: [printable(amount), ...problems.map(problem => printable(inOneSentence(problem)))]};
			}
		}
	};
};

/** An entry as one JSON value. */
export const valueOf = (entry: Entry): Readonly<Record<string, unknown>> => {
	switch (entry.kind) {
		case 'row': {
			const {row, hit, apart} = entry.found;
			if (row.kind === 'rule')
				return {
					kind: 'rule',
					source: row.source.name,
					at: row.at,
					text: ruleInWords({...row, at: undefined}, clockTime),
				};
			return {kind: 'line', source: row.source.name, at: row.line.at, text: row.line.text, hit, apart};
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
