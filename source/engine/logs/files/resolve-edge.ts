import type {Edge} from '../../log.ts';
import {locate, type Located} from './locate.ts';
import type {Piece} from './piece.ts';
import {resolveTime} from './resolve-time.ts';
import type {Subject} from './subject.ts';

/** Where an edge is; `leaveOut` when the line that begins there is not behind it. */
export type Resolved = Located & {readonly leaveOut: boolean};

const at = (index: number, position: number): Resolved => ({
	spot: {index, position},
	lost: undefined,
	leaveOut: false,
});

/**
 * Where an edge is in the pieces that a log has now. `slack` is that of `findTime`. A mark that does not know this log is before all of it:
 * it had no line then.
 */
export const resolveEdge = async (
	subject: Subject,
	pieces: readonly Piece[],
	edge: Edge,
	slack: number,
	signal: AbortSignal,
): Promise<Resolved> => {
	if (edge === 'start') return at(0, 0);
	if (edge === 'end') return at(pieces.length - 1, pieces.at(-1)?.size ?? 0);
	if ('time' in edge) {
		const {index, position} = await resolveTime(subject, pieces, edge.time, slack, signal);
		return at(index, position);
	}
	if ('mark' in edge) {
		const place = edge.mark.get(subject.source.key);
		if (place === undefined) return at(0, 0);
		return {...(await locate(subject, pieces, place, signal)), leaveOut: false};
	}
	const located = await locate(subject, pieces, edge.row.line, signal);
	return {...located, leaveOut: located.lost === undefined};
};
