import type {StoredProcedure} from './catalog.ts';
import type {ProcedureAnswer, SqlMessage} from '../procedure.ts';
import {SqlError} from '../procedure.ts';
import type {Response} from '../tds/response.ts';
import type {Deliver, Run, Supplied} from './run.ts';
import {wallClock} from '../wall-clock.ts';

/**
 * Calls a stored procedure by its name and adds its whole answer, up to its own DONE, to the response. Resolves to its return value,
 * or undefined when there is none because it failed.
 */
export const callProcedure = async (
	run: Run,
	name: string,
	given: readonly Supplied[],
	deliver: Deliver,
): Promise<number | undefined> => {
	const {response, session} = run;
	let stored: StoredProcedure | undefined;
	try {
		stored = findProcedure(session, name);
		const supplied = bind(stored, given);
		const answer = await stored.procedure.run({
			parameters: Object.fromEntries(supplied.map(({declared, parameter}) => [declared, parameter.value])),
			now: run.now,
			wallClock: instant => wallClock(instant, session.timeZone),
			signal: run.signal,
		});
		await addAnswer(response, stored, answer);
		if (answer.cut) {
			return undefined;
		}

		const {returnValue = 0} = answer;
		if (returnValue !== null) {
			response.status(returnValue);
		}

		for (const one of supplied) {
			const value = answer.output?.[one.declared];
			if (one.parameter.output && value !== undefined) {
				deliver(one, value);
			}
		}

		return returnValue ?? undefined;
	} catch (error) {
		response.message({...(stored && {procedure: stored.name}), ...errorIn(error)});
		response.cut = undefined;
		return undefined;
	} finally {
		response.done('procedure');
	}
};

const findProcedure = (session: Run['session'], name: string): StoredProcedure => {
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

type Bound = Supplied & {readonly declared: string};

/** Puts what was supplied, by name or by place, to the declared names. */
const bind = (
	{name: procedure, procedure: {parameters: required = [], optional = []}}: StoredProcedure,
	given: readonly Supplied[],
): Bound[] => {
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

	const supplied = given.map((one, index): Bound => {
		const {name} = one.parameter;
		const found = declared.find((candidate, place) =>
			name === '' ? place === index : `@${candidate}`.toLowerCase() === name.toLowerCase(),
		);
		if (found === undefined) {
			throw new SqlError({number: 8145, message: `${name} is not a parameter for procedure ${procedure}.`});
		}

		return {...one, declared: found};
	});
	const missing = required.find(name => supplied.every(other => other.declared !== name));
	if (missing !== undefined) {
		throw new SqlError({
			number: 201,
			state: 4,
			message: `Procedure or function '${procedure}' expects parameter '@${missing}', which was not supplied.`,
		});
	}

	return supplied;
};

const addAnswer = async (
	response: Response,
	{name: procedure}: StoredProcedure,
	answer: ProcedureAnswer,
): Promise<void> => {
	for (const message of answer.prints ?? []) {
		response.message({number: 0, class: 0, procedure, message});
	}

	for (const result of answer.results ?? []) {
		await response.result(result, 'statement');
	}

	for (const error of answer.errors ?? []) {
		response.message({procedure, ...error});
	}

	response.cut = answer.cut;
};

/** The error that a procedure raised. A fault in the procedure itself is an error of class 16 like any other. */
export const errorIn = (error: unknown): SqlMessage =>
	error instanceof SqlError ? error.details : {message: error instanceof Error ? error.message : String(error)};
