import type {LogRow} from '../../../domain/log.ts';
import {ProblemError} from '../../../domain/problem.ts';
import {createLineReader} from '../../../parse/lines/lines.ts';
import {createHostLines} from '../host-lines.ts';
import type {Spot} from './locate.ts';
import type {Piece} from './piece.ts';
import {readPiece} from './read-piece.ts';
import {DisplacedError, mostBytes, newline, rotatedHere, rule, type Stretch} from './stretch.ts';
import type {Subject} from './subject.ts';
import {createTrail} from '../trail.ts';

/**
 * So many lines from a place onwards, fewer where the log ends or they are very long; `leaveOut` leaves out the first one. A line that is
 * not ended is none where it may still be. A rotated piece that cannot be read is passed over with a rule.
 *
 * @throws {DisplacedError} when no line begins there
 */
export const readAfter = async (
	{connection, memory, source, clock}: Subject,
	pieces: readonly Piece[],
	from: Spot,
	{count, leaveOut}: {readonly count: number; readonly leaveOut: boolean},
	signal: AbortSignal,
): Promise<Stretch> => {
	const now = await clock(signal);
	const last = pieces.length - 1;
	const rows: LogRow[] = [];
	let start = from;
	let end = from;
	const wanted = {left: count + (leaveOut ? 1 : 0), bytes: mostBytes};
	const isFull = (): boolean => wanted.left <= 0 || (wanted.bytes <= 0 && end !== from);

	for (let index = from.index; index <= last && !isFull(); index += 1) {
		const piece = pieces[index];
		if (piece === undefined) break;
		const position = index === from.index ? from.position : 0;
		const lineOf = createHostLines(piece.part, () => now);
		const trail = createTrail();
		const reader = createLineReader(
			raw => {
				if (isFull()) return;
				wanted.left -= 1;
				end = {index, position: raw.position + raw.size};
				if (leaveOut && index === from.index && raw.position === from.position) {
					start = end;
					return;
				}
				// Whoever begins at the first line of a piece is behind the rule.
				const isRotated = raw.position === 0 && index > 0 && (rows.length > 0 || from.index === 0 || from.position > 0);
				if (isRotated) rows.push(rotatedHere(source));
				rows.push({kind: 'line', source, line: lineOf(raw)});
			},
			{position},
		);
		/** Returns whether the piece goes on. */
		const read = async (): Promise<boolean> => {
			// With the byte before it, which is a line's end if a line begins here.
			const asked = Math.max(0, reader.position - 1);
			let isFirst = reader.position > 0;
			const before = reader.position;
			for await (const chunk of readPiece(connection, piece, {start: asked, end: before + mostBytes}, signal)) {
				// Nothing but the end of a rotated piece may stand behind what is no line's end.
				const isLineStart = !isFirst || before !== position || chunk[0] === newline;
				if (!isLineStart && (index === last || chunk.length > 1)) throw new DisplacedError();
				const fresh = isFirst ? chunk.subarray(1) : chunk;
				isFirst = false;
				reader.push(fresh);
				trail.add(fresh);
				wanted.bytes -= fresh.length;
				if (isFull()) break;
			}
			return !isFull() && reader.position - before >= mostBytes;
		};
		try {
			while (await read());
			signal.throwIfAborted();
			if (!isFull() && index < last) reader.end();
		} catch (error) {
			if (!(error instanceof ProblemError) || index === last || connection.lost.aborted) throw error;
			signal.throwIfAborted();
			rows.push(rule(source, `${piece.path} is left out: ${error.problem.why}`));
		}
		if (!piece.compressed) memory.read(piece, {position: reader.position, trail: trail.bytes()});
	}
	const more = isFull() && (end.index < last || end.position < (pieces[last]?.size ?? 0));
	return {rows, start, end, more};
};
