import type {LogLine, LogRow} from '../../../domain/log.ts';
import type {Piece} from './piece.ts';
import {readAfter} from './read-after.ts';
import {readBefore} from './read-before.ts';
import type {Subject} from './subject.ts';

const linesOf = (rows: readonly LogRow[]): readonly LogLine[] =>
	rows.flatMap(row => (row.kind === 'line' ? [row.line] : []));

/** The first lines of a rotated piece, and where the next one begins. */
export const firstLines = async (
	subject: Subject,
	piece: Piece,
	count: number,
	signal: AbortSignal,
): Promise<{readonly lines: readonly LogLine[]; readonly end: number}> => {
	const {rows, end} = await readAfter(subject, [piece], {index: 0, position: 0}, {count, leaveOut: false}, signal);
	return {lines: linesOf(rows), end: end.position};
};

/** The last lines of a rotated piece, of which one that is not ended is one. */
export const lastLines = async (
	subject: Subject,
	piece: Piece,
	count: number,
	signal: AbortSignal,
): Promise<readonly LogLine[]> => {
	// The one behind it makes it one that is not written to any more.
	const {rows} = await readBefore(subject, [piece, piece], {index: 0, position: Infinity}, count, signal);
	return linesOf(rows);
};
