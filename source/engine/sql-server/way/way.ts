import type {Duplex} from 'node:stream';

/** Opens a byte stream to a TCP port; rejects with a `ProblemError` or with the system's own error. */
export type OpenPort = (host: string, port: number, signal: AbortSignal) => Promise<Duplex>;

/** How a SQL Server is reached: from the host over its connection, or straight from this machine. */
export type Way = {
	readonly openPort: OpenPort;
	/** What people call the host it goes through, undefined when it goes straight. */
	readonly through: string | undefined;
	/**
	 * Asks SQL Browser on `server` (UDP 1434) at which TCP port an instance listens. Rejects with a `NoInstanceError`, a `NoBrowserError`
	 * or a `ProblemError`.
	 */
	portOf(server: string, instance: string, signal: AbortSignal): Promise<number>;
	/**
	 * The address a name stands for, as seen from where the connection starts; an address is itself. Undefined where that cannot be told
	 * there. Rejects with an error whose code is `ENOTFOUND` (`EAI_AGAIN` where no name server answers) when the name is not known.
	 */
	addressOf(server: string, signal: AbortSignal): Promise<string | undefined>;
};

/** SQL Browser answered, and knows no instance of this name; `known` are those it does. */
export class NoInstanceError extends Error {
	override readonly name = 'NoInstanceError';
	readonly known: readonly string[];

	constructor(instance: string, known: readonly string[]) {
		super(`there is no instance ${instance}`);
		this.known = known;
	}
}

/** SQL Browser did not answer, or could not be asked, for the reason in the message. */
export class NoBrowserError extends Error {
	override readonly name = 'NoBrowserError';
}
