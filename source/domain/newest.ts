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

/** What a procedure answered: the size of its first result set and how new that is, never the rows themselves. */
export type Answer = {
	/** 0 when it returned nothing but its return code. */
	readonly resultSets: number;
	readonly rows: number;
	readonly columns: readonly TimeColumn[];
};

/** The answer before anything of it has come. */
export const nothingYet: Answer = {resultSets: 0, rows: 0, columns: []};

/** A result set began. Only the first one counts, so only its columns are kept. */
export const resultSetBegan = (answer: Answer, columns: ReadonlyArray<Pick<TimeColumn, 'name' | 'kind'>>): Answer => ({
	...answer,
	resultSets: answer.resultSets + 1,
	columns: answer.resultSets === 0 ? columns.map(column => ({...column, newest: undefined})) : answer.columns,
});

/** A row came, its values in the order of the columns. */
export const rowCame = (answer: Answer, row: readonly unknown[]): Answer => {
	if (answer.resultSets !== 1) return answer;
	const newer = answer.columns.some((column, index) => isNewer(row[index], column));
	return {
		...answer,
		rows: answer.rows + 1,
		columns: newer
			? answer.columns.map((column, index) => {
					const value = row[index];
					return isNewer(value, column) ? {...column, newest: value} : column;
				})
			: answer.columns,
	};
};

const isNewer = (value: unknown, {kind, newest}: TimeColumn): value is Date =>
	kind !== undefined &&
	value instanceof Date &&
	!Number.isNaN(value.getTime()) &&
	(newest === undefined || value.getTime() > newest.getTime());

/** The column that is meant, by its exact name or else as SQL Server usually compares names: without regard to case. */
export const columnNamed = (answer: Answer, name: string): TimeColumn | undefined =>
	answer.columns.find(column => column.name === name) ??
	answer.columns.find(column => column.name.toLowerCase() === name.toLowerCase());
