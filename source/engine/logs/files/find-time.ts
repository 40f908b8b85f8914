import type {HostZone} from '../../../domain/time/host-clock.ts';
import type {Connection} from '../../connection.ts';
import {findTimeInCompressed} from './find-time-in-compressed.ts';
import {firstTimed, type Sight, type Timed} from './first-timed.ts';
import type {Piece} from './piece.ts';

/** How far clocks are set back in autumn, and lines may otherwise stand too late, in milliseconds. */
export const disorder = 2 * 60 * 60 * 1000;

/** Bytes between two places below which lines are simply read. */
const near = 64 * 1024;
/** Bytes that are read on for a line with a time: tracebacks of thousands of lines have none. */
const reach = 1024 * 1024;
/** Bytes that are read where a stretch without times turns out to hide the place. */
const patience = 16 * reach;
/** Places that are looked at before a stretch without times is believed to have none. */
const places = 8;

export type FindTime = {
	/** Reads the times of lines that do not name a zone. */
	readonly zone: HostZone;
	/**
	 * How much earlier is aimed at, in milliseconds; two hours when left out. With 0 it is the first such line as far as times only grow,
	 * which is what somebody wants to see who goes to a time.
	 */
	readonly slack?: number;
};

/**
 * Where the lines of a piece begin that were written at a time or later: a position from which on all of them stand, so long as none
 * stands `slack` out of order. Some that were written earlier may stand there too: whoever must not see them drops them by their own time.
 * A line without a time counts as written when the one before it was. The end of the piece when all are older, its start when none before the
 * first one with a time is, and undefined when no line says when it was written, as far as some were looked at.
 *
 * Halves the piece, some 17 reads of 32 KiB for 10 GB; a compressed one is decompressed on the host and looked through once.
 */
export const findTime = async (
	connection: Connection,
	piece: Piece,
	time: Date,
	{zone, slack = disorder}: FindTime,
	signal: AbortSignal,
): Promise<number | undefined> => {
	const wanted = time.getTime() - slack;
	if (piece.compressed) return findTimeInCompressed(connection, piece, wanted, zone, signal);
	const look = (from: number, to: number, most: number): Promise<Sight> =>
		firstTimed(connection, piece, {start: from, end: to, most}, zone, signal);

	const {size} = piece;
	/** The first line with a time among some places that are spread evenly. */
	const sample = async (
		from: number,
		to: number,
	): Promise<{readonly from: number; readonly timed: Timed} | undefined> => {
		for (let place = 1; place < places; place += 1) {
			const start = from + Math.floor(((to - from) * place) / places);
			const timed = await look(start, to, near);
			if (typeof timed !== 'string') return {from: start, timed};
		}
		return undefined;
	};

	const first = await look(0, size, reach / 4);
	if (first === 'none') return undefined;
	if (first === 'unknown' && (await sample(0, size)) === undefined) return undefined;
	if (typeof first !== 'string' && first.at >= wanted) return 0;

	/** Lines that begin before this one are older. */
	let low = 0;
	let high = size;
	let found = size;
	/** The newest line that is known to be older. */
	let older = 0;
	let isCertain = true;
	const learn = ({position, at}: Timed, from: number): void => {
		if (at >= wanted) {
			found = position;
			isCertain = true;
			high = from;
		} else {
			older = position;
			low = position + 1;
		}
	};
	while (high - low > near) {
		const middle = Math.floor((low + high) / 2);
		const sight = await look(middle, high, reach);
		if (typeof sight !== 'string') {
			learn(sight, middle);
			continue;
		}
		const later = sight === 'unknown' ? await sample(middle, high) : undefined;
		if (later === undefined) {
			if (sight === 'unknown') isCertain = false;
			high = middle;
		} else {
			learn(later.timed, later.from);
		}
	}
	const read = (to: number, most: number): Promise<Sight> =>
		firstTimed(connection, piece, {start: low, end: to, most}, zone, signal, wanted);
	const last = await read(high, Infinity);
	const sight = last === 'none' && !isCertain ? await read(found, patience) : last;
	if (typeof sight !== 'string') return sight.position;
	return sight === 'none' ? found : older;
};
