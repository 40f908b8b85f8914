import type {HostClock} from '../../../domain/host-clock.ts';
import type {Problem} from '../../../domain/problem.ts';
import {bytesInWords} from '../../../domain/words.ts';
import {createLineReader, type RawLine} from '../../../parse/lines/lines.ts';
import type {Connection} from '../../connection.ts';
import type {SearchedSource} from '../../engine.ts';
import type {ReadSoFar} from '../follow-file.ts';
import {createHostLines} from '../host-lines.ts';
import {PieceReplacedError, scan} from '../files/scan.ts';
import type {FileSource} from '../sources.ts';
import {createTrail} from '../trail.ts';
import {isStill, planSearch, sizeIn, type FilePlan} from './file-plan.ts';
import {day, sinceOf, type Reach} from './reach.ts';
import {createSearch} from './search.ts';
import type {Turns} from './turns.ts';

export type SearchOptions = {
	readonly connection: Connection;
	readonly pattern: RegExp;
	/** What the host searches is searched in turn. */
	readonly turns: Turns;
	clock(): HostClock;
	/** When the last run of the job began whose log this is; undefined where there is none. */
	runStart?(): number | undefined;
};

/** One search of a file from where it began to where it is now. */
export type FilePass = {
	/**
	 * Searches what is there: on the host, but for the end. Calls `heard` as it comes on. Resolves with whether it is still the same file, and
	 * throws a `ProblemError` when it cannot be read.
	 */
	read(heard: () => void, signal: AbortSignal): Promise<boolean>;
	/** Whether nothing is missing before what was read last, so that it can be followed from there. */
	isJoined(): boolean;
	/** Searches what came after that. */
	push(bytes: Uint8Array): void;
	/** The file is complete: a last line without a line end is a line. */
	end(): void;
	readSoFar(): ReadSoFar;
	seen(problem: Problem | undefined): SearchedSource;
};

export const createFilePass = (source: FileSource, options: SearchOptions): FilePass => {
	const {connection, pattern, turns, clock, runStart} = options;
	const {path} = source;
	const now = (): number => Date.now() + clock().ahead;
	const reach: Reach = {last: day, now, ...(runStart !== undefined && {runStart})};
	const search = createSearch(source, pattern, reach);
	let lineOf = createHostLines(path, clock);
	let reader = createLineReader(take);
	let from = 0;
	/** Bytes searched, of so many. */
	let progress: {done: number; readonly of: number} | undefined;
	let stands = {position: 0, since: 0};
	let missing: Problem | undefined;
	let isJoined = true;

	const trail = createTrail();

	function push(bytes: Uint8Array): void {
		reader.push(bytes);
		trail.add(bytes);
		if (progress !== undefined) progress.done += bytes.length;
	}

	/** What stands before the first line end that is read, be it a part of a line or nothing, is left out. */
	const isWhole = ({position}: RawLine): boolean => from === 0 || position >= from;

	function take(raw: RawLine): void {
		if (isWhole(raw)) search.line(lineOf(raw), raw.size);
	}

	/** Takes what the host finds. An error goes on into what is read next where nothing stands between. */
	const searchOnHost = async ({stretches}: FilePlan, heard: () => void, signal: AbortSignal): Promise<void> => {
		let done = 0;
		let isNext = true;
		for (const stretch of stretches) {
			const {piece, start, end} = stretch;
			lineOf = createHostLines(piece.part, clock);
			let position: number | undefined = isNext ? start : undefined;
			const request = {piece, start, end, pattern, before: 1, tracebacks: true};
			for await (const found of scan(connection, request, signal)) {
				if (found.kind === 'line') {
					const {raw, matches} = found;
					if (raw.position !== position) search.apart();
					search.found(lineOf(raw), matches);
					position = raw.position + raw.size;
				} else if (found.kind === 'progress') {
					if (progress !== undefined) progress.done = done + Math.min(found.position - start, sizeIn(stretch));
				} else {
					isNext = position === start + found.bytes;
					search.passed(found, Math.min(now(), piece.modifiedAt.getTime()));
				}
				heard();
			}
			signal.throwIfAborted();
			done += sizeIn(stretch);
		}
		if (!isNext) search.apart();
	};

	const read = async (heard: () => void, signal: AbortSignal): Promise<boolean> => {
		const plan = await planSearch(connection, path, sinceOf(reach, now()), clock().zone, signal);
		const {stretches, live, begins, hasOlder, problem} = plan;
		missing = problem;
		from = live.from;
		progress = {
			done: 0,
			of: stretches.reduce((sum, stretch) => sum + sizeIn(stretch), 0) + live.piece.size - from,
		};
		if (begins !== undefined || hasOlder) search.startsAt(begins, hasOlder);
		if (stretches.length > 0) {
			isJoined = false;
			await turns(() => searchOnHost(plan, heard, signal), signal);
			isJoined = true;
		}
		lineOf = createHostLines(live.piece.part, clock);
		reader = createLineReader(take, {position: Math.max(0, from - 1)});
		for await (const bytes of connection.readFile(path, {start: reader.position}, signal)) {
			push(bytes);
			heard();
		}
		return stretches.length === 0 || isStill(connection, path, plan, signal);
	};

	return {
		async read(heard, signal) {
			try {
				return await read(heard, signal);
			} catch (error) {
				if (error instanceof PieceReplacedError) return false;
				throw error;
			} finally {
				progress = undefined;
				search.caughtUp();
			}
		},
		isJoined: () => isJoined,
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
			const seen = search.seen(undefined, {unfinished, isCut: missing !== undefined});
			const done = progress === undefined || progress.of === 0 ? undefined : Math.min(1, progress.done / progress.of);
			return {
				...seen,
				...(done !== undefined && {done}),
				problem: problem ?? (progress && stillSearching(path, progress)) ?? missing,
			};
		},
	};
};

const stillSearching = (path: string, {done, of}: {readonly done: number; readonly of: number}): Problem => ({
	what: `The search of ${path} is not finished`,
	why: `${bytesInWords(Math.min(done, of))} of ${bytesInWords(of)} are searched so far`,
	next: 'wait for the rest',
});
