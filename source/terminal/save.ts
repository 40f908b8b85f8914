import {open, rm, stat, type FileHandle} from 'node:fs/promises';
import {homedir} from 'node:os';
import {dirname, extname, join, resolve} from 'node:path';
import {ProblemError} from '../domain/problem.ts';

/** A file that was written. `path` is absolute; it may have a number that was not asked for. */
export type Saved = {readonly path: string; readonly bytes: number};

export type SaveOptions = {
	/** What a relative path is relative to. */
	readonly directory: string;
	readonly signal?: AbortSignal;
	/** What `~/` stands for; this user's home when left out. */
	readonly home?: string;
};

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

const reasons: Readonly<Record<string, string>> = {
	EACCES: 'this user may not write there',
	EPERM: 'this user may not write there',
	EROFS: 'the file system is read-only',
	ENOSPC: 'the disk is full',
	EDQUOT: 'the disk quota is used up',
	EFBIG: 'the file would be larger than the file system or a limit of this user allows',
	EISDIR: 'it is a directory',
	ENOTDIR: 'a part of its path is a file',
	ENAMETOOLONG: 'its name is too long',
	EMFILE: 'too many files are open',
};

const refusal = (path: string, error: unknown): ProblemError => {
	const code = codeOf(error);
	const why =
		code === 'ENOENT'
			? `there is no directory ${dirname(path)}`
			: (reasons[code] ?? `the system says ${code === '' ? 'no more' : code}`);
	const next =
		code === 'ENOENT' ? 'make the directory, or save it somewhere else' : 'make room or save it somewhere else';
	return new ProblemError({what: `Cannot save ${path}`, why, next}, {cause: error});
};

/** How many names are tried. */
const most = 1000;

const numbered = (path: string, number: number): string => {
	if (number === 1) return path;
	const extension = extname(path);
	return `${path.slice(0, path.length - extension.length)}-${number}${extension}`;
};

const isDirectory = async (path: string): Promise<boolean> =>
	stat(path).then(
		found => found.isDirectory(),
		() => false,
	);

/** Makes a file of its own under this name, or under the first number of it that is free. */
const create = async (path: string): Promise<{readonly path: string; readonly file: FileHandle}> => {
	if (await isDirectory(path)) throw refusal(path, Object.assign(new Error('directory'), {code: 'EISDIR'}));
	for (let number = 1; number <= most; number++) {
		const free = numbered(path, number);
		try {
			return {path: free, file: await open(free, 'wx', 0o600)};
		} catch (error) {
			if (codeOf(error) !== 'EEXIST') throw refusal(free, error);
		}
	}
	throw new ProblemError({
		what: `Cannot save ${path}`,
		why: `it and ${most - 1} numbers of it exist already`,
		next: 'choose another name',
	});
};

/** Bytes that are written at once, about. */
const batch = 256 * 1024;

const writeAll = async (
	chunks: AsyncIterable<string>,
	saved: {path: string; file: FileHandle},
	signal: AbortSignal | undefined,
): Promise<number> => {
	let bytes = 0;
	let waiting: Buffer[] = [];
	let size = 0;
	const flush = async (): Promise<void> => {
		try {
			await saved.file.writeFile(Buffer.concat(waiting));
		} catch (error) {
			throw refusal(saved.path, error);
		}
		bytes += size;
		waiting = [];
		size = 0;
	};
	for await (const chunk of chunks) {
		if (signal?.aborted === true) return bytes;
		const piece = Buffer.from(chunk);
		waiting.push(piece);
		size += piece.length;
		if (size >= batch) await flush();
	}
	await flush();
	return bytes;
};

/**
 * Writes a text to a file that only this user can read (0600), as it comes. No file is overwritten: a number is added to the name. Where it
 * cannot be written to its end, what was written is removed; it rejects with a `ProblemError`, or with what the chunks threw. Resolves with undefined, and nothing
 * saved, when `signal` aborts.
 */
export const save = async (
	chunks: AsyncIterable<string>,
	path: string,
	{directory, signal, home = homedir()}: SaveOptions,
): Promise<Saved | undefined> => {
	const wanted = path.startsWith('~/') ? join(home, path.slice(2)) : resolve(directory, path);
	const saved = await create(wanted);
	const giveUp = async (): Promise<void> => {
		await saved.file.close().catch(() => undefined);
		await rm(saved.path, {force: true}).catch((error: unknown) => {
			const part = `a part of it is left in ${saved.path}`;
			throw new ProblemError({what: `Cannot save ${wanted}`, why: part, next: 'remove that file'}, {cause: error});
		});
	};
	try {
		const bytes = await writeAll(chunks, saved, signal);
		if (signal?.aborted === true) {
			await giveUp();
			return undefined;
		}
		await saved.file.close().catch((error: unknown) => {
			throw refusal(saved.path, error);
		});
		return {path: saved.path, bytes};
	} catch (error) {
		await giveUp();
		if (signal?.aborted === true) return undefined;
		throw error;
	}
};

const two = (number: number): string => String(number).padStart(2, '0');

/** `mlops-tui-training-20261121T140207.log`, by the clock of this machine: a name that every file system takes, whatever the source is called. */
export const logFileName = (source: string, at: Date): string => {
	const name = source
		.normalize('NFC')
		.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-')
		.replaceAll(/\.{2,}/g, '.')
		.replaceAll(/^[-.]+|[-.]+$/g, '');
	const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
	const time = `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;
	// 255 bytes is what most file systems allow for a name, and a letter may take four.
	return `mlops-tui-${[...name].slice(0, 48).join('') || 'log'}-${day}T${time}.log`;
};
