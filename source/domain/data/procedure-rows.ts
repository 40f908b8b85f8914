import type {Owner} from './cause.ts';
import {ProblemError, type Problem} from '../problem.ts';

/** The rows that a procedure returned to somebody who asked to see them, and no more of them than may be shown. */
export type ProcedureRows = {
	/** The T-SQL that was run. */
	readonly statement: string;
	/** Of the columns that may be shown, in the order of the answer. */
	readonly columns: readonly string[];
	/** The first so many rows as texts, in the order they came; NULL is undefined. */
	readonly rows: ReadonlyArray<ReadonlyArray<string | undefined>>;
	/** Rows of the result set that is shown, all counted. */
	readonly total: number;
	/** Columns of the answer that are not shown, since the config does not name them. */
	readonly withheld: readonly string[];
	/** Columns that the config names and the answer does not have. */
	readonly absent: readonly string[];
	/** 0 when it returned nothing but its return code. */
	readonly resultSets: number;
	readonly returnValue: number | undefined;
	/** What it answered in output parameters, named without the `@`; NULL is undefined. */
	readonly output: ReadonlyArray<{readonly name: string; readonly value: string | undefined}>;
	/** Milliseconds from the call to the end of the answer. */
	readonly ms: number;
};

/** Why there are no rows to show, and who usually mends that. */
export class RowsError extends ProblemError {
	/** Undefined where there is nothing to be mended. */
	readonly owner: Owner | undefined;

	constructor(problem: Problem, owner: Owner | undefined, options?: ErrorOptions) {
		super(problem, options);
		this.owner = owner;
	}
}

/** Whoever asked for rows took that back. */
export class RowsCancelledError extends RowsError {
	/** `cancelled after 4s, confirmed by SQL Server` */
	readonly how: string;

	constructor(problem: Problem, how: string) {
		super(problem, undefined);
		this.how = how;
	}
}

/** What a parameter of a procedure can be. */
export type ParameterValue = string | number | boolean | null;
/** By name, without the `@`. */
export type Parameters = Readonly<Record<string, ParameterValue>>;
