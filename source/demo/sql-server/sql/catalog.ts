import type {Procedure} from '../procedure.ts';
import {SqlError} from '../procedure.ts';

/** A stored procedure as one database has it. */
export type StoredProcedure = {
	readonly id: number;
	readonly database: string;
	readonly schema: string;
	readonly name: string;
	/** The name as the options of the server have it: `dbo.X` or `ER.dbo.X`. */
	readonly declared: string;
	readonly denied: boolean;
	readonly procedure: Procedure;
};

/** Where every login may go and nothing is stored. */
export const systemDatabase = 'master';

export type Catalog = {
	/** The name of a database as it was declared, or undefined when there is none. Upper and lower case are the same here. */
	database(name: string): string | undefined;
	/** @throws {SqlError} when `name` cannot be a name. */
	find(name: string, currentDatabase: string): StoredProcedure | undefined;
};

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/**
 * The databases of a server and their procedures. A procedure named `dbo.X` is in each of `databases`, one named
 * `ER.dbo.X` only in that one.
 */
export const createCatalog = ({
	databases,
	procedures,
	denied = [],
}: {
	databases: readonly string[];
	procedures: Readonly<Record<string, Procedure>>;
	denied?: readonly string[];
}): Catalog => {
	const stored = Object.entries(procedures).flatMap(([declared, procedure], index) => {
		const {database, schema, name} = readName(declared);
		return databases
			.filter(candidate => database === undefined || same(candidate, database))
			.map(candidate => ({
				id: 1_000_000 + index,
				database: candidate,
				schema,
				name,
				declared,
				denied: denied.some(other => same(other, declared)),
				procedure,
			}));
	});

	return {
		database: name => [...databases, systemDatabase].find(candidate => same(candidate, name)),
		find: (text, currentDatabase) => {
			const {database = currentDatabase, schema, name} = readName(text);
			return stored.find(
				entry => same(entry.database, database) && same(entry.schema, schema) && same(entry.name, name),
			);
		},
	};
};

const part = /\[((?:[^\]]|\]\])*)\]|"((?:[^"]|"")*)"|([^."[\]\s]*)/y;

/** Splits `ER.dbo.X`, `[dbo].[X]` or `X`. */
const readName = (text: string): {database: string | undefined; schema: string; name: string} => {
	const parts: string[] = [];
	for (let at = 0; at <= text.length; at++) {
		part.lastIndex = at;
		const [whole = '', bracketed, quoted, plain] = part.exec(text) ?? [];
		parts.push(bracketed?.replaceAll(']]', ']') ?? quoted?.replaceAll('""', '"') ?? plain ?? '');
		at += whole.length;
		if (at < text.length && text[at] !== '.') {
			throw notAName(text);
		}
	}

	const [name = '', schema = '', database = '', ...others] = parts.toReversed();
	if (name === '' || others.length > 0) {
		throw notAName(text);
	}

	return {database: database === '' ? undefined : database, schema: schema === '' ? 'dbo' : schema, name};
};

const notAName = (text: string): SqlError =>
	new SqlError({
		number: 117,
		class: 15,
		message: `The object name '${text}' is not a name of at most three parts: database, schema and object.`,
	});
