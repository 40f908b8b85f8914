import {agesKept, longestKept, mostAges, type AgePoint} from '../domain/data/age-history.ts';
import {asLine, readLines} from './age-lines.ts';
import {appendLines, readLineFile, replaceLines} from './line-file.ts';

/** What a file of ages holds, and what matters for the next line. */
export type AgeFile = {
	readonly ages: readonly AgePoint[];
	readonly lines: number;
	/** Whether the last line has no end, since whoever wrote it was cut off. */
	readonly isTorn: boolean;
};

/** Reads a file of ages, which is made where there is none. Rejects with the system's error. */
export const readAges = async (path: string): Promise<AgeFile> => {
	const {text, lines, isTorn} = await readLineFile(path);
	return {ages: readLines(text), lines, isTorn};
};

export const appendAges = async (path: string, points: readonly AgePoint[], isTorn: boolean): Promise<void> =>
	appendLines(
		path,
		points.map(point => asLine(point)),
		isTorn,
	);

/** Whether a file has grown to twice of what is kept. */
export const isOvergrown = ({ages: [oldest], lines}: AgeFile, now: Date): boolean =>
	lines > 2 * mostAges || (oldest !== undefined && now.getTime() - oldest.at.getTime() > 2 * longestKept);

/** Writes a file anew with what is kept of it. */
export const compactAges = async (path: string, now: Date): Promise<AgeFile> => {
	const {ages} = await readAges(path);
	const kept = agesKept(ages, now);
	await replaceLines(
		path,
		kept.map(point => asLine(point)),
	);
	return {ages: kept, lines: kept.length, isTorn: false};
};
