import type {FileEntryWithStats, SFTPWrapper, Stats} from 'ssh2';
import {ProblemError} from '../../domain/problem.ts';
import type {ByteRange, FileFacts} from '../connection.ts';
import {fileProblem} from '../host/explain-host.ts';
import {answer, callback} from './answer.ts';
import type {SshHost} from './host.ts';

/** What every SFTP server takes in one read: https://datatracker.ietf.org/doc/html/draft-ietf-secsh-filexfer-02#section-3 */
const pieceSize = 32 * 1024;
/** Reads on their way at once, so that a distant server is not waited for after each piece. */
const ahead = 16;

const isRegular = 0o100_000;
const kindMask = 0o170_000;

/** Status codes of SFTP version 3 as the `errno` names they stand for. */
const errnoOf = (error: unknown): string | undefined => {
	if (!(error instanceof Error && 'code' in error)) return undefined;
	if (error.code === 2) return 'ENOENT';
	return error.code === 3 ? 'EACCES' : undefined;
};

const explained = (host: SshHost, path: string, error: unknown, signal: AbortSignal): unknown => {
	if (error instanceof ProblemError || (signal.aborted && error === signal.reason)) return error;
	return new ProblemError(fileProblem(host.label, path, errnoOf(error)), {cause: error});
};

/** The bytes of a file in this range, with several reads on their way. */
export async function* readBySftp(
	host: SshHost,
	sftp: SFTPWrapper,
	path: string,
	range: ByteRange,
	signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
	const calledOff = [host.lost, signal];
	const close = (handle: Buffer) => {
		if (!host.lost.aborted) sftp.close(handle, () => {});
	};

	try {
		const handle = await answer<Buffer>((...done) => sftp.open(path, 'r', callback(...done)), calledOff, close);
		try {
			yield* readHandle(sftp, handle, range, calledOff);
		} finally {
			close(handle);
		}
	} catch (error) {
		throw explained(host, path, error, signal);
	}
}

async function* readHandle(
	sftp: SFTPWrapper,
	handle: Buffer,
	{start, end = Infinity}: ByteRange,
	calledOff: readonly AbortSignal[],
): AsyncGenerator<Uint8Array, void, undefined> {
	const ask = (from: number, length: number): Promise<Uint8Array> => {
		const asked = readPiece(sftp, handle, from, length, calledOff);
		asked.catch(() => {}); // It may fail before its turn to be awaited comes.
		return asked;
	};

	const pieces: Array<{readonly from: number; readonly length: number; readonly bytes: Promise<Uint8Array>}> = [];
	let next = start;
	// The first piece alone, then ever more: most reads are the short end of a growing log.
	let wanted = 1;
	for (;;) {
		while (pieces.length < wanted && next < end) {
			const length = Math.min(pieceSize, end - next);
			pieces.push({from: next, length, bytes: ask(next, length)});
			next += length;
		}

		const piece = pieces.shift();
		if (piece === undefined) return;
		const bytes = await piece.bytes;
		if (bytes.length === 0) return;
		yield bytes;
		if (bytes.length < piece.length) {
			// A server may give less than asked for before the end; what was asked beyond the gap is asked again.
			pieces.length = 0;
			next = piece.from + bytes.length;
			wanted = 1;
		} else {
			wanted = Math.min(ahead, wanted * 2);
		}
	}
}

/** Empty at the end of the file. */
const readPiece = async (
	sftp: SFTPWrapper,
	handle: Buffer,
	from: number,
	length: number,
	calledOff: readonly AbortSignal[],
): Promise<Uint8Array> => {
	const buffer = Buffer.allocUnsafeSlow(length);
	const count = await answer<number>(
		(resolve, reject) =>
			sftp.read(handle, buffer, 0, length, from, (error, read) => {
				if (error === undefined || isEnd(error)) resolve(read ?? 0);
				else reject(error);
			}),
		calledOff,
	);
	return buffer.subarray(0, count);
};

const isEnd = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 1;

/** The regular files of a directory, by name; symbolic links are followed and those that lead nowhere left out. */
export const listBySftp = async (
	host: SshHost,
	sftp: SFTPWrapper,
	directory: string,
	signal: AbortSignal,
): Promise<readonly FileFacts[]> => {
	const calledOff = [host.lost, signal];
	const factsOf = async (entry: FileEntryWithStats): Promise<FileFacts | undefined> => {
		const path = `${directory.replace(/\/$/, '')}/${entry.filename}`;
		const stats = entry.attrs.isSymbolicLink()
			? await answer<Stats>((...done) => sftp.stat(path, callback(...done)), calledOff).catch((error: unknown) => {
					if (errnoOf(error) === undefined) throw error;
					return undefined;
				})
			: entry.attrs;
		if (stats === undefined || (stats.mode & kindMask) !== isRegular) return undefined;
		return {path, size: stats.size, modifiedAt: new Date(stats.mtime * 1000)};
	};

	try {
		const entries = await answer<FileEntryWithStats[]>(
			(...done) => sftp.readdir(directory, callback(...done)),
			calledOff,
		);
		const facts = await Promise.all(entries.map(async entry => factsOf(entry)));
		return facts.filter(file => file !== undefined).toSorted((a, b) => (a.path < b.path ? -1 : 1));
	} catch (error) {
		throw explained(host, directory, error, signal);
	}
};
