import {ProblemError} from '../../../domain/problem.ts';
import type {Connection} from '../../connection.ts';
import type {Fingerprint, Memory} from './memory.ts';
import type {Piece} from './piece.ts';
import {readPiece} from './read-piece.ts';

/** A place between two lines of a log: a piece by its number in the list, and bytes from its start. */
export type Spot = {readonly index: number; readonly position: number};

/** Where a place is now; `lost` says what became of it when it is not there any more and this is what comes behind it. */
export type Located = {readonly spot: Spot; readonly lost: string | undefined};

type Known = {readonly connection: Connection; readonly memory: Memory};

/** More than one rotation is seldom compressed while nobody looks. */
const mostCandidates = 3;

/**
 * Finds a place again that was in a piece of this part: under another name when it was rotated; in another file when it was compressed, or
 * copied and emptied, which is recognised by what was read of it. Otherwise the oldest place that is surely behind it. A file that kept its
 * name is looked into only when it is to be known for sure (`isThorough`): a new one may have the inode of one that is gone.
 */
export const locate = async (
	{connection, memory}: Known,
	pieces: readonly Piece[],
	{part, position}: {readonly part: string; readonly position: number},
	signal: AbortSignal,
	{isThorough = false}: {readonly isThorough?: boolean} = {},
): Promise<Located> => {
	const index = pieces.findIndex(piece => piece.part === part);
	const piece = pieces[index];
	const known = memory.fingerprintOf(part);
	const isThere = piece !== undefined && (piece.compressed || piece.size >= position);
	if (isThere) {
		const isTrusted = known === undefined || (known.path === piece.path && !isThorough);
		if (isTrusted || (await standsIn(connection, piece, known, signal)))
			return {spot: {index, position}, lost: undefined};
	}
	const copy = known && (await findCopy(connection, pieces, part, known, signal));
	if (copy !== undefined) return {spot: {index: copy, position}, lost: undefined};
	if (piece === undefined) return {spot: behind(memory, pieces, part), lost: 'the file that was read here is gone'};
	return {
		spot: {index, position: 0},
		lost: isThere
			? 'another file stands where the one that was read here was'
			: 'the file that was read here was emptied',
	};
};

/** The number of the file into which one was compressed or copied; undefined when there is none that can be told. */
export const findCopy = async (
	connection: Connection,
	pieces: readonly Piece[],
	part: string,
	{position, trail}: Fingerprint,
	signal: AbortSignal,
): Promise<number | undefined> => {
	const candidates = [...pieces.entries()]
		.filter(([, piece]) => piece.part !== part && (piece.compressed || piece.size >= position))
		.slice(-mostCandidates)
		.toReversed();
	for (const [index, piece] of candidates)
		if (await standsIn(connection, piece, {position, trail}, signal)) return index;
	return undefined;
};

/** Whether these bytes stand right before that position of a piece. */
export const standsIn = async (
	connection: Connection,
	piece: Pick<Piece, 'path' | 'compressed'>,
	{position, trail}: Fingerprint,
	signal: AbortSignal,
): Promise<boolean> => {
	const chunks: Uint8Array[] = [];
	try {
		const range = {start: position - trail.length, end: position};
		for await (const bytes of readPiece(connection, piece, range, signal)) chunks.push(bytes);
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof ProblemError && !connection.lost.aborted) return false; // What cannot be read is not recognised.
		throw error;
	}
	return trail.equals(Buffer.concat(chunks));
};

/** The oldest place that is surely behind a piece that is gone: when in doubt the start of the one that is written to. */
export const behind = (memory: Memory, pieces: readonly Piece[], part: string): Spot => {
	const known = memory.neighboursOf(part);
	const isYounger = (piece: Piece): boolean =>
		known !== undefined &&
		(known.younger.has(piece.part) ||
			// Renaming keeps the inode, so a plain file that was not there came later; a compressed one may be what became of it.
			(!known.older.has(piece.part) && !piece.compressed));
	const index = pieces.findIndex(isYounger);
	if (index !== -1) return {index, position: 0};
	const last = pieces.length - 1;
	const newest = pieces[last];
	return {index: last, position: newest !== undefined && known?.older.has(newest.part) === true ? newest.size : 0};
};
