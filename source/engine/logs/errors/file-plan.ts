import type {HostZone} from '../../../domain/host-clock.ts';
import {ProblemError, problemIn, type Problem} from '../../../domain/problem.ts';
import type {Connection} from '../../connection.ts';
import {fileProblem} from '../../host/explain-host.ts';
import {disorder, findTime} from '../files/find-time.ts';
import {firstTimed} from '../files/first-timed.ts';
import type {Piece} from '../files/piece.ts';
import {bytesIn} from '../files/read-piece.ts';
import {listPieces} from '../files/series.ts';

/** Bytes at the end of a file that are read here, so that following it goes on without a gap. */
const nearEnd = 256 * 1024;
/** Bytes that are looked through for the time of a first line. */
const patience = 1024 * 1024;

/** A part of a piece, from the beginning of a line to the beginning of another; `end` is infinite where it is not known. */
export type Stretch = {readonly piece: Piece; readonly start: number; readonly end: number};

/** How much of a text is left when it is compressed, about. */
const compression = 10;

/** Bytes in it, as far as they are known. */
export const sizeIn = ({piece, start, end}: Stretch): number =>
	piece.compressed ? Math.max(0, piece.size * compression - start) : end - start;

/** What there is to search of a log file, and what was not. */
export type FilePlan = {
	/** What the host searches, oldest first. */
	readonly stretches: readonly Stretch[];
	/** The file that is written to is read from here on; the beginning of a line. */
	readonly live: {readonly piece: Piece; readonly from: number};
	/** When the first line of it all was written, in milliseconds; undefined where that is not known before it is read. */
	readonly begins: number | undefined;
	/** Whether there are older lines before it. */
	readonly hasOlder: boolean;
	/** Why what was rotated away cannot be searched, though it should. */
	readonly problem: Problem | undefined;
};

/**
 * Finds what there is to search of a log file and of those it was rotated to, for the lines since then (milliseconds). Lines that do not say
 * when they were written are searched in the file that is written to, wherever they stand. A `ProblemError` without that file.
 */
export const planSearch = async (
	connection: Connection,
	path: string,
	since: number,
	zone: HostZone,
	signal: AbortSignal,
): Promise<FilePlan> => {
	const pieces = await listPieces(connection, path, signal);
	const piece = pieces.at(-1);
	if (piece?.path !== path) throw new ProblemError(fileProblem(connection.label, path, 'ENOENT'));
	const from = await lastLines(connection, piece, signal);
	const startIn = (one: Piece): Promise<number | undefined> =>
		findTime(connection, one, new Date(since), {zone}, signal);

	const stretches: Stretch[] = [];
	/** Whether the range begins in what has been looked at, or nobody can tell. */
	let isFound = false;
	let hasOlder = false;
	let problem: Problem | undefined;
	if (from > 0) {
		const start = await startIn(piece);
		stretches.unshift({piece, start: Math.min(start ?? 0, from), end: from});
		isFound = start !== 0;
		hasOlder = start !== undefined && start > 0;
	}
	for (const older of pieces.slice(0, -1).toReversed()) {
		if (isFound || older.modifiedAt.getTime() < since - disorder) break;
		try {
			const start = await startIn(older);
			if (start === undefined) {
				await bytesIn(connection, older, signal); // One that cannot be decompressed does not say when it was written either.
				break;
			}
			stretches.unshift({piece: older, start, end: older.compressed ? Infinity : older.size});
			isFound = hasOlder = start > 0;
		} catch (error) {
			signal.throwIfAborted();
			problem = problemIn(error);
			break;
		}
	}
	const searched = stretches.filter(({start, end}) => start < end);
	const [first] = searched;
	const sight =
		first === undefined
			? undefined
			: await firstTimed(connection, first.piece, {...first, most: patience}, zone, signal);
	return {
		stretches: searched,
		live: {piece, from},
		begins: typeof sight === 'object' ? sight.at : undefined,
		hasOlder,
		problem,
	};
};

/** Where the last lines of a file begin. One that has not ended yet and is longer than they are is left to the host. */
const lastLines = async (connection: Connection, {path, size}: Piece, signal: AbortSignal): Promise<number> => {
	if (size <= nearEnd) return 0;
	let position = size - nearEnd - 1;
	for await (const bytes of connection.readFile(path, {start: position, end: size}, signal)) {
		const newline = bytes.indexOf(0x0a);
		if (newline !== -1) return position + newline + 1;
		position += bytes.length;
	}
	return size;
};

/** Whether the file that is written to is still the one that was planned for. */
export const isStill = async (
	connection: Connection,
	path: string,
	{live: {piece}}: FilePlan,
	signal: AbortSignal,
): Promise<boolean> => {
	const now = (await listPieces(connection, path, signal)).at(-1);
	return now?.path === path && now.part === piece.part && now.size >= piece.size;
};
