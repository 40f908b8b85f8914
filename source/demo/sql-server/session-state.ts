import type {Catalog} from './sql/catalog.ts';

/** `declared` are the names of its parameters, with their `@`. */
export type PreparedStatement = {readonly sql: string; readonly declared: readonly string[]};

/** What a statement may know of the session that runs it. */
export type SessionState = {
	readonly catalog: Catalog;
	readonly user: string;
	/** The server's wall clock, an IANA zone. */
	readonly timeZone: string;
	/** The number of the session, as `@@SPID`. */
	readonly id: number;
	/** `USE` changes it. */
	database: string;
	/** How many transactions are open inside of each other, as `@@TRANCOUNT`. Nothing is stored, so there is no more to them. */
	transactions: number;
	/** `SET TEXTSIZE` changes it: the most bytes that a result has of a value of a type without a limit; all of them below 1. */
	textSize: number;
	/** What `sp_prepare` was given, by the handle that it gave back. */
	readonly prepared: Map<number, PreparedStatement>;
};
