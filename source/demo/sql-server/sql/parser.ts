import {SqlError} from '../procedure.ts';
import type {Expression} from './expression.ts';
import {call, constant, operate, variable} from './expression.ts';
import type {Word} from './lexer.ts';
import {notUnderstood, readWords} from './lexer.ts';

export type Argument = {readonly name: string; readonly value: Expression; readonly output: boolean};

export type Statement =
	| {readonly kind: 'select'; readonly items: ReadonlyArray<{readonly name: string; readonly value: Expression}>}
	| {readonly kind: 'execute'; readonly procedure: string; readonly parameters: readonly Argument[]}
	| {readonly kind: 'use'; readonly database: string}
	| {readonly kind: 'print'; readonly value: Expression}
	| {readonly kind: 'set'};

const starts = new Set(['select', 'exec', 'execute', 'use', 'print', 'set']);

/**
 * The statements of a batch. The whole batch is read before any of it runs, as on SQL Server.
 *
 * @throws {SqlError}
 */
export const readStatements = (sql: string): Statement[] => new Parser(readWords(sql)).statements();

class Parser {
	readonly #words: readonly Word[];
	#at = 0;

	constructor(words: readonly Word[]) {
		this.#words = words;
	}

	statements(): Statement[] {
		const statements: Statement[] = [];
		for (;;) {
			while (this.#takes(';')) {
				// Empty statements say nothing.
			}

			if (this.#next.kind === 'end') {
				return statements;
			}

			statements.push(this.#statement());
		}
	}

	get #next(): Word {
		const word = this.#words[this.#at] ?? this.#words.at(-1);
		if (!word) {
			throw notUnderstood('', 1);
		}

		return word;
	}

	#take(): Word {
		const word = this.#next;
		this.#at++;
		return word;
	}

	#is(text: string): boolean {
		const {kind, text: found} = this.#next;
		return (kind === 'word' || kind === 'symbol') && found.toLowerCase() === text;
	}

	#takes(text: string): boolean {
		const taken = this.#is(text);
		this.#at += Number(taken);
		return taken;
	}

	#expect(text: string): void {
		if (!this.#takes(text)) {
			throw this.#wrong();
		}
	}

	#wrong(): SqlError {
		return notUnderstood(this.#next.text, this.#next.line);
	}

	get #startsStatement(): boolean {
		const {kind, text} = this.#next;
		return kind === 'end' || this.#is(';') || (kind === 'word' && starts.has(text.toLowerCase()));
	}

	#statement(): Statement {
		const start = this.#next.kind === 'word' ? this.#next.text.toLowerCase() : '';
		if (!starts.has(start)) {
			throw this.#wrong();
		}

		this.#at++;
		switch (start) {
			case 'select':
				return this.#select();
			case 'use':
				return {kind: 'use', database: this.#name()};
			case 'print':
				return {kind: 'print', value: this.#expression()};
			case 'set':
				return this.#set();
			default:
				return this.#execute();
		}
	}

	/** Options of the session, which nothing here depends on. `SET @x = …` would, so it is refused. */
	#set(): Statement {
		if (this.#next.kind !== 'word') {
			throw this.#wrong();
		}

		while (!this.#startsStatement) {
			this.#at++;
		}

		return {kind: 'set'};
	}

	#select(): Statement {
		const items: Array<{name: string; value: Expression}> = [];
		do {
			const value = this.#expression();
			items.push({value, name: this.#takes('as') || !this.#endsItem ? this.#name() : ''});
		} while (this.#takes(','));

		if (this.#takes('from')) {
			throw new SqlError({
				number: 208,
				line: this.#next.line,
				message: `Invalid object name '${this.#dottedName()}'. The practice SQL Server has procedures, no tables.`,
			});
		}

		if (!this.#startsStatement) {
			throw this.#wrong();
		}

		return {kind: 'select', items};
	}

	get #endsItem(): boolean {
		return this.#startsStatement || this.#is(',') || this.#is('from') || this.#next.kind === 'symbol';
	}

	#execute(): Statement {
		const procedure = this.#dottedName();
		const parameters: Argument[] = [];
		if (this.#startsStatement) {
			return {kind: 'execute', procedure, parameters};
		}

		do {
			const named = this.#next.kind === 'variable' && this.#words[this.#at + 1]?.text === '=';
			const name = named ? this.#take().text : '';
			this.#at += Number(named);
			const value = this.#expression();
			parameters.push({name, value, output: this.#takes('output') || this.#takes('out')});
		} while (this.#takes(','));

		return {kind: 'execute', procedure, parameters};
	}

	#name(): string {
		const {kind, text} = this.#next;
		if (kind === 'word' || kind === 'quoted name') {
			this.#at++;
			return text;
		}

		throw this.#wrong();
	}

	/** `dbo.X` with its brackets put back, since a name may hold a dot. */
	#dottedName(): string {
		const parts: string[] = [];
		do {
			const quoted = this.#next.kind === 'quoted name';
			const name = this.#name();
			parts.push(quoted ? `[${name.replaceAll(']', ']]')}]` : name);
		} while (this.#takes('.'));

		return parts.join('.');
	}

	#expression(): Expression {
		let left = this.#product();
		while (this.#is('+') || this.#is('-')) {
			left = operate(this.#take().text, left, this.#product());
		}

		return left;
	}

	#product(): Expression {
		let left = this.#single();
		while (this.#is('*') || this.#is('/') || this.#is('%')) {
			left = operate(this.#take().text, left, this.#single());
		}

		return left;
	}

	#single(): Expression {
		if (this.#takes('-')) {
			return operate('-', constant('int', 0), this.#single());
		}

		if (this.#takes('(')) {
			const inner = this.#expression();
			this.#expect(')');
			return inner;
		}

		const word = this.#next;
		this.#at++;
		switch (word.kind) {
			case 'number':
				return constant(Number(word.text) > 2_147_483_647 ? 'bigint' : 'int', BigInt(word.text));
			case 'text':
				return constant('nvarchar', word.text);
			case 'variable':
				return variable(word.text);
			case 'word':
				if (word.text.toLowerCase() === 'null') {
					return constant('int', null);
				}

				return this.#call(word.text);
			case 'quoted name':
			case 'symbol':
			case 'end':
				throw notUnderstood(word.text, word.line);
		}
	}

	#call(name: string): Expression {
		if (!this.#takes('(')) {
			return call(name, undefined);
		}

		const given: Expression[] = [];
		if (name.toLowerCase() === 'datepart') {
			given.push(constant('nvarchar', this.#name()));
			this.#expect(',');
		}

		if (!this.#is(')')) {
			do {
				given.push(this.#expression());
			} while (this.#takes(','));
		}

		this.#expect(')');
		return call(name, given);
	}
}
