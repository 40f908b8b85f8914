import {readWords} from './lexer.ts';
import {SqlError} from '../procedure.ts';
import type {Deliver, Run, Supplied} from './run.ts';
import type {Variables} from './scope.ts';
import type {Parameter} from '../tds/request.ts';
import {databaseChange} from '../tds/tokens.ts';
import {ids} from '../tds/types.ts';

type Call = {
	readonly run: Run;
	readonly supplied: readonly Supplied[];
	readonly deliver: Deliver;
	/** Runs statements with these variables. */
	execute(sql: string, variables: Variables): Promise<void>;
};

type SystemProcedure = (call: Call) => Promise<void>;

/** The procedures by which drivers run text with parameters, in small letters. They leave the end of the call to their caller. */
const known: Readonly<Record<string, SystemProcedure>> = {
	sp_executesql: call =>
		runText(call, textOf('sp_executesql', call.supplied[0]), declaredIn(call.supplied[1]), call.supplied.slice(2)),
	async sp_prepare(call) {
		const {handle} = prepare('sp_prepare', call);
		call.run.response.status(0);
		handOut(handle, call);
	},
	async sp_prepexec(call) {
		const {handle, sql, declared} = prepare('sp_prepexec', call);
		await runText(call, sql, declared, call.supplied.slice(3));
		handOut(handle, call);
	},
	sp_execute: call => {
		const {sql, declared} = prepared(call);
		return runText(call, sql, declared, call.supplied.slice(1));
	},
	async sp_unprepare(call) {
		prepared(call);
		call.run.session.prepared.delete(handleIn(call));
		call.run.response.status(0);
	},
};

/** What runs a system procedure; undefined for any other name. */
export const systemProcedure = (name: string): SystemProcedure | undefined => {
	const lower = name.toLowerCase();
	if (!/^sp_(cursor|prepexecrpc)/.test(lower)) {
		return Object.hasOwn(known, lower) ? known[lower] : undefined;
	}

	return async () => {
		throw new SqlError({message: `The practice SQL Server has no cursors and no ${name}.`});
	};
};

/** Keeps a statement: `sp_prepare @handle OUTPUT, @params, @stmt`. */
const prepare = (procedure: string, {run: {session}, supplied: [, declared, statement]}: Call) => {
	const entry = {sql: textOf(procedure, statement), declared: declaredIn(declared)};
	const handle = Math.max(0, ...session.prepared.keys()) + 1;
	session.prepared.set(handle, entry);
	return {handle, ...entry};
};

const handOut = (handle: number, {supplied: [first], deliver}: Call): void => {
	if (first?.parameter.output) {
		deliver(first, handle);
	}
};

const handleIn = ({supplied}: Call): number => Number(supplied[0]?.parameter.value ?? 0);

const prepared = (call: Call) => {
	const found = call.run.session.prepared.get(handleIn(call));
	if (!found) {
		const message = `Could not find prepared statement with handle ${handleIn(call)}.`;
		throw new SqlError({number: 8179, state: 2, message});
	}

	return found;
};

const runText = async (
	{run: {session, response}, deliver, execute}: Call,
	sql: string,
	declared: readonly string[],
	values: readonly Supplied[],
): Promise<void> => {
	const named = values.map((supplied, place) => ({supplied, name: nameOf(supplied.parameter, declared[place])}));
	const variables: Variables = new Map(
		named.map(({name, supplied: {parameter}}) => [name, {type: parameter.type, value: parameter.value}]),
	);
	const startDatabase = session.database;
	await execute(sql, variables);
	// What USE changes inside of it lasts until its end.
	if (session.database !== startDatabase) {
		response.token(databaseChange(startDatabase, session.database));
		session.database = startDatabase;
	}

	response.status(0);
	for (const {name, supplied} of named) {
		if (supplied.parameter.output) {
			deliver(supplied, variables.get(name)?.value ?? null);
		}
	}
};

const nameOf = ({name}: Parameter, declared = ''): string => (name === '' ? declared : name).toLowerCase();

/** The names in a declaration such as `@days int, @name nvarchar(50)`. */
const declaredIn = (supplied: Supplied | undefined): string[] =>
	readWords(String(supplied?.parameter.value ?? ''))
		.filter(({kind}) => kind === 'variable')
		.map(({text}) => text);

const textOf = (procedure: string, supplied: Supplied | undefined): string => {
	const {type, value} = supplied?.parameter ?? {};
	if (typeof value === 'string' && (type?.id === ids.nvarchar || type?.id === ids.nchar)) {
		return value;
	}

	throw new SqlError({
		number: 214,
		state: 2,
		message: "Procedure expects parameter '@statement' of type 'ntext/nchar/nvarchar'.",
		procedure,
	});
};
