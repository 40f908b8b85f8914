import {createClockReader} from '../../../domain/time/clock-reader.ts';
import type {HostZone} from '../../../domain/time/host-clock.ts';
import {createLineReader, textOf} from '../../../parse/lines/lines.ts';
import {timeOf} from '../../../parse/lines/log-lines.ts';
import type {Connection} from '../../connection.ts';
import {sh} from '../../host/shell.ts';
import {firstTimed, type Timed} from './first-timed.ts';
import type {Piece} from './piece.ts';
import {bytesIn, unpacked} from './read-piece.ts';

/** Bytes from one line that is looked at to the next. */
const step = 64 * 1024;

// Lines that look as if they said a time: one in each stretch, with where it begins.
const told = '/[0-9]:[0-9][0-9]|[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]/';
const program = `p >= n && ${told} { printf "%.0f %s\\n", p, substr($0, 1, 400); n = p + ${step} } { p += length($0) + 1 }`;

/**
 * Where the lines of a compressed piece begin that were written at `wanted` or later, in milliseconds since 1970. The host decompresses it
 * once and says the times of lines some 64 KiB apart; between two of them it is read. As `findTime` otherwise.
 */
export const findTimeInCompressed = async (
	connection: Connection,
	piece: Piece,
	wanted: number,
	zone: HostZone,
	signal: AbortSignal,
): Promise<number | undefined> => {
	const {older, later} = await around(connection, piece, wanted, zone, signal);
	if (older === undefined) return later === undefined ? undefined : 0;
	const end = later?.position ?? (await bytesIn(connection, piece, signal));
	const range = {start: older.position, end, most: Infinity};
	const found = await firstTimed(connection, piece, range, zone, signal, wanted);
	return typeof found === 'string' ? end : found.position;
};

/** The last line of those looked at that is older, and the first one that is not. */
const around = async (
	connection: Connection,
	piece: Piece,
	wanted: number,
	zone: HostZone,
	signal: AbortSignal,
): Promise<{readonly older: Timed | undefined; readonly later: Timed | undefined}> => {
	const read = createClockReader(zone);
	const seen: {older: Timed | undefined; later: Timed | undefined} = {older: undefined, later: undefined};
	const lines = createLineReader(raw => {
		const [, position, text = ''] = /^(\d+) ([^]*)$/.exec(raw.head?.toString() ?? textOf(raw)) ?? [];
		const at = timeOf(text, read)?.getTime();
		if (position === undefined || at === undefined || seen.later !== undefined) return;
		const timed = {position: Number(position), at};
		if (at >= wanted) seen.later = timed;
		else seen.older = timed;
	});
	const command = `${unpacked(piece.path, {start: 0})} | ${sh`awk ${program}`}`;
	for await (const chunk of connection.run(command, signal)) {
		if (chunk.from === 'stdout') lines.push(chunk.bytes);
		if (seen.later !== undefined) break;
	}
	signal.throwIfAborted();
	return seen;
};
