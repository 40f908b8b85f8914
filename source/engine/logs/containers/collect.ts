import type {ContainerLine} from './container-lines.ts';
import {linesOf, type Output, type Span} from './lines-of.ts';
import type {Place} from './place.ts';

/** Docker keeps a longer line in several entries, and counts those. https://github.com/moby/moby/blob/v27.0.0/daemon/logger/copier.go */
const entrySize = 16 * 1024;
/** Bytes of lines that are held at a time. */
const mostBytes = 4 * 1024 * 1024;

export const entriesIn = (lines: readonly ContainerLine[]): number =>
	lines.reduce((sum, {bytes}) => sum + Math.max(1, Math.ceil(bytes / entrySize)), 0);

export type Collected = {
	/** The last of the lines, in the order of their stamps. */
	readonly lines: readonly ContainerLine[];
	/** Of all that came: lines, and entries as Docker counts them. */
	readonly count: number;
	readonly entries: number;
	readonly oldest: Place;
	readonly newest: Place;
	/** Whether the whole span came, which `limit` may have cut short. */
	readonly isWhole: boolean;
};

/** Reads a span and keeps its last `keep` lines, fewer where they are very long. Stops after `limit` lines. */
export const collectLast = async (
	output: Output,
	span: Span,
	{keep, limit}: {readonly keep: number; readonly limit: number},
	signal: AbortSignal,
): Promise<Collected> => {
	let lines: ContainerLine[] = [];
	let bytes = 0;
	let count = 0;
	let entries = 0;
	let oldest = Infinity;
	let newest = -Infinity;
	let isWhole = true;
	const drop = (most: number): void => {
		let first = 0;
		while (lines.length - first > 1 && (lines.length - first > most || bytes > mostBytes)) {
			bytes -= lines[first]?.bytes ?? 0;
			first += 1;
		}
		if (first > 0) lines = lines.slice(first);
	};
	for await (const line of linesOf(output, span, signal)) {
		lines.push(line);
		bytes += line.bytes;
		count += 1;
		entries += entriesIn([line]);
		oldest = Math.min(oldest, line.line.position);
		newest = Math.max(newest, line.line.position);
		if (lines.length > 2 * keep || bytes > 2 * mostBytes) drop(keep);
		isWhole = count <= limit;
		if (!isWhole) break;
	}
	signal.throwIfAborted();
	drop(keep);
	return {lines, count, entries, oldest, newest, isWhole};
};

/** Reads a span from its start until it has so many lines, and those written at the same moment as the last of them. */
export const collectFirst = async (
	output: Output,
	span: Span,
	count: number,
	signal: AbortSignal,
): Promise<{readonly lines: readonly ContainerLine[]; readonly more: boolean}> => {
	const lines: ContainerLine[] = [];
	let bytes = 0;
	let more = false;
	for await (const line of linesOf(output, span, signal)) {
		const last = lines.at(-1)?.line.position;
		more = (lines.length >= count || bytes > mostBytes) && line.line.position !== last;
		if (more) break;
		lines.push(line);
		bytes += line.bytes;
	}
	signal.throwIfAborted();
	return {lines, more};
};
