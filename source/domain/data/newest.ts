/**
 * What a column can say about time: an instant, what a clock on some wall showed, or only a day. Columns that say nothing about it have
 * no kind.
 */
export type TimeKind = 'instant' | 'wall clock' | 'day';

/** The newest value of a column; of a wall clock or a day it is what stood there, as if it were UTC. */
export type TimeColumn = {
	readonly name: string;
	readonly kind: TimeKind | undefined;
	readonly newest: Date | undefined;
};

/** The size of a result set and how new it is, never its rows. */
export type ResultSet = {readonly rows: number; readonly columns: readonly TimeColumn[]};

/** What a procedure answered. */
export type Answer = {
	/** In the order they came, the first so many of them. */
	readonly sets: readonly ResultSet[];
	/** All of them. 0 when it returned nothing but its return code. */
	readonly resultSets: number;
	/** Of the output parameter that was asked for: undefined when none came back. */
	readonly output: unknown;
	/** Undefined until the procedure has ended, and where it ended without one. */
	readonly returnValue: number | undefined;
};

/** The answer before anything of it has come. */
export const nothingYet: Answer = {sets: [], resultSets: 0, output: undefined, returnValue: undefined};

/** More result sets than a procedure with an answer has; a loop in one can make them without an end. */
const mostSets = 50;

/** What stands for the name of a column without one, as SQL Server Management Studio has it. */
export const nameless = '(no column name)';

/** A result set began. */
export const resultSetBegan = (answer: Answer, columns: ReadonlyArray<Pick<TimeColumn, 'name' | 'kind'>>): Answer => ({
	...answer,
	resultSets: answer.resultSets + 1,
	sets:
		answer.resultSets < mostSets
			? [
					...answer.sets,
					{rows: 0, columns: columns.map(({name, kind}) => ({name: name || nameless, kind, newest: undefined}))},
				]
			: answer.sets,
});

/** A row of the last result set came, its values in the order of the columns. */
export const rowCame = (answer: Answer, row: readonly unknown[]): Answer => {
	const last = answer.sets.at(-1);
	if (last === undefined || answer.resultSets > mostSets) return answer;
	const newer = last.columns.some((column, index) => isNewer(row[index], column));
	const columns = newer
		? last.columns.map((column, index) => {
				const value = row[index];
				return isNewer(value, column) ? {...column, newest: value} : column;
			})
		: last.columns;
	return {...answer, sets: [...answer.sets.slice(0, -1), {rows: last.rows + 1, columns}]};
};

/** The procedure came to its end. */
export const ended = (answer: Answer, output: unknown, returnValue: number | undefined): Answer => ({
	...answer,
	output,
	returnValue,
});

const isNewer = (value: unknown, {kind, newest}: TimeColumn): value is Date =>
	kind !== undefined && isTime(value) && (newest === undefined || value.getTime() > newest.getTime());

/** A value that is a moment, whatever it means. */
export const isTime = (value: unknown): value is Date => value instanceof Date && !Number.isNaN(value.getTime());

/** The column that is meant, by its exact name or else as SQL Server usually compares names: without regard to case. */
export const columnNamed = ({columns}: Pick<ResultSet, 'columns'>, name: string): TimeColumn | undefined =>
	columns.find(column => column.name === name) ??
	columns.find(column => column.name.toLowerCase() === name.toLowerCase());
