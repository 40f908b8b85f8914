import {basename, dirname} from 'node:path/posix';
import {ProblemError, type Problem} from '../../domain/problem.ts';
import {createLineReader, textOf} from '../../parse/lines/lines.ts';
import type {Connection, Use} from '../connection.ts';
import {fileProblem} from '../host/explain-host.ts';
import {NoRoomError} from '../host/no-room.ts';
import {pause} from '../../streams/pause.ts';
import {sh} from '../host/shell.ts';
import {createTrailCheck} from './trail.ts';

/** What happens to a file that is followed. After `anew` another file stands in its place, or it was emptied: the following ends. */
export type FileNews =
	| {readonly kind: 'bytes'; readonly bytes: Uint8Array}
	| {readonly kind: 'gone'; readonly problem: Problem}
	| {readonly kind: 'anew'};

/** The size of a file in bytes, or a `ProblemError`. */
export const sizeOf = async (connection: Connection, path: string, signal: AbortSignal): Promise<number> => {
	const files = await connection.listFiles(dirname(path), signal);
	const file = files.find(facts => basename(facts.path) === basename(path));
	if (file === undefined) throw new ProblemError(fileProblem(connection.label, path, 'ENOENT'));
	return file.size;
};

// What GNU's and BusyBox's tail say: coreutils/src/tail.c, busybox/coreutils/tail.c.
const anew = /has appeared;|has been replaced;|file truncated/;
const gone = /(?:cannot open|can't open|inaccessible|renamed or deleted|untailable)/;
const codes: Readonly<Record<string, string>> = {'No such file or directory': 'ENOENT', 'Permission denied': 'EACCES'};

/** What has been read of a file: up to which byte, and what stood last before that. */
export type ReadSoFar = {readonly position: number; readonly trail: Buffer};

/** A file that is followed, and what has been read of it; `interval` is milliseconds between two looks at it where it is only looked at. */
export type Followable = {
	readonly connection: Connection;
	readonly path: string;
	readonly interval: number;
	readSoFar(): ReadSoFar;
};

/** A way to follow a file. Whoever reads it stops at `anew`. */
export type Tail = (file: Followable, signal: AbortSignal) => AsyncGenerator<FileNews, void, undefined>;

/** Follows a file with the host's `tail`, through its absence too. Ends at `anew`, or by throwing a `ProblemError`. */
async function* tailFile(
	{connection, path, readSoFar}: Followable,
	use: Use,
	signal: AbortSignal,
): AsyncGenerator<FileNews, void, undefined> {
	const {position, trail} = readSoFar();
	const notes: string[] = [];
	const words = createLineReader(line => notes.push(textOf(line)));
	// Another file may have taken its place since it was read, so `tail` begins with what was read last.
	const checked = createTrailCheck(trail);
	// The messages are read, so they must not be translated.
	const command = sh`exec env LC_ALL=C tail -c +${position - trail.length + 1} -F -- ${path}`;
	for await (const chunk of connection.run(command, signal, {use})) {
		if (chunk.from === 'stderr') words.push(chunk.bytes);
		const bytes = chunk.from === 'stdout' ? checked(chunk.bytes) : nothing;
		const said = notes.splice(0);
		if (bytes === undefined || said.some(note => anew.test(note))) {
			yield {kind: 'anew'};
			return;
		}
		if (bytes.length > 0) yield {kind: 'bytes', bytes};
		const absence = said.find(note => gone.test(note));
		if (absence !== undefined) {
			const code = codes[/[^:]*$/.exec(absence)?.[0].trim() ?? ''];
			yield {kind: 'gone', problem: fileProblem(connection.label, path, code)};
		}
	}
	signal.throwIfAborted();
	throw new ProblemError({
		what: `Cannot follow ${path} on ${connection.label}`,
		why: '`tail` ended there',
		next: 'check that this user may run `tail -F`',
	});
}
const nothing = new Uint8Array();

/** Follows a file by looking at it every so many milliseconds. Ends at `anew`, or after so many `looks`. */
export async function* pollFile(
	{connection, path, readSoFar, interval}: Followable,
	signal: AbortSignal,
	looks = Infinity,
): AsyncGenerator<FileNews, void, undefined> {
	let missed = false;
	for (let look = 0; look < looks; look += 1) {
		await pause(interval, signal);
		signal.throwIfAborted();
		try {
			const size = await sizeOf(connection, path, signal);
			const {position, trail} = readSoFar();
			// What comes back after an absence is not known to be the same file.
			if (missed || size < position) {
				yield {kind: 'anew'};
				return;
			}
			if (size === position) continue;
			const checked = createTrailCheck(trail);
			for await (const chunk of connection.readFile(path, {start: position - trail.length}, signal)) {
				const bytes = checked(chunk);
				if (bytes === undefined) {
					yield {kind: 'anew'};
					return;
				}
				if (bytes.length > 0) yield {kind: 'bytes', bytes};
			}
		} catch (error) {
			signal.throwIfAborted();
			if (!(error instanceof ProblemError)) throw error;
			missed = true;
			yield {kind: 'gone', problem: error.problem};
		}
	}
}

/** With a command that lasts. */
export const tailed: Tail = (file, signal) => followFile(file, 'lasting', signal);

/**
 * Follows a file with `tail`. Where that cannot be run it looks at it every `interval` milliseconds instead, so that it is never unwatched;
 * where only room was lacking it tries again after each look. Whoever reads it stops at `anew`.
 */
export async function* followFile(
	file: Followable,
	use: Exclude<Use, 'passing'>,
	signal: AbortSignal,
): AsyncGenerator<FileNews, void, undefined> {
	for (;;) {
		let looks = Infinity;
		try {
			yield* tailFile(file, use, signal);
			return;
		} catch (error) {
			signal.throwIfAborted();
			if (!(error instanceof ProblemError)) throw error;
			if (error instanceof NoRoomError) looks = 1;
		}
		yield* pollFile(file, signal, looks);
	}
}
