import type {HostClock} from '../../../domain/host-clock.ts';
import type {Problem} from '../../../domain/problem.ts';
import {bytesInWords, shortTime} from '../../../domain/words.ts';
import {createLineReader, type RawLine} from '../../../parse/lines.ts';
import type {Connection} from '../../connection.ts';
import type {SearchedSource} from '../../engine.ts';
import {sizeOf, type ReadSoFar} from '../follow-file.ts';
import {createHostLines} from '../host-lines.ts';
import {createSearch} from './search.ts';
import type {FileSource} from '../sources.ts';
import {createTrail} from '../trail.ts';

/** How much of a large file is read: its last bytes. */
const mostRead = 64 * 1024 * 1024;
const day = 24 * 60 * 60 * 1000;

export type SearchOptions = {readonly connection: Connection; readonly pattern: RegExp; clock(): HostClock};

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
	const now = (): number => Date.now() + clock().ahead;
	const search = createSearch(source, pattern, {last: day, now});
	const lineOf = createHostLines(path, clock);
	let reader = createLineReader(take);
	let from = 0;
	let progress: {readonly from: number; readonly size: number} | undefined;
	let stands = {position: 0, since: 0};

	const trail = createTrail();

	function push(bytes: Uint8Array): void {
		reader.push(bytes);
		trail.add(bytes);
	}

	/** What stands before the first line end that is read, be it a part of a line or nothing, is left out. */
	const isWhole = ({position}: RawLine): boolean => from === 0 || position >= from;

	function take(raw: RawLine): void {
		if (isWhole(raw)) search.line(lineOf(raw), raw.size);
	}

	return {
		async read(signal) {
			const size = await sizeOf(connection, path, signal);
			from = Math.max(0, size - mostRead);
			reader = createLineReader(take, {position: Math.max(0, from - 1)});
			progress = {from, size};
			try {
				for await (const bytes of connection.readFile(path, {start: reader.position}, signal)) push(bytes);
			} finally {
				progress = undefined;
				search.caughtUp();
			}
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
			const stood = stands.position === reader.position;
			if (!stood) stands = {position: reader.position, since: now()};
			const unfinished =
				raw !== undefined && stood && isWhole(raw) ? {line: lineOf(raw), since: stands.since} : undefined;
			const seen = search.seen(undefined, {unfinished, isCut: from > 0});
			return {
				...seen,
				problem: problem ?? (progress && stillSearching(path, reader.position, progress)) ?? inPart(seen),
			};
		},
	};

	function inPart({searched: {range, from: since}}: SearchedSource): Problem | undefined {
		return range.kind === 'end' ? onlyItsEnd(path, since && shortTime(since, new Date(now()))) : undefined;
	}
};

const onlyItsEnd = (path: string, since: string | undefined): Problem => ({
	what: `Only the end of ${path} is searched`,
	why: `its last ${bytesInWords(mostRead)} ${since === undefined ? 'do not say when they were written' : `were written since ${since}`}`,
	next: 'rotate it more often, or look further back on the host',
});

const stillSearching = (
	path: string,
	at: number,
	{from, size}: {readonly from: number; readonly size: number},
): Problem => ({
	what: `The search of ${path} is not finished`,
	why: `${bytesInWords(Math.max(0, at - from))} of ${bytesInWords(size - from)} are searched so far`,
	next: 'wait for the rest',
});
