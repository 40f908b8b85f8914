import {parameterAhead, parameterNameFault, withAt, withoutAt} from './procedure-name.ts';
import type {Parameters, ParameterValue} from './procedure-rows.ts';
import {isConstant, literalOf, matchAt, readLiteral, seen} from './t-sql-literal.ts';

/** The call of a procedure, as a check describes it. */
export type Call = {
	readonly database: string;
	/** `schema.name`, or the `name` of one in the schema `dbo`. */
	readonly procedure: string;
	readonly parameters: Parameters;
	/** The output parameter that holds the newest timestamp, where that is the answer. */
	readonly timestampParameter?: string | undefined;
	/** `offset` where that timestamp carries one. */
	readonly timezone?: string | undefined;
	/** What the return value means, where that is the answer. */
	readonly returnValue?: string | undefined;
};

/**
 * The T-SQL that makes the call in SQL Server Management Studio, whatever database it is pasted in. It is one line of signs that can be
 * seen; what the call needs variables for is declared in front of it, and what it answers in them is selected behind it.
 *
 * https://learn.microsoft.com/sql/t-sql/language-elements/execute-transact-sql
 */
export const execStatement = (call: Call): string => statement(call, {masks: false});

/** The same for others to read: `EXEC [ER].[dbo].[Get] @VisitId = …;`, since a value may say which patient it is about. */
export const maskedStatement = (call: Call): string => statement(call, {masks: true});

const statement = (call: Call, {masks}: {readonly masks: boolean}): string => {
	const {database, procedure, parameters, timestampParameter, timezone, returnValue} = call;
	const output = timestampParameter === undefined ? undefined : withAt(timestampParameter);
	const given = Object.entries(parameters)
		.map(([name, value]) => ({
			name: withAt(name),
			isInPlace: masks || isConstant(value),
			literal: masks ? '…' : literalOf(value),
		}))
		.filter(({name}) => !isSame(name, output));
	const result = returnValue === undefined ? undefined : freeName('@result', [...given.map(({name}) => name), output]);
	const declared = [
		// EXEC takes constants and variables, no expressions.
		...given.filter(({isInPlace}) => !isInPlace).map(({name, literal}) => `${name} nvarchar(max) = ${literal}`),
		...(output === undefined ? [] : [`${output} ${timezone === 'offset' ? 'datetimeoffset' : 'datetime2'}`]),
		...(result === undefined ? [] : [`${result} int`]),
	];
	const handed = [
		...given.map(({name, isInPlace, literal}) => `${name} = ${isInPlace ? literal : name}`),
		...(output === undefined ? [] : [`${output} = ${output} OUTPUT`]),
	];
	const name = [database, ...procedure.split('.')].toSpliced(1, 0, ...(procedure.includes('.') ? [] : ['dbo']));
	const called = name.map(part => bracketed(part)).join('.');
	const answers = [output, result].flatMap(each =>
		each === undefined ? [] : [`${each} AS ${bracketed(each.slice(1))}`],
	);
	return [
		...declared.map(each => `DECLARE ${each};`),
		`EXEC ${result === undefined ? '' : `${result} = `}${called}${handed.length === 0 ? '' : ` ${handed.join(', ')}`};`,
		...(answers.length === 0 ? [] : [`SELECT ${answers.join(', ')};`]),
	].join(' ');
};

/** Most servers do not tell upper case from lower. */
const isSame = (name: string, other: string | undefined): boolean => name.toLowerCase() === other?.toLowerCase();

const freeName = (name: string, taken: ReadonlyArray<string | undefined>): string =>
	taken.some(other => isSame(name, other)) ? freeName(`${name}_`, taken) : name;

/** In brackets even a word of the language is a name. */
const bracketed = (name: string): string => `[${seen(name).replaceAll(']', ']]')}]`;

/** Parameters as the line that somebody edits: `@Days = 1, @Ward = N'akut', @All = true`. `parseParameters` reads it. */
export const parametersInWords = (parameters: Parameters): string =>
	Object.entries(parameters)
		.map(([name, value]) => `${withAt(name)} = ${typeof value === 'boolean' ? String(value) : literalOf(value)}`)
		.join(', ');

/**
 * The parameters in a line that somebody edited; of one that makes no sense what is wrong and where, as a sentence part without a full stop
 * in few words, for it stands beside the line, and `at` as an index for a cursor.
 */
export const parseParameters = (
	line: string,
): {readonly parameters: Parameters} | {readonly problem: string; readonly at: number} => {
	const found: Array<readonly [name: string, value: ParameterValue]> = [];
	let at = spaceAfter(line, 0);
	if (at === line.length) return {parameters: {}};
	for (;;) {
		const name = matchAt(parameterAhead, line, at);
		if (name === undefined) return wrong('a name comes first, as in @Days = 1', at);
		const plain = withoutAt(name[0]);
		const fault = parameterNameFault(plain);
		if (fault !== undefined) return wrong(fault, at);
		if (found.some(([other]) => isSame(plain, other))) return wrong(`${name[0]} is given twice`, at);
		const equals = spaceAfter(line, at + name[0].length);
		if (line[equals] !== '=') return wrong(`${name[0]} misses its =`, equals);
		const value = readLiteral(line, spaceAfter(line, equals + 1));
		if ('problem' in value) return wrong(value.problem, value.at);
		found.push([plain, value.value]);
		at = spaceAfter(line, value.end);
		if (at === line.length) return {parameters: Object.fromEntries(found)};
		if (line[at] !== ',') return wrong('a comma is missing', at);
		at = spaceAfter(line, at + 1);
	}
};

const wrong = (problem: string, at: number) => ({problem: `${problem} (at character ${at + 1})`, at});

const spaceAfter = (line: string, at: number): number => at + (matchAt(/\s*/y, line, at)?.[0].length ?? 0);
