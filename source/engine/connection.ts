import type {Duplex} from 'node:stream';

/** What a command wrote, and at the end how it ended. `exit` is always the last chunk of a command that ended by itself. */
export type Chunk =
	| {readonly from: 'stdout' | 'stderr'; readonly bytes: Uint8Array}
	| {readonly from: 'exit'; readonly code: number | undefined; readonly signal: string | undefined};

/** Byte offsets into a file, `end` exclusive and left out for "to the end". */
export type ByteRange = {readonly start: number; readonly end?: number};

/** A file as it is now; `size` in bytes. */
export type FileFacts = {readonly path: string; readonly size: number; readonly modifiedAt: Date};

/**
 * What something is to the connection that carries it, where only so much fits on one. `passing` ends by itself soon, and waits for its
 * turn. `lasting` goes on until it is stopped: it is refused with a `NoRoomError` when there are too many of them. `spare` lasts as well,
 * but can be done without: it is refused sooner, and ended with a `NoRoomError` when its place is needed.
 */
export type Use = 'passing' | 'lasting' | 'spare';

export type RunOptions = {
	/** `passing` when left out. */
	readonly use?: Use;
	/** Whether it goes on when the connection is lost: for what must not be cut off half way, such as `docker compose up`. */
	readonly outlives?: boolean;
};

/** A byte stream; `costly` where it takes one of the few places that commands have. */
export type HostSocket = Duplex & {readonly costly?: true};

/**
 * A way to one host. The machine the console runs on and a machine behind SSH look the same from here on; there is one
 * of these per host and everything else shares it. Every failure is a `ProblemError`.
 */
export type Connection = {
	/** How people call the other end: `user@10.30.51.137` or `this machine`. */
	readonly label: string;
	/**
	 * Runs a command with the host's `sh` and yields what it writes. Ends the command on the host when `signal` aborts, the reader stops early
	 * or the connection is closed; and, unless it `outlives` them, when the connection is lost or this process is killed. Build `command` with
	 * `sh` from `shell.ts`, so that no value becomes shell syntax.
	 */
	run(command: string, signal: AbortSignal, options?: RunOptions): AsyncIterable<Chunk>;
	/** A byte stream to a unix socket on the host, such as Docker's; `lasting` when nothing else is said. */
	openSocket(path: string, use?: Use): Promise<HostSocket>;
	/** A byte stream to a TCP port as the host sees it. */
	openPort(host: string, port: number): Promise<Duplex>;
	/** The bytes of a file in this range; what lies past its end is simply not there. */
	readFile(path: string, range: ByteRange, signal: AbortSignal): AsyncIterable<Uint8Array>;
	/** The files of a directory (not of those below it) with their sizes; symbolic links are followed. */
	listFiles(directory: string, signal: AbortSignal): Promise<readonly FileFacts[]>;
	/** One round trip to the host, in milliseconds. */
	ping(signal: AbortSignal): Promise<number>;
	/** Aborts when the connection is gone, with a `ProblemError` as its reason. Everything open on it ends then too. */
	readonly lost: AbortSignal;
	/** Ends the connection and everything that was opened on it. */
	close(): void;
};

/** What only a person can answer while a connection is made. Each resolves to undefined when they decline. */
export type Asker = {
	/** A password, a passphrase or a one-time code; `label` names what for, `echo` is false for what must not be seen. */
	secret(label: string, echo: boolean, signal: AbortSignal): Promise<string | undefined>;
	/** Whether to trust a host key never seen before. `fingerprint` is `SHA256:…` as `ssh-keygen -l` prints it. */
	trust(host: string, keyType: string, fingerprint: string, signal: AbortSignal): Promise<boolean>;
};
