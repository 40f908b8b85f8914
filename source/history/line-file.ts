import {mkdir, open, rename, rm, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';

/** As much of the end of a file as is read: several times what is ever kept. */
const mostBytes = 4 * 1024 * 1024;

/** What a file of lines holds, and what matters for the next one. */
export type LineFile = {
	readonly text: string;
	readonly lines: number;
	/** Whether the last line has no end, since whoever wrote it was cut off. */
	readonly isTorn: boolean;
};

/** Reads a file of lines, which is made where there is none: that it can be written is known with that. Rejects with the system's error. */
export const readLineFile = async (path: string): Promise<LineFile> => {
	await mkdir(dirname(path), {recursive: true, mode: 0o700});
	await using file = await open(path, 'a+', 0o600);
	const {size} = await file.stat();
	const length = Math.min(size, mostBytes);
	const {buffer, bytesRead} = await file.read(Buffer.alloc(length), 0, length, size - length);
	const text = buffer.toString('utf8', 0, bytesRead);
	return {text, lines: text.split('\n').length - 1, isTorn: text !== '' && !text.endsWith('\n')};
};

/** Adds lines, each with its end, in one write, so that those of two consoles do not mix. */
export const appendLines = async (path: string, lines: readonly string[], isTorn: boolean): Promise<void> => {
	await using file = await open(path, 'a', 0o600);
	await file.writeFile(`${isTorn ? '\n' : ''}${lines.join('')}`);
};

/** Writes a file anew. A reader sees the old one or the new one; a line that another console adds in that moment is lost. */
export const replaceLines = async (path: string, lines: readonly string[]): Promise<void> => {
	const draft = `${path}.${process.pid}`;
	try {
		await writeFile(draft, lines.join(''), {mode: 0o600});
		await rename(draft, path);
	} catch (error) {
		await rm(draft, {force: true});
		throw error;
	}
};
