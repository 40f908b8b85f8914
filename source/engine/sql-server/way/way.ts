import type {Duplex} from 'node:stream';

/** Opens a byte stream to a TCP port; rejects with a `ProblemError` or with the system's own error. */
export type OpenPort = (host: string, port: number, signal: AbortSignal) => Promise<Duplex>;

/** How a SQL Server is reached: from the host over its connection, or straight from this machine. */
export type Way = {
	readonly openPort: OpenPort;
	/** What people call the host it goes through, undefined when it goes straight. */
	readonly through: string | undefined;
	/**
	 * Asks SQL Browser on `server` (UDP 1434) at which TCP port an instance listens, again and again until it answers or `signal` aborts.
	 * Rejects with a `NoInstanceError`, a `NoBrowserError`, a `ProblemError`, or as `addressOf` does.
	 */
	portOf(server: string, instance: string, signal: AbortSignal): Promise<number>;
	/**
	 * The address a name stands for, as seen from where the connection starts; an address is itself. Undefined where that cannot be told
	 * there. Rejects with an error whose code is `ENOTFOUND` (`EAI_AGAIN` where no name server answers) when the name is not known.
	 */
	addressOf(server: string, signal: AbortSignal): Promise<string | undefined>;
};

/**
 * SQL Browser answered, and knows no instance of this name, or none that takes TCP connections, as the message says; `known` are those that
 * do.
 */
export class NoInstanceError extends Error {
	override readonly name = 'NoInstanceError';
	readonly known: readonly string[];

	constructor(instance: string, known: readonly string[], message = `there is no instance ${instance}`) {
		super(message);
		this.known = known;
	}
}

/** SQL Browser is not there, or cannot be asked, for the reason in the message: half a sentence that can follow a colon. */
export class NoBrowserError extends Error {
	override readonly name = 'NoBrowserError';
}
