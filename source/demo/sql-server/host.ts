import type {Catalog} from './sql/catalog.ts';
import type {Accounts} from './login/accounts.ts';
import type {Certificate} from './login/certificate.ts';
import type {Faults} from './faults.ts';
import type {SqlMessage} from './procedure.ts';
import type {Encryption} from './login/prelogin.ts';

/** What all sessions of a server share. */
export type Host = {
	readonly catalog: Catalog;
	readonly accounts: Accounts;
	readonly encryption: Encryption;
	/** There unless `encryption` is `none`. */
	readonly certificate: Certificate | undefined;
	readonly faults: Faults;
	/** The server's wall clock, an IANA zone. */
	readonly timeZone: string;
	now(): Date;
	/** What a login is told although its password is right; undefined when it may come in. */
	refusal(user: string): SqlMessage | undefined;
	/** Whether this database, which there is, cannot be opened. */
	offline(database: string): boolean;
	/** Counts a login that was let in, and gives its session a number. */
	letIn(): number;
	/** Counts an ATTENTION, with which a client cancels. */
	interrupted(): void;
};
