import {callProcedure} from './call-procedure.ts';
import {declared} from './expression.ts';
import type {Argument, Statement} from './parser.ts';
import {readStatements} from './parser.ts';
import type {Value} from '../procedure.ts';
import {SqlError} from '../procedure.ts';
import type {Run} from './run.ts';
import type {Scope, Variables} from './scope.ts';
import {takeStep} from './transactions.ts';
import {typeInfoOf} from '../tds/column-types.ts';
import type {DoneKind} from '../tds/tokens.ts';
import {databaseChange} from '../tds/tokens.ts';

/**
 * Runs the statements of a text one after the other, with these variables, and leaves their answers in the response. `kind` says
 * whether each statement ends as one of a batch, or as one inside of a procedure.
 *
 * @throws {SqlError} when a statement failed; those before it have run.
 */
export const runStatements = async (
	sql: string,
	run: Run,
	variables: Variables,
	kind: Exclude<DoneKind, 'procedure'>,
): Promise<void> => {
	const scope: Scope = {session: run.session, now: run.now, variables};
	for (const statement of readStatements(sql)) {
		await runStatement(statement, run, scope, kind);
		if (run.response.cut || run.response.fatal || run.signal.aborted) {
			return;
		}
	}
};

const runStatement = async (
	statement: Statement,
	run: Run,
	scope: Scope,
	kind: Exclude<DoneKind, 'procedure'>,
): Promise<void> => {
	const {response} = run;
	switch (statement.kind) {
		case 'select': {
			const values = statement.items.map(({name, value}) => ({name, ...value(scope)}));
			const columns = values.map(({name, type}) => ({name, type}));
			return response.result({columns, rows: [values.map(({value}) => value)]}, kind);
		}

		case 'execute':
			return execute(statement, run, scope);
		case 'declare':
			scope.variables.set(statement.name.toLowerCase(), {type: statement.type, value: null});
			return undefined;
		case 'assign':
			return assign(scope, statement.name, statement.value(scope).value);
		case 'transaction':
			return takeStep(statement.step, run);
		case 'use':
			return changeDatabase(statement.database, run);
		case 'print':
			return response.message({number: 0, class: 0, message: String(statement.value(scope).value ?? '')});
		case 'text size':
			run.session.textSize = statement.bytes;
			return undefined;
		case 'set':
			return undefined;
	}
};

const assign = ({variables}: Scope, name: string, value: Value): void => {
	declared(variables, name).value = value;
};

const execute = async (
	{procedure, parameters, status}: Extract<Statement, {kind: 'execute'}>,
	run: Run,
	scope: Scope,
): Promise<void> => {
	const supplied = parameters.map((argument, ordinal) => ({ordinal, parameter: parameterOf(argument, scope)}));
	const returned = await callProcedure(run, procedure, supplied, ({ordinal}, value) => {
		assign(scope, parameters[ordinal]?.output ?? '', value);
	});
	if (status !== undefined && returned !== undefined) {
		assign(scope, status, returned);
	}
};

const parameterOf = ({name, value, output}: Argument, scope: Scope) => {
	const typed = value(scope);
	return {name, value: typed.value, type: typeInfoOf(typed.type), output: output !== undefined};
};

const changeDatabase = (name: string, {session, response}: Run): void => {
	const database = session.catalog.database(name);
	if (database === undefined) {
		throw new SqlError({
			number: 911,
			message: `Database '${name}' does not exist. Make sure that the name is entered correctly.`,
		});
	}

	response.token(databaseChange(database, session.database));
	response.message({
		number: 5701,
		class: 0,
		state: 2,
		message: `Changed database context to '${database}'.`,
	});
	session.database = database;
};
