import {ProblemError} from '../../../domain/problem.ts';
import {fileProblem} from '../../host/explain-host.ts';
import {pause} from '../../../streams/pause.ts';
import type {Followed, Mark} from '../../log.ts';
import {catchUp, keepsName, type Standing} from './catch-up.ts';
import {createCursor, type Cursor} from './cursor.ts';
import {locate} from './locate.ts';
import {readPiece} from './read-piece.ts';
import type {Subject} from './subject.ts';
import {tailLive} from './tail-live.ts';

/** Milliseconds between two looks at a log that has no file or an empty one. */
const rest = 1000;
/** Bytes before a place by which the file is known again. */
const trailLength = 256;

type Rows = AsyncGenerator<Followed, void, undefined>;

/**
 * What is behind a mark, from then on: through rotation, copytruncate, deletion and absence. Of a file that is renamed all is read before the
 * next one, as far as one program writes to it; where lines may have been lost a rule says so.
 */
export async function* followLog(subject: Subject, from: Mark, signal: AbortSignal): Rows {
	const {connection, heartbeat, source} = subject;
	let clock = await subject.clock(signal);
	const cursor = createCursor(source, () => clock, from);
	let isPresent = false;
	const when = (): Date | undefined => (isPresent ? new Date(Date.now() + clock.ahead) : undefined);

	let hasBegun = false;
	let absences = 0;
	for (;;) {
		let standing: Standing = 'absent';
		let words = `${source.path} is not there`;
		let more: string | undefined;
		let problem = fileProblem(connection.label, source.path, 'ENOENT');
		try {
			if (!hasBegun) await begin(subject, cursor, from, signal);
			hasBegun = true;
			standing = yield* catchUp(subject, cursor, when, signal);
			isPresent = true;
			if (standing === 'live') {
				absences = 0;
				yield* tailLive(subject, cursor, signal);
				continue;
			}
		} catch (error) {
			signal.throwIfAborted();
			if (!(error instanceof ProblemError) || connection.lost.aborted) throw error;
			({problem} = error);
			words = `${source.path} cannot be read`;
			more = problem.why;
		}
		absences = standing === 'waiting' ? 0 : absences + 1;
		// A file that is rotated is away for a moment.
		if (absences === 2) cursor.say(words, {at: when(), ...(more !== undefined && {more})});
		yield {...cursor.take(), ...(absences >= 2 && {problem})};
		await pause(Math.min(rest, heartbeat), signal);
		signal.throwIfAborted();
		clock = await subject.clock(signal);
	}
}

/** Puts the cursor where the mark is now. */
const begin = async (subject: Subject, cursor: Cursor, from: Mark, signal: AbortSignal): Promise<void> => {
	const {source, connection} = subject;
	const pieces = await subject.list(signal);
	const mark = from.get(source.key);
	const {spot, lost} =
		mark === undefined
			? {spot: {index: 0, position: 0}, lost: undefined}
			: await locate(subject, pieces, mark, signal, {isThorough: true});
	const piece = pieces[spot.index];
	if (piece === undefined) return;
	const chunks: Uint8Array[] = [];
	const range = {start: Math.max(0, spot.position - trailLength), end: spot.position};
	for await (const bytes of readPiece(connection, piece, range, signal)) chunks.push(bytes);
	// Of a file that was renamed meanwhile it is not known what was read.
	if (!(await keepsName(subject, piece, signal))) return begin(subject, cursor, from, signal);
	if (lost !== undefined) cursor.say(lost);
	cursor.move(piece.part, spot.position, Buffer.concat(chunks));
};
