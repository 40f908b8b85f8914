import {mkdir, open, rename, rm, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import {agesKept, longestKept, mostAges, type AgePoint} from '../domain/age-history.ts';
import {asLine, readLines} from './age-lines.ts';

/** As much of the end of a file as is read: several times what is ever kept. */
const mostBytes = 4 * 1024 * 1024;

/** What a file holds, and what matters for the next line. */
export type AgeFile = {
	readonly ages: readonly AgePoint[];
	readonly lines: number;
	/** Whether the last line has no end, since whoever wrote it was cut off. */
	readonly isTorn: boolean;
};

/** Reads a file of ages, which is made where there is none: that it can be written is known with that. Rejects with the system's error. */
export const readAges = async (path: string): Promise<AgeFile> => {
	await mkdir(dirname(path), {recursive: true, mode: 0o700});
	await using file = await open(path, 'a+', 0o600);
	const {size} = await file.stat();
	const length = Math.min(size, mostBytes);
	const {buffer, bytesRead} = await file.read(Buffer.alloc(length), 0, length, size - length);
	const text = buffer.toString('utf8', 0, bytesRead);
	return {ages: readLines(text), lines: text.split('\n').length - 1, isTorn: text !== '' && !text.endsWith('\n')};
};

/** Adds lines in one write, so that those of two consoles do not mix. */
export const appendAges = async (path: string, points: readonly AgePoint[], isTorn: boolean): Promise<void> => {
	await using file = await open(path, 'a', 0o600);
	await file.writeFile(`${isTorn ? '\n' : ''}${points.map(asLine).join('')}`);
};

/** Whether a file has grown to twice of what is kept. */
export const isOvergrown = ({ages: [oldest], lines}: AgeFile, now: Date): boolean =>
	lines > 2 * mostAges || (oldest !== undefined && now.getTime() - oldest.at.getTime() > 2 * longestKept);

/**
 * Writes a file anew with what is kept of it. A reader sees the old one or the new one; a line that another console adds in that moment is
 * lost.
 */
export const compactAges = async (path: string, now: Date): Promise<AgeFile> => {
	const {ages} = await readAges(path);
	const kept = agesKept(ages, now);
	const draft = `${path}.${process.pid}`;
	try {
		await writeFile(draft, kept.map(asLine).join(''), {mode: 0o600});
		await rename(draft, path);
	} catch (error) {
		await rm(draft, {force: true});
		throw error;
	}
	return {ages: kept, lines: kept.length, isTorn: false};
};
