import {countInWords} from '../../../domain/words.ts';
import {textOf} from '../../../parse/lines/lines.ts';
import {scopeOf} from '../../../streams/scope.ts';
import {withHeartbeat} from '../../../streams/with-heartbeat.ts';
import type {Followed} from '../../log.ts';
import {tailed, type FileNews} from '../follow-file.ts';
import {createTrail} from '../trail.ts';
import {keepsName} from './catch-up.ts';
import type {Cursor} from './cursor.ts';
import {standsIn} from './locate.ts';
import type {Fingerprint} from './memory.ts';
import type {Piece} from './piece.ts';
import type {Subject} from './subject.ts';

type News = FileNews | {readonly kind: 'begun' | 'idle'};

/** Heartbeats from one look at whether it is still the same file to the next while nothing is written. */
const quiet = 30;
/** Milliseconds that a look has, so that it holds up nothing where the connection is crowded. */
const patience = 2000;
/** Bytes on either side of a seam that are compared. */
const seam = 256;

/**
 * Follows the file that is written to from the cursor on, until something happened to it. A line that has not ended for a heartbeat is shown
 * in a rule: a prompt, a progress bar. Yields nothing as a sign of life at every heartbeat.
 */
export async function* tailLive(
	subject: Subject,
	cursor: Cursor,
	signal: AbortSignal,
): AsyncGenerator<Followed, void, undefined> {
	const {connection, source, heartbeat, memory} = subject;
	const {part} = cursor;
	const piece = {path: source.path, part, compressed: false};
	/** Several programs may write to a log, and some of them to the old file a little longer. */
	let old = cursor.left;
	/** `tail` says nothing of a shorter file that took the place of this one before it was opened. */
	let isChecked = false;
	let looked = performance.now();
	let isSure = cursor.position > 0;
	let stood = {position: cursor.position, told: false};

	/** The files there are now; undefined where that could not be asked in time. */
	const look = async (): Promise<readonly Piece[] | undefined> => {
		using scope = scopeOf(signal, AbortSignal.timeout(patience));
		try {
			return await subject.list(scope.signal);
		} catch (error) {
			if (signal.aborted || !scope.signal.aborted) throw error;
			return undefined;
		}
	};

	/** Whether it is the same file still, as far as that is known. */
	const isSame = async (): Promise<boolean> => {
		isChecked = true;
		const pieces = await look();
		looked = performance.now();
		if (pieces === undefined) return true;
		const now = pieces.find(one => one.part === part);
		if (now?.path !== source.path || now.size < cursor.position) return false;
		const before = pieces.find(one => one.part === old?.part);
		if (old !== undefined && before !== undefined && before.size > old.position) {
			cursor.say(
				`${countInWords(before.size - old.position)} bytes more were written to ${before.path} after it was rotated`,
			);
			old = {...old, position: before.size};
		}
		return true;
	};

	for await (const news of withHeartbeat<News>(
		over => followed(subject, cursor, over),
		{kind: 'idle'},
		heartbeat,
		signal,
	)) {
		switch (news.kind) {
			case 'anew':
			case 'gone':
				return;
			case 'bytes':
				// Nothing has told yet whether it was opened before another file took its place.
				if (!isSure && !(await keepsName(subject, piece, signal))) return;
				isSure = true;
				if (!(await isThere(connection, piece, cursor.fingerprint(), news.bytes, signal))) return;
				cursor.push(news.bytes);
				memory.read(piece, cursor.fingerprint());
				break;
			case 'idle': {
				const unfinished = cursor.unfinished();
				const stands = stood.position === cursor.position;
				if (!stands) stood = {position: cursor.position, told: false};
				else if (unfinished !== undefined && !stood.told) {
					stood = {...stood, told: true};
					cursor.say(`not ended yet: ${textOf(unfinished.raw)}`, {at: unfinished.line.at, unended: unfinished.line});
				}
				break;
			}
			case 'begun':
				break;
		}
		const waited = performance.now() - looked;
		const isDue = news.kind === 'idle' && (!isChecked || waited > quiet * heartbeat);
		const goesOn = !isDue || (await isSame());
		const taken = cursor.take();
		if (taken.rows.length > 0 || news.kind !== 'bytes') yield taken;
		if (!goesOn) return;
	}
}

/** Keeps account of what it handed on by itself: it may be asked for more before that has been taken in. */
async function* followed(
	{connection, source, heartbeat, tail = tailed}: Subject,
	cursor: Cursor,
	signal: AbortSignal,
): AsyncGenerator<News> {
	const fingerprint = cursor.fingerprint();
	let {position} = fingerprint;
	const trail = createTrail();
	trail.add(fingerprint.trail);
	yield {kind: 'begun'};
	const readSoFar = () => ({position, trail: trail.bytes()});
	for await (const news of tail({connection, path: source.path, readSoFar, interval: heartbeat}, signal)) {
		if (news.kind === 'bytes') {
			position += news.bytes.length;
			trail.add(news.bytes);
		}
		yield news;
	}
}

/**
 * Whether these bytes stand in the file where the cursor is. What `tail` says of another file or of one that was emptied comes apart from
 * what it reads, so that those bytes may be of that one.
 */
const isThere = async (
	connection: Subject['connection'],
	piece: {readonly path: string; readonly compressed: boolean},
	{position, trail}: Fingerprint,
	bytes: Uint8Array,
	signal: AbortSignal,
): Promise<boolean> => {
	const first = bytes.subarray(0, seam);
	const joint = {position: position + first.length, trail: Buffer.concat([trail, first])};
	const end = {position: position + bytes.length, trail: Buffer.from(bytes.subarray(-seam))};
	const seams = bytes.length > seam ? [joint, end] : [joint];
	const found = await Promise.all(seams.map(one => standsIn(connection, piece, one, signal)));
	return found.every(Boolean);
};
