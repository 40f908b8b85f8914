import type {Catalog} from './sql/catalog.ts';

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
};
