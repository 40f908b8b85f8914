import type {StoredProcedure} from '../sql/catalog.ts';
import type {Faults} from '../faults.ts';
import type {WrongCertificate} from '../login/certificates.ts';
import type {Encryption} from '../login/prelogin.ts';
import type {SqlMessage} from '../procedure.ts';

/** What is the matter with the server for a while. What is not said here is as it was started. */
export type Situation = {
	/** What happened, in one sentence, for whoever shows it to others. */
	readonly story: string;
	/** The service is stopped: every connection is dropped, and its port refuses new ones. */
	readonly stopped?: true;
	readonly faults?: Faults;
	/** Of no effect on a server without encryption, as is `certificate`. */
	readonly encryption?: Encryption;
	readonly certificate?: WrongCertificate;
	/** What a login is told although its password is right. */
	readonly refusal?: (user: string) => SqlMessage;
	/** What became of the databases, save `master`. */
	readonly databases?: 'gone' | 'offline';
	/** What became of a procedure; undefined when it is not there any more. */
	readonly procedure?: (stored: StoredProcedure) => StoredProcedure | undefined;
	/** How far the server's clock is ahead of the true one from now on, in milliseconds. */
	readonly ahead?: (now: Date, timeZone: string) => number;
};
