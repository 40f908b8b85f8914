import type {Followed} from '../../log.ts';
import {createTrailCheck} from '../trail.ts';
import type {Cursor} from './cursor.ts';
import {behind, findCopy} from './locate.ts';
import type {Piece} from './piece.ts';
import {readPiece} from './read-piece.ts';
import type {Subject} from './subject.ts';

/**
 * Where a log stands when all that was written has been read: `live` in the file that is written to; `absent` when there is none now; `waiting`
 * when it was rotated and the new file is still empty, so that the old one may be written to.
 */
export type Standing = 'live' | 'absent' | 'waiting';

type Rows = AsyncGenerator<Followed, Standing, undefined>;

/** What is said of a loss that cannot be ruled out. */
const loss = 'what was written just before may be missing';

/**
 * Reads a log on from its cursor through all pieces that came since, with a rule where one ends. What a piece was copied or compressed
 * to is recognised by its bytes; where a piece is gone or emptied without a copy its rule says that lines may be missing. `when` says at what
 * time that is seen, undefined when it may be long ago.
 */
export async function* catchUp(
	subject: Subject,
	cursor: Cursor,
	when: () => Date | undefined,
	signal: AbortSignal,
): Rows {
	const {memory, source} = subject;
	let ending = 'rotated';
	const leave = (part: string, words: string, more?: string): void => {
		// The line before a rule ends where its piece does.
		cursor.move(part, 0);
		cursor.say(words, {at: when(), ...(more !== undefined && {more})});
		ending = 'rotated';
	};

	for (;;) {
		signal.throwIfAborted();
		const pieces = await subject.list(signal);
		const index = pieces.findIndex(({part}) => part === cursor.part);
		const piece = pieces[index];
		const isShort = piece !== undefined && !piece.compressed && piece.size < cursor.position;
		const outcome = piece === undefined || isShort ? 'gone' : yield* readRest(subject, cursor, piece, signal);
		if (outcome === 'moved') continue;
		if (piece === undefined || outcome !== 'read') {
			const copy = await copyOf(subject, pieces, cursor, signal);
			// Where files were renamed meanwhile another one may have been looked into.
			if (copy === undefined && !(await isUnchanged(subject, pieces, signal))) continue;
			if (copy !== undefined) {
				ending = isShort ? 'emptied' : 'rotated';
				cursor.rename(copy.part);
			} else if (piece !== undefined) {
				leave(piece.part, isShort ? 'emptied' : 'overwritten', loss);
			} else {
				const {index: next, position} = behind(memory, pieces, cursor.part);
				const younger = pieces[next];
				if (younger === undefined || position > 0) return 'absent';
				leave(younger.part, 'deleted or replaced', loss);
			}
			yield cursor.take();
			continue;
		}
		memory.read(piece, cursor.fingerprint());
		const next = pieces[index + 1];
		if (next === undefined) return piece.path === source.path ? 'live' : 'absent';
		// As long as nobody has written to the new file the old one may not be complete.
		if (next.path === source.path && next.size === 0) return 'waiting';
		leave(next.part, ending);
		yield cursor.take();
	}
}

/** The file to which the one that the cursor is in was compressed or copied. */
const copyOf = async (
	{connection}: Subject,
	pieces: readonly Piece[],
	cursor: Cursor,
	signal: AbortSignal,
): Promise<Piece | undefined> => {
	const fingerprint = cursor.fingerprint();
	if (fingerprint.trail.length === 0) return undefined;
	const index = await findCopy(connection, pieces, cursor.part, fingerprint, signal);
	return index === undefined ? undefined : pieces[index];
};

/**
 * Reads what is behind the cursor in its piece; `moved` when that was renamed before it was opened, `other` when something else stands where
 * the cursor has been.
 */
async function* readRest(
	subject: Subject,
	cursor: Cursor,
	piece: Piece,
	signal: AbortSignal,
): AsyncGenerator<Followed, 'read' | 'moved' | 'other', undefined> {
	const {position, trail} = cursor.fingerprint();
	const checked = createTrailCheck(trail);
	let isOpen = false;
	for await (const chunk of readPiece(subject.connection, piece, {start: position - trail.length}, signal)) {
		// Once it is open it stays the same file, whatever it is called.
		isOpen = isOpen || (await keepsName(subject, piece, signal));
		if (!isOpen) return 'moved';
		const bytes = checked(chunk);
		if (bytes === undefined) return 'other';
		cursor.push(bytes);
		const followed = cursor.take();
		if (followed.rows.length > 0) yield followed;
	}
	signal.throwIfAborted();
	return isOpen || (await keepsName(subject, piece, signal)) ? 'read' : 'moved';
}

/** Whether the files have the names that they had. */
export const isUnchanged = async (
	subject: Subject,
	pieces: readonly Piece[],
	signal: AbortSignal,
): Promise<boolean> => {
	const now = await subject.list(signal);
	return (
		now.length === pieces.length &&
		pieces.every(({part, path}, index) => now[index]?.part === part && now[index].path === path)
	);
};

/** Whether a piece has the name that it had. */
export const keepsName = async (
	{list}: Subject,
	{part, path}: Pick<Piece, 'part' | 'path'>,
	signal: AbortSignal,
): Promise<boolean> => (await list(signal)).some(piece => piece.part === part && piece.path === path);
