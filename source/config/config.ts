import type {Problem} from '../domain/problem.ts';

/** How to log in to SQL Server. The password is a function so that no inspection, log or crash report can print it. */
type SqlLogin = {
	readonly user: string;
	readonly password: (signal?: AbortSignal) => Promise<string>;
	/** Set for an NTLM domain login. */
	readonly domain: string | undefined;
};

/** One freshness check. */
export type DataConfig = {
	readonly name: string;
	readonly server: string;
	readonly port: number;
	readonly database: string;
	readonly login: SqlLogin;
	/** `schema.name` */
	readonly procedure: string;
	readonly parameters: Readonly<Record<string, string | number | boolean | null>>;
	/** The newest date/time value of the first result set when left out. */
	readonly timestampColumn: string | undefined;
	/** `utc`, `server`, or an IANA zone: what columns without an offset mean. Undefined: not declared. */
	readonly timezone: string | undefined;
	/** Milliseconds. */
	readonly maxAge: number;
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
