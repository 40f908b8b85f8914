import type {StoredProcedure} from './catalog.ts';
import type {ProcedureAnswer, SqlMessage} from '../procedure.ts';
import {SqlError} from '../procedure.ts';
import type {Parameter} from '../tds/request.ts';
import type {Response} from '../tds/response.ts';
import type {SessionState} from '../session-state.ts';
import {wallClock} from '../wall-clock.ts';

/** What one request gives to what it runs. */
export type Run = {
	readonly response: Response;
	readonly session: SessionState;
	readonly now: Date;
	readonly signal: AbortSignal;
};

/** Calls a procedure by its name and adds its whole answer, up to its own DONE, to the response. */
export const callProcedure = async (run: Run, name: string, parameters: readonly Parameter[]): Promise<void> => {
	const {response, session} = run;
	let stored: StoredProcedure | undefined;
	try {
		stored = findProcedure(session, name);
		const supplied = bind(stored, parameters);
		const answer = await stored.procedure.run({
			parameters: Object.fromEntries(supplied.map(({name: declared, parameter}) => [declared, parameter.value])),
			now: run.now,
			wallClock: instant => wallClock(instant, session.timeZone),
			signal: run.signal,
		});
		addAnswer(response, stored, answer, supplied);
	} catch (error) {
		response.message({...(stored && {procedure: stored.name}), ...errorIn(error)});
		response.cut = undefined;
	}

	response.done('procedure');
};

const findProcedure = (session: SessionState, name: string): StoredProcedure => {
	const stored = session.catalog.find(name, session.database);
	if (!stored) {
		throw new SqlError({number: 2812, class: 16, state: 62, message: `Could not find stored procedure '${name}'.`});
	}

	if (stored.denied) {
		const {database, schema} = stored;
		throw new SqlError({
			number: 229,
			class: 14,
			state: 5,
			message: `The EXECUTE permission was denied on the object '${stored.name}', database '${database}', schema '${schema}'.`,
		});
	}

	return stored;
};

type Supplied = {readonly name: string; readonly ordinal: number; readonly parameter: Parameter};

/** Puts what was supplied, by name or by place, to the declared names. */
const bind = (
	{name: procedure, procedure: {parameters: required = [], optional = []}}: StoredProcedure,
	given: readonly Parameter[],
) => {
	const declared = [...required, ...optional];
	if (declared.length === 0 && given.length > 0) {
		throw new SqlError({
			number: 8146,
			message: `Procedure ${procedure} has no parameters and arguments were supplied.`,
		});
	}

	if (given.length > declared.length) {
		throw new SqlError({
			number: 8144,
			state: 2,
			message: `Procedure or function ${procedure} has too many arguments specified.`,
		});
	}

	const supplied = given.map((parameter, ordinal): Supplied => {
		const name = declared.find((candidate, place) =>
			parameter.name === '' ? place === ordinal : `@${candidate}`.toLowerCase() === parameter.name.toLowerCase(),
		);
		if (name === undefined) {
			throw new SqlError({
				number: 8145,
				message: `${parameter.name} is not a parameter for procedure ${procedure}.`,
			});
		}

		return {name, ordinal, parameter};
	});
	const missing = required.find(name => supplied.every(other => other.name !== name));
	if (missing !== undefined) {
		throw new SqlError({
			number: 201,
			state: 4,
			message: `Procedure or function '${procedure}' expects parameter '@${missing}', which was not supplied.`,
		});
	}

	return supplied;
};

const addAnswer = (
	response: Response,
	{name: procedure}: StoredProcedure,
	answer: ProcedureAnswer,
	supplied: readonly Supplied[],
): void => {
	for (const message of answer.prints ?? []) {
		response.message({number: 0, class: 0, procedure, message});
	}

	for (const result of answer.results ?? []) {
		response.result(result, 'statement');
	}

	for (const error of answer.errors ?? []) {
		response.message({procedure, ...error});
	}

	if (answer.cut) {
		response.cut = answer.cut;
		return;
	}

	response.status(answer.returnValue ?? 0);
	for (const {name, ordinal, parameter} of supplied) {
		const value = answer.output?.[name];
		if (parameter.output && value !== undefined) {
			response.output(ordinal, parameter.name, parameter.type, value);
		}
	}
};

/** The error that a procedure raised. A fault in the procedure itself is an error of class 16 like any other. */
export const errorIn = (error: unknown): SqlMessage =>
	error instanceof SqlError ? error.details : {message: error instanceof Error ? error.message : String(error)};
