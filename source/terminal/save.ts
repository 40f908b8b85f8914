import {link, lstat, open, rename, rm, stat, type FileHandle} from 'node:fs/promises';
import {homedir} from 'node:os';
import {dirname, extname, join, resolve} from 'node:path';
import {ProblemError} from '../domain/problem.ts';

/** A file that was written. `path` is absolute; it may have a number that was not asked for. */
export type Saved = {readonly path: string; readonly bytes: number};

/** Nothing was saved, since somebody did not want to wait for the rest. */
export type Unsaved = {readonly path: undefined; readonly bytes: number};

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

const isFree = async (path: string): Promise<boolean> =>
	lstat(path).then(
		() => false,
		() => true,
	);

const tooMany = (path: string): ProblemError =>
	new ProblemError({
		what: `Cannot save ${path}`,
		why: `it and ${most - 1} numbers of it exist already`,
		next: 'choose another name',
	});

/** A file that is being written. It has another name until it is whole. */
type Part = {readonly path: string; readonly wanted: string; readonly file: FileHandle; bytes: number};

/** Makes a file beside the one that is wanted, under the first number that is free. */
const create = async (wanted: string): Promise<Part> => {
	const isDirectory = await stat(wanted).then(
		found => found.isDirectory(),
		() => false,
	);
	if (isDirectory) throw refusal(wanted, Object.assign(new Error('directory'), {code: 'EISDIR'}));
	for (let number = 1; number <= most; number++) {
		const path = `${numbered(wanted, number)}.part`;
		try {
			return {path, wanted, file: await open(path, 'wx', 0o600), bytes: 0};
		} catch (error) {
			if (codeOf(error) !== 'EEXIST') throw refusal(wanted, error);
		}
	}
	throw tooMany(wanted);
};

/** Gives a whole file its name, or the first number of it that is free: a link takes no name that another file has. */
const giveName = async ({path, wanted}: Part): Promise<string> => {
	for (let number = 1; number <= most; number++) {
		const free = numbered(wanted, number);
		try {
			await link(path, free);
			await rm(path, {force: true});
			return free;
		} catch (error) {
			if (codeOf(error) === 'EEXIST') continue;
			// Not every file system has links.
			if (!(await isFree(free))) continue;
			await rename(path, free).catch((failure: unknown) => {
				throw refusal(free, failure);
			});
			return free;
		}
	}
	throw tooMany(wanted);
};

/** Bytes that are written at once, about. */
const batch = 256 * 1024;

const writeAll = async (chunks: AsyncIterable<string>, part: Part, signal: AbortSignal | undefined): Promise<void> => {
	let waiting: Buffer[] = [];
	let size = 0;
	const flush = async (): Promise<void> => {
		try {
			await part.file.writeFile(Buffer.concat(waiting));
		} catch (error) {
			throw refusal(part.wanted, error);
		}
		part.bytes += size;
		waiting = [];
		size = 0;
	};
	for await (const chunk of chunks) {
		if (signal?.aborted === true) return;
		const piece = Buffer.from(chunk);
		waiting.push(piece);
		size += piece.length;
		if (size >= batch) await flush();
	}
	await flush();
};

/**
 * Writes a text to a file that only this user can read (0600), as it comes. It is called `NAME.part` until it is whole, so that half a text never passes for all of
 * it. No file is overwritten: a number is added to the name. Where it cannot be written to its end, what was written is removed; it rejects with a `ProblemError`,
 * or with what the chunks threw. When `signal` aborts nothing is saved, and `bytes` is what had been written.
 */
export const save = async (
	chunks: AsyncIterable<string>,
	path: string,
	{directory, signal, home = homedir()}: SaveOptions,
): Promise<Saved | Unsaved> => {
	const wanted = path.startsWith('~/') ? join(home, path.slice(2)) : resolve(directory, path);
	const part = await create(wanted);
	const giveUp = async (): Promise<Unsaved> => {
		await part.file.close().catch(() => undefined);
		await rm(part.path, {force: true}).catch((error: unknown) => {
			const why = `a part of it is left in ${part.path}`;
			throw new ProblemError({what: `Cannot save ${wanted}`, why, next: 'remove that file'}, {cause: error});
		});
		return {path: undefined, bytes: part.bytes};
	};
	try {
		await writeAll(chunks, part, signal);
		if (signal?.aborted === true) return await giveUp();
		await part.file.close().catch((error: unknown) => {
			throw refusal(wanted, error);
		});
		return {path: await giveName(part), bytes: part.bytes};
	} catch (error) {
		const unsaved = await giveUp();
		if (signal?.aborted === true) return unsaved;
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
