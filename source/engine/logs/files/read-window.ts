import {ProblemError} from '../../../domain/problem.ts';
import type {Edge, LogWindow, Mark} from '../../log.ts';
import {isUnchanged} from './catch-up.ts';
import type {Spot} from './locate.ts';
import type {Piece} from './piece.ts';
import {readAfter} from './read-after.ts';
import {readBefore} from './read-before.ts';
import {resolveEdge, type Resolved} from './resolve-edge.ts';
import {DisplacedError, rule, type Stretch} from './stretch.ts';
import type {Subject} from './subject.ts';

/** Attempts at a log whose files are renamed while they are read. */
const patience = 5;

export const markAt = ({source}: Pick<Subject, 'source'>, pieces: readonly Piece[], {index, position}: Spot): Mark => {
	const piece = pieces[index];
	return new Map(piece === undefined ? [] : [[source.key, {part: piece.part, position}]]);
};

/**
 * A window of a log. Its files are listed again after they were read: where one was renamed or emptied meanwhile, it is not known
 * what was read, and it is read again.
 */
export const readWindow = async (
	subject: Subject,
	edge: Edge,
	direction: 'before' | 'after',
	count: number,
	signal: AbortSignal,
): Promise<LogWindow> => {
	let isDisplaced = false;
	for (let attempt = 0; attempt < patience; attempt += 1) {
		const pieces = await subject.list(signal);
		const found = await resolveEdge(subject, pieces, edge, 0, signal);
		const place = isDisplaced ? displaced(found) : found;
		let stretch: Stretch;
		try {
			stretch = await readStretch(subject, pieces, place, direction, count, signal);
		} catch (error) {
			signal.throwIfAborted();
			if (error instanceof DisplacedError) isDisplaced = attempt > 0;
			// A file that was renamed is not where it was listed.
			else if (attempt === patience - 1 || (await isUnchanged(subject, pieces, signal))) throw error;
			continue;
		}
		if (!isSame(pieces, await subject.list(signal), stretch)) continue;
		const {rows, start, end, more} = stretch;
		return {rows, start: markAt(subject, pieces, start), end: markAt(subject, pieces, end), more};
	}
	throw new ProblemError({
		what: `Cannot read ${subject.source.path} on ${subject.connection.label}`,
		why: 'its files are renamed or emptied all the time',
		next: 'try again in a moment',
	});
};

const displaced = ({spot, lost}: Resolved): Resolved => ({
	spot: {index: spot.index, position: 0},
	lost: lost ?? 'another file stands where the one that was read here was',
	leaveOut: false,
});

const readStretch = async (
	subject: Subject,
	pieces: readonly Piece[],
	{spot, lost, leaveOut}: Resolved,
	direction: 'before' | 'after',
	count: number,
	signal: AbortSignal,
): Promise<Stretch> => {
	const stretch =
		direction === 'after'
			? await readAfter(subject, pieces, spot, {count, leaveOut}, signal)
			: await readBefore(subject, pieces, spot, count, signal);
	if (lost === undefined) return stretch;
	const gap = rule(subject.source, lost);
	return {...stretch, rows: direction === 'after' ? [gap, ...stretch.rows] : [...stretch.rows, gap]};
};

/** Whether the files that were read are what they were, as far as they were read. */
const isSame = (before: readonly Piece[], after: readonly Piece[], {start, end}: Stretch): boolean =>
	before.slice(start.index, end.index + 1).every((piece, offset) => {
		const now = after.find(({part}) => part === piece.part);
		const read = start.index + offset === end.index ? end.position : piece.size;
		return now?.path === piece.path && (piece.compressed || now.size >= read);
	});
