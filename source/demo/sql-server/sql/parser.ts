import {Cursor} from './cursor.ts';
import type {Expression} from './expression.ts';
import {SqlError} from '../procedure.ts';
import {readExpression} from './read-expression.ts';
import {declaredType} from '../tds/column-types.ts';
import type {TransactionStep} from '../tds/request.ts';
import type {TypeInfo} from '../tds/types.ts';

export type Argument = {
	readonly name: string;
	readonly value: Expression;
	/** The variable that takes what the procedure leaves in the parameter. */
	readonly output: string | undefined;
};

export type Statement =
	| {readonly kind: 'select'; readonly items: ReadonlyArray<{readonly name: string; readonly value: Expression}>}
	| {
			readonly kind: 'execute';
			readonly procedure: string;
			readonly parameters: readonly Argument[];
			/** The variable that takes the return value. */
			readonly status: string | undefined;
	  }
	| {readonly kind: 'declare'; readonly name: string; readonly type: TypeInfo}
	| {readonly kind: 'assign'; readonly name: string; readonly value: Expression}
	| {readonly kind: 'transaction'; readonly step: TransactionStep}
	| {readonly kind: 'use'; readonly database: string}
	| {readonly kind: 'print'; readonly value: Expression}
	/** How many bytes a result may have of a value of a type without a limit; below 1 for all of them. */
	| {readonly kind: 'text size'; readonly bytes: number}
	| {readonly kind: 'set'};

/**
 * The statements of a batch. The whole batch is read before any of it runs, as on SQL Server.
 *
 * @throws {SqlError}
 */
export const readStatements = (sql: string): Statement[] => {
	const cursor = new Cursor(sql);
	const statements: Statement[] = [];
	for (;;) {
		while (cursor.takes(';')) {
			// Empty statements say nothing.
		}

		if (cursor.next.kind === 'end') {
			return statements;
		}

		statements.push(...readStatement(cursor));
	}
};

const readStatement = (cursor: Cursor): readonly Statement[] => {
	const word = cursor.next;
	if (word.kind !== 'word' || !cursor.startsStatement) {
		throw cursor.wrong();
	}

	cursor.take();
	switch (word.text.toLowerCase()) {
		case 'select':
			return select(cursor);
		case 'use':
			return [{kind: 'use', database: cursor.name()}];
		case 'print':
			return [{kind: 'print', value: readExpression(cursor)}];
		case 'set':
			return [set(cursor)];
		case 'declare':
			return declare(cursor);
		case 'begin':
			return [{kind: 'transaction', step: transaction(cursor, 'begin')}];
		case 'commit':
			return [{kind: 'transaction', step: transaction(cursor, 'commit')}];
		case 'rollback':
			return [{kind: 'transaction', step: transaction(cursor, 'rollback')}];
		case 'save':
			return [{kind: 'transaction', step: transaction(cursor, 'save')}];
		default:
			return [execute(cursor)];
	}
};

/** An option of the session, of which all but one change nothing here, or a variable. */
const set = (cursor: Cursor): Statement => {
	if (cursor.next.kind === 'variable') {
		return assignment(cursor);
	}

	if (cursor.next.kind !== 'word') {
		throw cursor.wrong();
	}

	if (cursor.takes('textsize')) {
		const sign = cursor.takes('-') ? -1 : 1;
		return {kind: 'text size', bytes: sign * Number(cursor.take().text)};
	}

	while (!cursor.startsStatement) {
		cursor.take();
	}

	return {kind: 'set'};
};

const assignment = (cursor: Cursor): Statement => {
	const name = cursor.variable();
	cursor.expect('=');
	return {kind: 'assign', name, value: readExpression(cursor)};
};

const select = (cursor: Cursor): readonly Statement[] => {
	const items: Array<{name: string; value: Expression}> = [];
	const assigned: Statement[] = [];
	do {
		if (cursor.next.kind === 'variable' && cursor.second?.text === '=') {
			assigned.push(assignment(cursor));
		} else {
			const value = readExpression(cursor);
			items.push({value, name: cursor.takes('as') || !endsItem(cursor) ? cursor.name() : ''});
		}
	} while (cursor.takes(','));

	if (cursor.takes('from')) {
		throw new SqlError({
			number: 208,
			line: cursor.next.line,
			message: `Invalid object name '${cursor.dottedName()}'. The practice SQL Server has procedures, no tables.`,
		});
	}

	if (!cursor.startsStatement) {
		throw cursor.wrong();
	}

	if (assigned.length > 0 && items.length > 0) {
		throw new SqlError({
			number: 141,
			class: 15,
			message:
				'A SELECT statement that assigns a value to a variable must not be combined with data-retrieval operations.',
		});
	}

	return assigned.length > 0 ? assigned : [{kind: 'select', items}];
};

const endsItem = (cursor: Cursor): boolean =>
	cursor.startsStatement || cursor.is(',') || cursor.is('from') || cursor.next.kind === 'symbol';

const execute = (cursor: Cursor): Statement => {
	const status = cursor.next.kind === 'variable' ? cursor.take().text : undefined;
	if (status !== undefined) {
		cursor.expect('=');
	}

	const procedure = cursor.dottedName();
	const parameters: Argument[] = [];
	if (!cursor.startsStatement) {
		do {
			parameters.push(argument(cursor));
		} while (cursor.takes(','));
	}

	return {kind: 'execute', procedure, parameters, status};
};

const argument = (cursor: Cursor): Argument => {
	const named = cursor.next.kind === 'variable' && cursor.second?.text === '=';
	const name = named ? cursor.take().text : '';
	if (named) {
		cursor.take();
	}

	const {kind, text} = cursor.next;
	const value = readExpression(cursor);
	if (!cursor.takes('output') && !cursor.takes('out')) {
		return {name, value, output: undefined};
	}

	if (kind !== 'variable') {
		const message = 'Cannot use the OUTPUT option when passing a constant to a stored procedure.';
		throw new SqlError({number: 179, class: 15, message});
	}

	return {name, value, output: text};
};

const declare = (cursor: Cursor): readonly Statement[] => {
	const statements: Statement[] = [];
	do {
		const name = cursor.variable();
		cursor.takes('as');
		statements.push({kind: 'declare', name, type: type(cursor)});
		if (cursor.takes('=')) {
			statements.push({kind: 'assign', name, value: readExpression(cursor)});
		}
	} while (cursor.takes(','));

	return statements;
};

const type = (cursor: Cursor): TypeInfo => {
	const name = cursor.name();
	const sizes: string[] = [];
	if (cursor.takes('(')) {
		do {
			sizes.push(cursor.take().text);
		} while (cursor.takes(','));
		cursor.expect(')');
	}

	const found = declaredType(name, sizes);
	if (!found) {
		throw new SqlError({
			number: 2715,
			state: 3,
			message: `Cannot find data type ${[name, ...sizes].join(' ')}. The practice SQL Server has the common ones.`,
		});
	}

	return found;
};

/** The name of a transaction says nothing here, since nothing is stored. */
const transaction = (cursor: Cursor, step: TransactionStep): TransactionStep => {
	const said = cursor.takes('tran') || cursor.takes('transaction') || (step !== 'begin' && cursor.takes('work'));
	if (!said && (step === 'begin' || step === 'save')) {
		throw cursor.wrong();
	}

	if (!cursor.startsStatement) {
		cursor.take();
	}

	return step;
};
