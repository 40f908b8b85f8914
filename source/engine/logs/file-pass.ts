import type {LogLine} from '../../domain/log.ts';
import type {Problem} from '../../domain/problem.ts';
import {bytesInWords} from '../../domain/words.ts';
import {createLineReader, textOf, type RawLine} from '../../parse/lines.ts';
import {timeOf} from '../../parse/log-lines.ts';
import type {Connection} from '../connection.ts';
import type {SearchedSource} from '../engine.ts';
import {sizeOf, type ReadSoFar} from './follow-file.ts';
import type {HostClock} from './host-clock.ts';
import {createSearch} from './search.ts';
import type {FileSource} from './sources.ts';
import {createTrail} from './trail.ts';

/** How much of a large file is read: its last bytes, and then `searched` names what they hold. */
const mostRead = 64 * 1024 * 1024;
const day = 24 * 60 * 60 * 1000;

export type SearchOptions = {readonly connection: Connection; readonly pattern: RegExp; readonly clock: HostClock};

/** One search of a file from where it began to where it is now. */
export type FilePass = {
	/** Searches what is there, at most the last 64 MiB of it. */
	read(signal: AbortSignal): Promise<void>;
	/** Searches what came after that. */
	push(bytes: Uint8Array): void;
	/** The file is complete: a last line without a line end is a line. */
	end(): void;
	readSoFar(): ReadSoFar;
	seen(problem: Problem | undefined): SearchedSource;
};

export const createFilePass = (source: FileSource, {connection, pattern, clock}: SearchOptions): FilePass => {
	const {path} = source;
	const search = createSearch(source, pattern, new Date(clock.now().getTime() - day));
	let reader = createLineReader(take);
	let skip = -1;
	let progress: {readonly from: number; readonly size: number} | undefined;
	let seenUntil = 0;

	const trail = createTrail();

	function push(bytes: Uint8Array): void {
		reader.push(bytes);
		trail.add(bytes);
	}

	function lineOf(raw: RawLine): LogLine {
		const text = textOf(raw);
		return {text, at: timeOf(text, clock.offsetMinutes), position: raw.position};
	}

	function take(raw: RawLine): void {
		const {position} = raw;
		if (position === skip) return;
		search.line(lineOf(raw), raw.size);
	}

	return {
		async read(signal) {
			const size = await sizeOf(connection, path, signal);
			const from = Math.max(0, size - mostRead);
			// One byte earlier: then whatever stands before the first line end is left out, be it a part of a line or nothing.
			skip = from > 0 ? from - 1 : -1;
			reader = createLineReader(take, {position: Math.max(0, from - 1)});
			progress = {from, size};
			for await (const bytes of connection.readFile(path, {start: reader.position}, signal)) {
				push(bytes);
			}
			progress = undefined;
		},
		push,
		end() {
			reader.end();
			search.end();
		},
		readSoFar: () => ({position: reader.position, trail: trail.bytes()}),
		seen(problem) {
			// A line that has been unfinished for two looks may never be finished; one that is being written is not shown in halves.
			const raw = reader.unfinished();
			const stands = seenUntil === reader.position;
			seenUntil = reader.position;
			const unfinished = raw !== undefined && stands && raw.position !== skip ? lineOf(raw) : undefined;
			return search.seen(problem ?? (progress && stillSearching(path, reader.position, progress)), unfinished);
		},
	};
};

const stillSearching = (
	path: string,
	at: number,
	{from, size}: {readonly from: number; readonly size: number},
): Problem => ({
	what: `The search of ${path} is not finished`,
	why: `${bytesInWords(Math.max(0, at - from))} of ${bytesInWords(size - from)} are searched so far`,
	next: 'wait for the rest',
});
