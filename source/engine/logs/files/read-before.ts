import type {LogRow} from '../../../domain/log.ts';
import {ProblemError} from '../../../domain/problem.ts';
import {createLineReader} from '../../../parse/lines/lines.ts';
import {createHostLines} from '../host-lines.ts';
import {createTrail} from '../trail.ts';
import type {Spot} from './locate.ts';
import type {Piece} from './piece.ts';
import {bytesIn, readPiece} from './read-piece.ts';
import {DisplacedError, mostBytes, newline, rotatedHere, rule, type Stretch} from './stretch.ts';
import type {Subject} from './subject.ts';

/** Bytes that are read first; then twice as many each time, up to `largest`. */
const first = 64 * 1024;
const largest = 1024 * 1024;

/**
 * So many lines up to a place, fewer where the log begins or they are very long. The end of a piece is a place too; what is not ended there
 * is a line unless it may still be. A rotated piece that cannot be read is passed over with a rule.
 *
 * @throws {DisplacedError} when no line ends there
 */
export const readBefore = async (
	subject: Subject,
	pieces: readonly Piece[],
	upTo: Spot,
	count: number,
	signal: AbortSignal,
): Promise<Stretch> => {
	const {connection, memory, source} = subject;
	const last = pieces.length - 1;
	const stretches: Array<readonly LogRow[]> = [];
	let start = upTo;
	let end = upTo;
	let left = count;
	let bytes = 0;
	/** Whether the start of a piece is behind what is read next. */
	let isRotated = upTo.position === 0;
	for (let index = upTo.index; index >= 0 && left > 0 && bytes < mostBytes; index -= 1) {
		const piece = pieces[index];
		if (piece === undefined) break;
		try {
			const size = await memory.sizeOf(piece, () => bytesIn(connection, piece, signal));
			const isAsked = index === upTo.index;
			const to = isAsked ? Math.min(upTo.position, size) : size;
			const isWhole = index < last && to === size;
			const found = await lastLines(subject, piece, {to, isWhole, isEnd: to === size}, left, signal);
			if (!isAsked && isRotated) stretches.unshift([rotatedHere(source)]);
			isRotated = found.start === 0 && (found.rows.length > 0 || (isAsked && isRotated));
			stretches.unshift(found.rows);
			if (isAsked) end = {index, position: found.end};
			left -= found.rows.length;
			bytes += found.end - found.start;
			start = {index, position: found.start};
		} catch (error) {
			if (!(error instanceof ProblemError) || index === last || connection.lost.aborted) throw error;
			signal.throwIfAborted();
			stretches.unshift([rule(source, `${piece.path} is left out: ${error.problem.why}`)]);
			start = {index, position: 0};
		}
	}
	return {rows: stretches.flat(), start, end, more: start.position > 0 || start.index > 0};
};

type Lines = {readonly rows: readonly LogRow[]; readonly start: number; readonly end: number};

/** The last lines of a piece up to a byte. `isWhole` where what is not ended there is a line too, `isEnd` where it may stand there. */
const lastLines = async (
	{connection, memory, source, clock}: Subject,
	piece: Piece,
	{to, isWhole, isEnd}: {readonly to: number; readonly isWhole: boolean; readonly isEnd: boolean},
	count: number,
	signal: AbortSignal,
): Promise<Lines> => {
	const now = await clock(signal);
	/** What was read, in its order; given up where a line is longer than a window. */
	let held: Uint8Array[] = [];
	let heldBytes = 0;
	let newlines = 0;
	let from = to;
	let start = to;
	for (let length = first; from > 0 && newlines <= count; length = Math.min(largest, 2 * length)) {
		if (newlines >= 2 && heldBytes >= mostBytes) break;
		const chunk = await bytesBetween(connection, piece, Math.max(0, from - length), from, signal);
		if (from === to && !isEnd && chunk.at(-1) !== newline) throw new DisplacedError();
		from = Math.max(0, from - length);
		newlines += countOf(chunk);
		if (heldBytes + chunk.length > 2 * mostBytes) held = [];
		held.unshift(chunk);
		heldBytes += chunk.length;
		if (from === 0) start = 0;
		else if (chunk.includes(newline)) start = from + chunk.indexOf(newline) + 1;
	}

	const lineOf = createHostLines(piece.part, () => now);
	const trail = createTrail();
	let rows: LogRow[] = [];
	let end = start;
	const reader = createLineReader(
		raw => {
			rows.push({kind: 'line', source, line: lineOf(raw)});
			end = raw.position + raw.size;
			if (rows.length >= 2 * count) rows = rows.slice(-count);
		},
		{position: start},
	);
	const take = (bytes: Uint8Array): void => {
		reader.push(bytes);
		trail.add(bytes);
	};
	const isHeld = heldBytes === held.reduce((sum, chunk) => sum + chunk.length, 0);
	if (isHeld) take(Buffer.concat(held).subarray(start - from));
	else for await (const bytes of readPiece(connection, piece, {start, end: to}, signal)) take(bytes);
	signal.throwIfAborted();
	if (isWhole) reader.end();
	if (!piece.compressed) memory.read(piece, {position: reader.position, trail: trail.bytes()});
	rows = rows.slice(-count);
	const [oldest] = rows;
	return {rows, start: oldest?.kind === 'line' ? oldest.line.position : end, end};
};

const bytesBetween = async (
	connection: Subject['connection'],
	piece: Piece,
	start: number,
	end: number,
	signal: AbortSignal,
): Promise<Buffer> => {
	const chunks: Uint8Array[] = [];
	for await (const bytes of readPiece(connection, piece, {start, end}, signal)) chunks.push(bytes);
	signal.throwIfAborted();
	const bytes = Buffer.concat(chunks);
	if (bytes.length < end - start) throw new DisplacedError(); // It was emptied while it was read.
	return bytes;
};

const countOf = (bytes: Buffer): number => {
	let count = 0;
	for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, at + 1)) count += 1;
	return count;
};
