const word = String.raw`[\p{L}_][\p{L}\p{N}_]{0,127}`;
const qualified = new RegExp(`^(?:(?<schema>${word})\\.)?(?<name>${word})$`, 'u');
const sign = String.raw`[\p{L}\p{N}_$#]`;
const parameter = new RegExp(`^@?[\\p{L}_]${sign}{0,127}$`, 'u');

/** The name of a parameter where a text is looked at, of whatever length. */
export const parameterAhead = new RegExp(`@?[\\p{L}_]${sign}*`, 'uy');

/**
 * Why a stored procedure may not be called by this name, undefined when it may. Only `name` and `schema.name` of letters, digits and
 * underscores pass, and none that SQL Server would look for in its own procedures first.
 */
export const procedureNameFault = (procedure: string): string | undefined => {
	const {schema, name} = qualified.exec(procedure)?.groups ?? {};
	if (name === undefined) return 'a procedure is called schema.name, of letters, digits and underscores';
	// SQL Server looks for sp_ names in master before the database at hand, xp_ names run programs.
	// https://learn.microsoft.com/sql/relational-databases/stored-procedures/create-a-stored-procedure
	if (/^[sx]p_/i.test(name)) return 'names that start with sp_ or xp_ belong to SQL Server itself';
	if (schema !== undefined && /^(?:sys|information_schema)$/i.test(schema))
		return `the schema ${schema} belongs to SQL Server itself`;
	return undefined;
};

/** `dbo.GetPatients` for `GetPatients`: what is called never depends on the default schema of the login. */
export const withSchema = (procedure: string): string => (procedure.includes('.') ? procedure : `dbo.${procedure}`);

/** Why a parameter may not have this name, undefined when it may. An `@` in front is welcome, not needed. */
export const parameterNameFault = (name: string): string | undefined =>
	parameter.test(name) ? undefined : 'a parameter is named with letters, digits, _, $ and #';

/** The name of a parameter without the `@` that may be in front. */
export const withoutAt = (name: string): string => name.replace(/^@/, '');

/** The name of a parameter as SQL Server has it, with the `@` in front. */
export const withAt = (name: string): string => `@${withoutAt(name)}`;
