import type {HostClock} from '../../../domain/time/host-clock.ts';
import {firstOf} from '../../../streams/first.ts';
import type {Connection} from '../../connection.ts';
import type {HostClocks} from '../../host/host-clock.ts';
import type {Tail} from '../follow-file.ts';
import type {FileSource} from '../sources.ts';
import {createMemory, type Memory} from './memory.ts';
import type {Piece} from './piece.ts';
import {listPieces} from './series.ts';

export type FileLogOptions = {
	readonly connection: Connection;
	readonly clocks: HostClocks;
	/** What an error's line looks like. */
	readonly errors: RegExp;
	/** Milliseconds between two signs of life. */
	readonly heartbeat: number;
	/** How the file that is written to is followed; with a command that lasts when left out. */
	readonly tail?: Tail;
	/** Whether what has not ended at the end of a search is a line too: nobody goes on from there. */
	readonly takesUnended?: boolean;
};

/** One log of files, with what it is read with. */
export type Subject = FileLogOptions & {
	readonly source: FileSource;
	readonly memory: Memory;
	/** The files it consists of now, oldest first. */
	list(signal: AbortSignal): Promise<readonly Piece[]>;
	/** The host's clock, as it was read at most some minutes ago. */
	clock(signal: AbortSignal): Promise<HostClock>;
};

/** Milliseconds: long enough that paging does not ask for the time at each page. */
const freshness = 5 * 60_000;

export const createSubject = (options: FileLogOptions, source: FileSource): Subject => {
	const {connection, clocks} = options;
	const memory = createMemory();
	let known: {readonly clock: HostClock; readonly since: number} | undefined;
	return {
		...options,
		source,
		memory,
		async list(signal) {
			const pieces = await listPieces(connection, source.path, signal);
			memory.saw(pieces);
			return pieces;
		},
		async clock(signal) {
			if (known === undefined || performance.now() - known.since > freshness)
				known = {clock: await firstOf(clocks, signal), since: performance.now()};
			return known.clock;
		},
	};
};
