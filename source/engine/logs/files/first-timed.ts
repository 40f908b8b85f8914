import {createClockReader} from '../../../domain/time/clock-reader.ts';
import type {HostZone} from '../../../domain/time/host-clock.ts';
import {createLineReader} from '../../../parse/lines/lines.ts';
import type {Connection} from '../../connection.ts';
import {timeOfRaw} from '../host-lines.ts';
import type {Piece} from './piece.ts';
import {readPiece} from './read-piece.ts';

/** Bytes after the end of a range in which the line that begins before it may say its time. */
const beyond = 4096;

/** A line that says when it was written: where it begins, and its time in milliseconds since 1970. */
export type Timed = {readonly position: number; readonly at: number};

/** The first such line; `none` when there is surely none, `unknown` when it was not looked for far enough. */
export type Sight = Timed | 'none' | 'unknown';

/**
 * The first line that begins in this range, says when it was written, and that at `since` or later. After `most` bytes without one it is
 * given up.
 */
export const firstTimed = async (
	connection: Connection,
	piece: Piece,
	{start, end, most}: {readonly start: number; readonly end: number; readonly most: number},
	zone: HostZone,
	signal: AbortSignal,
	since = -Infinity,
): Promise<Sight> => {
	const read = createClockReader(zone);
	let found: Timed | undefined;
	let isBeyond = false;
	// From one byte earlier, so that what stands before the first line end is left out, be it a part of a line or nothing.
	const from = Math.max(0, start - 1);
	const lines = createLineReader(
		raw => {
			if (found !== undefined || raw.position < start) return;
			if (raw.position >= end) {
				isBeyond = true;
				return;
			}
			const at = timeOfRaw(raw, read)?.getTime();
			if (at !== undefined && at >= since) found = {position: raw.position, at};
		},
		{position: from},
	);
	// The last line that begins before the end goes on after it; where it says its time is near its start.
	const upTo = Math.min(start + most, end + beyond);
	for await (const bytes of readPiece(connection, piece, {start: from, end: upTo}, signal)) {
		lines.push(bytes);
		if (found !== undefined || isBeyond) break;
	}
	signal.throwIfAborted();
	if (found === undefined && !isBeyond) lines.end();
	return found ?? (isBeyond || start + most >= end ? 'none' : 'unknown');
};
