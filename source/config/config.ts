import type {Parameters} from '../domain/data/procedure-rows.ts';
import type {Problem} from '../domain/problem.ts';

/** The kinds of login that the driver has, by its names for them. https://tediousjs.github.io/tedious/api-connection.html#function_newConnection */
export const loginTypes = [
	'sql',
	'ntlm',
	'azure-active-directory-default',
	'azure-active-directory-access-token',
	'azure-active-directory-password',
	'azure-active-directory-service-principal-secret',
	'azure-active-directory-msi-vm',
	'azure-active-directory-msi-app-service',
] as const;
export type LoginType = (typeof loginTypes)[number];

/** What the return value of a procedure means where it is the answer: 0 for fresh and anything else for stale, or the age itself. */
export const returnMeanings = ['status', 'seconds', 'minutes', 'hours', 'days'] as const;
export type ReturnMeaning = (typeof returnMeanings)[number];

/** How to log in to SQL Server. The secret is a function so that no inspection, log or crash report can print it. */
export type SqlLogin = {
	readonly type: LoginType;
	/** Undefined for the kinds that know no user of ours: a token, a managed identity, a service principal. */
	readonly user: string | undefined;
	/** The password, the access token or the client secret, by `type`; undefined where there is none. */
	readonly password: ((signal?: AbortSignal) => Promise<string>) | undefined;
	/** The Windows domain, for `ntlm`. */
	readonly domain: string | undefined;
	/** Application (client) id, for the kinds of Azure that take one. */
	readonly clientId: string | undefined;
	/** Directory (tenant) id, for those that take one. */
	readonly tenantId: string | undefined;
};

/** One freshness check. */
export type DataConfig = {
	readonly name: string;
	readonly server: string;
	/** Not used where there is an `instance`. */
	readonly port: number;
	/** A named instance, whose port SQL Browser knows. */
	readonly instance: string | undefined;
	readonly database: string;
	readonly login: SqlLogin;
	/** `schema.name` */
	readonly procedure: string;
	readonly parameters: Parameters;
	/** The newest date/time value of the first result set when left out. */
	readonly timestampColumn: string | undefined;
	/** The output parameter that holds the newest timestamp, without `@`, where that is the answer. */
	readonly timestampParameter: string | undefined;
	/** What the return value means, where that is the answer. */
	readonly returnValue: ReturnMeaning | undefined;
	/** Columns whose values may be shown beside the timestamp. */
	readonly columns: readonly string[];
	/** Jobs that need the data fresh when their schedule starts them. */
	readonly neededBy: readonly string[];
	/** `offset` (it carries one), `utc`, `server`, or an IANA zone: what the timestamp means. Undefined: not declared. */
	readonly timezone: string | undefined;
	/** Milliseconds. */
	readonly maxAge: number;
	/** Milliseconds for one check. */
	readonly timeout: number;
	/** Through the host's connection, or straight from this machine. */
	readonly via: 'host' | 'direct';
	readonly encrypt: boolean | 'strict';
	readonly trustServerCertificate: boolean;
	/** PEM of a certificate authority to trust, a path on this machine. */
	readonly caFile: string | undefined;
};

/** One host with everything that has a default filled in. */
export type HostConfig = {
	readonly name: string;
	/** `user@host:port` or a name of `~/.ssh/config`; undefined for the machine the console runs on. */
	readonly ssh: string | undefined;
	/** Compose files and logs are relative to it, on the host. */
	readonly directory: string | undefined;
	readonly services: readonly string[];
	readonly jobs: readonly string[];
	/** Name to path. */
	readonly logs: Readonly<Record<string, string>>;
	/** What makes a line an error. */
	readonly errors: RegExp;
	/** What is masked in logs besides the secrets that are known anyway; a capture group hides only itself. */
	readonly mask: readonly RegExp[];
	readonly schedules: Readonly<Record<string, string>>;
	readonly triggers: Readonly<Record<string, string>>;
	readonly data: readonly DataConfig[];
	readonly protect: readonly string[];
	readonly readonly: boolean;
	/** Docker's socket on the host. */
	readonly socket: string;
};

/** A config that can be used, with its defaults filled in. */
export type Config = {
	/** The file it came from; undefined when there is none. */
	readonly file: string | undefined;
	/** The first one is the default. */
	readonly hosts: readonly [HostConfig, ...HostConfig[]];
	/** What works but should not be left as it is, such as a password others can read. */
	readonly warnings: readonly Problem[];
};
