import type {DataConfig} from '../../config/config.ts';
import {printable} from '../../domain/printable.ts';
import {spanInWords} from '../../domain/words.ts';

/** An error that SQL Server reported. Numbers: https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors */
export type ServerMessage = {
	readonly number: number;
	readonly message: string;
	/** The procedure that it happened in, as SQL Server names it; empty where in none. */
	readonly procedure?: string;
	/** The line of it; 0 where none had run. */
	readonly line?: number;
};

/** What the sentences of a check are about. */
export type Subject = {
	readonly config: DataConfig;
	/** The host the connection goes through, undefined when it goes straight. */
	readonly through: string | undefined;
	/** Milliseconds for the whole check. */
	readonly deadline: number;
	/** Whether the parameters were given by hand, in place of those of the config. */
	readonly byHand?: boolean;
	/** Takes the password out of a text, in case a server repeats it. */
	conceal(text: string): string;
};

const longest = 200;

/** A text from the server, fit for one line of a terminal. */
export const quoted = ({conceal}: Subject, text: string): string => {
	const line = printable(conceal(text).replaceAll(/\s+/g, ' ').trim()).replace(/\.$/, '');
	return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
};

/** `18456: Login failed for user 'er_reader'`. */
export const said = (subject: Subject, {number, message}: ServerMessage): string =>
	`${number}: ${quoted(subject, message)}`;

/** `sql01:1433`, or `sql01\\SQLEXPRESS` for an instance, whose port is nobody's concern. */
export const address = ({config: {server, port, instance}}: Subject): string =>
	instance === undefined ? `${server}:${port}` : `${server}\\${instance}`;

/** `er-forecast`, where the connection starts. */
export const origin = ({through}: Subject): string => through ?? 'this machine';

/** `ER\er_reader` */
export const userOf = ({config: {login}, conceal}: Subject): string => {
	if (login.user === undefined) return login.type;
	// Somebody may have put the password there.
	const user = conceal(login.user);
	return login.domain === undefined ? user : `${login.domain}\\${user}`;
};

/** `within 15s`, the time for the check. */
export const within = ({deadline}: Pick<Subject, 'deadline'>): string => `within ${spanInWords(deadline)}`;

/** Passwords shorter than this are found by chance in ordinary words. */
const shortestSecret = 4;

/** Takes a password out of texts. */
export const concealing =
	(password: string | undefined) =>
	(text: string): string =>
		password === undefined || password.length < shortestSecret ? text : text.replaceAll(password, '•••');

/** `400ms`, `3s`: how long something took. */
export const soLong = (ms: number): string => (ms < 1000 ? `${Math.round(ms)}ms` : spanInWords(ms));
