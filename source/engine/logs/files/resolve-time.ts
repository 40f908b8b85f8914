import {ProblemError} from '../../../domain/problem.ts';
import {findTime} from './find-time.ts';
import type {Spot} from './locate.ts';
import type {Piece} from './piece.ts';
import type {Subject} from './subject.ts';

/** Milliseconds that the time a file was written last is rounded down by. */
const grain = 1000;

/**
 * Where the lines of a log begin that were written at a time or later, as `findTime` finds them. Pieces that were written last before that
 * are not looked at; one whose lines say no time is taken from its start.
 */
export const resolveTime = async (
	{connection, clock}: Subject,
	pieces: readonly Piece[],
	time: Date,
	slack: number,
	signal: AbortSignal,
): Promise<Spot> => {
	const {zone} = await clock(signal);
	const last = pieces.length - 1;
	const isOld = ({modifiedAt}: Piece): boolean => modifiedAt.getTime() + grain < time.getTime() - slack;
	const young = pieces.findIndex(piece => !isOld(piece));
	const find = async (piece: Piece, index: number): Promise<number | undefined> => {
		try {
			return await findTime(connection, piece, time, {zone, slack}, signal);
		} catch (error) {
			// What cannot be read is passed over by whoever reads on, and said there.
			if (!(error instanceof ProblemError) || index === last || connection.lost.aborted) throw error;
			signal.throwIfAborted();
			return undefined;
		}
	};
	for (let index = young === -1 ? last : young; index <= last; index += 1) {
		const piece = pieces[index];
		if (piece === undefined) break;
		const position = await find(piece, index);
		if (position === undefined) {
			if (piece.size > 0) return {index, position: 0};
		} else if (index === last || piece.compressed || position < piece.size) {
			return {index, position};
		}
	}
	return {index: last, position: 0};
};
