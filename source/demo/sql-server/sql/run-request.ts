import type {Run} from './call-procedure.ts';
import {callProcedure, errorIn} from './call-procedure.ts';
import {SqlError} from '../procedure.ts';
import type {Parameter, Request} from '../tds/request.ts';
import type {Scope} from './scope.ts';
import type {Statement} from './parser.ts';
import {readStatements} from './parser.ts';
import {databaseChange} from '../tds/tokens.ts';
import {typeInfoOf} from '../tds/column-types.ts';

/** Runs a request and leaves its answer in `run.response`. What SQL Server would report as an error is part of the answer. */
export const runRequest = async (request: Request, run: Run): Promise<void> => {
	if (request.kind === 'procedure') {
		return callProcedure(run, request.name, request.parameters);
	}

	const {response, session} = run;
	const startDatabase = session.database;
	try {
		for (const statement of readStatements(request.sql)) {
			await runStatement(statement, run, request.parameters);
			if (response.cut || response.fatal) {
				return;
			}
		}
	} catch (error) {
		response.message(errorIn(error));
	}

	if (request.kind === 'sp_executesql') {
		// What USE changes inside of it lasts until its end.
		if (session.database !== startDatabase) {
			response.token(databaseChange(startDatabase, session.database));
			session.database = startDatabase;
		}

		response.status(0);
		response.done('procedure');
	} else {
		response.done('batch');
	}
};

const runStatement = async (statement: Statement, run: Run, parameters: readonly Parameter[]): Promise<void> => {
	const {response, session, now} = run;
	const scope: Scope = {session, now, parameters};
	switch (statement.kind) {
		case 'select': {
			const values = statement.items.map(({name, value}) => ({name, ...value(scope)}));
			const columns = values.map(({name, type}) => ({name, type}));
			return response.result({columns, rows: [values.map(({value}) => value)]}, 'statement');
		}

		case 'execute':
			return callProcedure(
				run,
				statement.procedure,
				statement.parameters.map(({name, value, output}): Parameter => {
					const typed = value(scope);
					return {name, output, value: typed.value, type: typeInfoOf(typed.type)};
				}),
			);
		case 'use':
			return changeDatabase(statement.database, run);
		case 'print':
			return response.message({number: 0, class: 0, message: String(statement.value(scope).value ?? '')});
		case 'set':
	}
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
