import type {Verdict} from './verdict.ts';

/** Who usually mends it. */
export type Owner =
	| 'whoever keeps the config'
	| 'the network team'
	| 'the database team'
	| 'whoever fills the data'
	| 'whoever keeps the host';

const config = 'whoever keeps the config';
const network = 'the network team';
const database = 'the database team';
const data = 'whoever fills the data';
const host = 'whoever keeps the host';

/** Every cause that a check can name, with whom it usually belongs to. */
const owners = {
	// The way there.
	name: config,
	refused: database,
	unreachable: network,
	network,
	forbidden: host,
	reset: database,
	connection: host,
	instance: config,
	browser: network,
	protocol: config,
	// Encryption.
	tls: database,
	untrusted: config,
	hostname: config,
	expired: database,
	premature: host,
	unencrypted: database,
	encryption: config,
	// Login and database.
	firewall: network,
	login: database,
	disabled: database,
	locked: database,
	password: config,
	domain: database,
	token: config,
	database,
	nouser: database,
	offline: database,
	// The procedure.
	procedure: config,
	missing: database,
	denied: database,
	parameters: config,
	deadlock: database,
	blocked: database,
	raised: database,
	// What it answered.
	rows: data,
	resultset: config,
	null: data,
	column: config,
	output: config,
	large: config,
	returned: database,
	nonexistent: config,
	old: data,
	future: data,
	localtime: data,
	clockchange: data,
	timezone: config,
	day: config,
	// The check itself.
	ca: config,
	cancelled: config,
	unexpected: config,
} as const satisfies Record<string, Owner>;

/**
 * Why, in one word that scripts can go by, whatever the words around it say. Together with its step it belongs to one situation: `reset` at
 * the login is another one than `reset` among rows.
 */
export type Cause = keyof typeof owners;

/** Whom a time that was over is for, where that is not the server. */
const waited: Partial<Record<Cause, Owner>> = {
	name: network,
	network,
	browser: network,
	encryption: config,
	large: config,
	password: config,
	ca: config,
};

/**
 * Who usually mends what a check found; undefined where nothing is to be mended. Stale data is for whoever fills it, whatever says that it
 * is; an answer that does not come is the server's, a silence on the way the network's, and what the config asks for its own.
 */
export const ownerOf = (verdict: Verdict, cause: Cause | undefined): Owner | undefined => {
	if (cause === undefined || cause === 'cancelled') return undefined;
	if (verdict === 'stale') return data;
	if (verdict === 'timeout') return waited[cause] ?? database;
	return owners[cause];
};
