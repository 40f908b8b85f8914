import type {SqlError} from '../procedure.ts';
import type {Word} from './lexer.ts';
import {notUnderstood, readWords} from './lexer.ts';

const starts = new Set([
	'select',
	'exec',
	'execute',
	'use',
	'print',
	'set',
	'declare',
	'begin',
	'commit',
	'rollback',
	'save',
]);

/** A place in a batch, which moves on as words are taken. */
export class Cursor {
	readonly #words: readonly Word[];
	#at = 0;

	/** @throws {SqlError} for what is no T-SQL. */
	constructor(sql: string) {
		this.#words = readWords(sql);
	}

	get next(): Word {
		const word = this.#words[this.#at] ?? this.#words.at(-1);
		if (!word) {
			throw notUnderstood('', 1);
		}

		return word;
	}

	/** The word after the next. */
	get second(): Word | undefined {
		return this.#words[this.#at + 1];
	}

	get startsStatement(): boolean {
		const {kind, text} = this.next;
		return kind === 'end' || this.is(';') || (kind === 'word' && starts.has(text.toLowerCase()));
	}

	take(): Word {
		const word = this.next;
		this.#at++;
		return word;
	}

	/** Whether the next word is this keyword or sign, in small letters. */
	is(text: string): boolean {
		const {kind, text: found} = this.next;
		return (kind === 'word' || kind === 'symbol') && found.toLowerCase() === text;
	}

	takes(text: string): boolean {
		const taken = this.is(text);
		this.#at += Number(taken);
		return taken;
	}

	expect(text: string): void {
		if (!this.takes(text)) {
			throw this.wrong();
		}
	}

	wrong(): SqlError {
		return notUnderstood(this.next.text, this.next.line);
	}

	name(): string {
		const {kind, text} = this.next;
		if (kind === 'word' || kind === 'quoted name') {
			this.#at++;
			return text;
		}

		throw this.wrong();
	}

	variable(): string {
		if (this.next.kind === 'variable') {
			return this.take().text;
		}

		throw this.wrong();
	}

	/** `dbo.X` with its brackets put back, since a name may hold a dot. */
	dottedName(): string {
		const parts: string[] = [];
		do {
			const quoted = this.next.kind === 'quoted name';
			const name = this.name();
			parts.push(quoted ? `[${name.replaceAll(']', ']]')}]` : name);
		} while (this.takes('.'));

		return parts.join('.');
	}
}
