/** A decimal is told its digits, and those after the point: `decimal(9,2)`. Without them it has SQL Server's 18 and none. */
export type ColumnType =
	| 'tinyint'
	| 'smallint'
	| 'int'
	| 'bigint'
	| 'bit'
	| 'real'
	| 'float'
	| 'decimal'
	| 'numeric'
	| `${'decimal' | 'numeric'}(${number},${number})`
	| 'smallmoney'
	| 'money'
	| 'uniqueidentifier'
	| 'varchar'
	| 'nvarchar'
	| 'nvarchar(max)'
	| 'varbinary'
	| 'varbinary(max)'
	| 'date'
	| 'time'
	| 'smalldatetime'
	| 'datetime'
	| 'datetime2'
	| 'datetimeoffset';

export type Column = {readonly name: string; readonly type: ColumnType};

/**
 * A value of a column or a parameter.
 *
 * The types without a zone (`datetime`, `datetime2`, `smalldatetime`, `date`, `time`) take what the wall clock showed, as text
 * without a zone: `'2026-03-04T05:06:07.123'`, and a `time` `'05:06:07'`. A `Date` is refused there, because it would hide whose
 * wall clock is meant; `call.wallClock` gives the server's. `datetimeoffset` takes a `Date`, written with the server's offset at
 * that instant, or text with an offset.
 *
 * Exact numbers (`decimal`, `money`) are best given as text, `'12.34'`; a parameter comes as text.
 */
export type Value = string | number | bigint | boolean | Date | Uint8Array | null;

export type ResultSet = {
	readonly columns: readonly Column[];
	readonly rows: ReadonlyArray<readonly Value[]>;
	/** Rows after these that are made while the client takes them, so that there may be more of them than memory holds. */
	readonly more?: Iterable<readonly Value[]> | AsyncIterable<readonly Value[]>;
};

/** As `PRINT` or `RAISERROR` makes one. Class 10 and below informs, 11 to 19 is an error, 20 and above also ends the session. */
export type SqlMessage = {
	readonly message: string;
	/** Default 50000, as of RAISERROR without a number of its own; 0 for what PRINT writes. */
	readonly number?: number;
	/** Default 16. */
	readonly class?: number;
	/** Default 1. */
	readonly state?: number;
	/** Default the procedure that runs. */
	readonly procedure?: string;
	/** Default 1. */
	readonly line?: number;
};

export type ProcedureAnswer = {
	/** What PRINT wrote, sent before the rows. */
	readonly prints?: readonly string[];
	readonly results?: readonly ResultSet[];
	/** Raised after the rows. To raise instead of answering, throw a `SqlError`. */
	readonly errors?: readonly SqlMessage[];
	/** Default 0; null for an answer that has none. */
	readonly returnValue?: number | null;
	/** Values of output parameters, named without `@`. Those that the caller did not ask for are left out. */
	readonly output?: Readonly<Record<string, Value>>;
	/** Sends the answer up to here without its end, then falls silent or drops the connection. */
	readonly cut?: 'hang' | 'close' | 'reset';
};

export type ProcedureCall = {
	/** By their declared names. Of the optional ones, those that the caller supplied. */
	readonly parameters: Readonly<Record<string, Value>>;
	/** The server's clock. */
	readonly now: Date;
	/** What the server's wall clock shows at an instant, for a column without a zone. */
	wallClock(instant: Date): string;
	/** Aborts when the caller cancels or is gone. */
	readonly signal: AbortSignal;
};

export type Procedure = {
	/** Names without `@`. All must be supplied; SQL Server refuses a call that leaves one out. Default none. */
	readonly parameters?: readonly string[];
	/** Names of those after them that have defaults and may be left out. */
	readonly optional?: readonly string[];
	run(call: ProcedureCall): ProcedureAnswer | Promise<ProcedureAnswer>;
};

/** An error as SQL Server reports one. Thrown by a procedure it becomes its whole answer. */
export class SqlError extends Error {
	override readonly name = 'SqlError';
	readonly details: SqlMessage;

	constructor(details: SqlMessage) {
		super(details.message);
		this.details = details;
	}
}
