import type {LogLine} from '../../../domain/log.ts';
import {ProblemError, type Problem} from '../../../domain/problem.ts';
import {longestLine} from '../../../parse/lines/lines.ts';
import {createHostLines} from '../host-lines.ts';
import type {Progress} from '../../log.ts';
import {firstLines, lastLines} from './piece-ends.ts';
import type {Piece} from './piece.ts';
import {scan} from './scan.ts';
import type {ScanRequest} from './scan-request.ts';
import type {SearchRange} from './search-range.ts';
import type {Subject} from './subject.ts';

/** What a sweep hands on, in the order of the log. */
export type Swept =
	/** A line; `joins` when no line stands between it and the one before it. `matches` is that of `Scanned`. */
	| {readonly kind: 'line'; readonly line: LogLine; readonly joins: boolean; readonly matches: boolean | undefined}
	/** It has come further. */
	| {readonly kind: 'further'};

export type Sweep = {
	run(signal: AbortSignal): AsyncGenerator<Swept, void, undefined>;
	progress(): Progress;
	/** Whether nothing stands between the last line that was handed on and the end of what has been swept. */
	joinsEnd(): boolean;
	/** What could not be searched, and why. */
	problems(): readonly Problem[];
};

/** Attempts at a piece that is renamed before it is opened. */
const patience = 4;

/** Scans the pieces of a range one after the other, oldest first. One that cannot be read is among the problems, and the others are scanned. */
export const createSweep = (
	subject: Subject,
	pieces: readonly Piece[],
	{start, end, since, until, first, last, range, lost}: SearchRange,
	request: Pick<ScanRequest, 'pattern' | 'inverse' | 'before' | 'after' | 'tracebacks'>,
): Sweep => {
	const {connection, clock, source, list} = subject;
	const context = Math.max(request.before ?? 0, request.after ?? 0);
	const wanted = pieces.slice(start.index, end.index + 1);
	const weights = wanted.map(({size}) => Math.max(1, size));
	const whole = weights.reduce((sum, weight) => sum + weight, 0);
	const problems: Problem[] =
		lost === undefined
			? []
			: [{what: `Cannot search all of ${source.path}`, why: lost, next: 'search it from its start'}];
	let lines = 0;
	let bytes = 0;
	let done = 0;
	/** Of the piece that is being scanned. */
	let scanned = {bytes: 0, done: 0};
	let from = first?.getTime() ?? Infinity;
	/** What comes behind the last line that was found is searched, but when it was written is known only at the end. */
	let to = -Infinity;
	/** When the line before was written, as far as that is known. */
	let latest = since;
	/** Whether nothing stands between the last line that was found and the end of its piece, and whether that line was not wanted. */
	let joinsBefore = true;
	let hasLeftOut = false;

	/** Whether a line was written in the range; one without a time when the one before it was. */
	const isWanted = ({at}: LogLine): boolean => {
		latest = at?.getTime() ?? latest;
		if (latest < since || latest >= until) return false;
		if (at !== undefined) {
			from = Math.min(from, latest);
			to = Math.max(to, latest);
		}
		return true;
	};

	const positions = (offset: number): {readonly from: number; readonly to: number} => {
		const index = start.index + offset;
		const piece = pieces[index];
		return {
			from: index === start.index ? start.position : 0,
			to: index === end.index ? end.position : piece?.compressed === true ? Infinity : (piece?.size ?? 0),
		};
	};

	/** Whether the pattern matches all of a line that is too long to be asked here. */
	const matchesBetween = async (
		piece: Piece,
		begin: number,
		behind: number,
		signal: AbortSignal,
	): Promise<boolean | undefined> => {
		if (behind - begin <= longestLine) return undefined;
		const {pattern, inverse = false} = request;
		let matches: boolean | undefined = inverse;
		for await (const found of scan(connection, {pattern, inverse, piece, start: begin, end: behind}, signal))
			if (found.kind === 'line') ({matches} = found);
		return matches;
	};

	async function* sweepPiece(
		piece: Piece,
		offset: number,
		signal: AbortSignal,
	): AsyncGenerator<Swept, void, undefined> {
		const now = await clock(signal);
		const lineOf = createHostLines(piece.part, () => now);
		const place = positions(offset);
		if (place.to <= place.from) return;
		let next = place.from;
		const hand = function* (line: LogLine, behind: number, matches: boolean | undefined): Generator<Swept> {
			// Lines at the ends of a piece that were around those of another one have been handed on already.
			if (line.position < next) return;
			const joins = line.position === next && (next > place.from || joinsBefore);
			next = behind;
			if (isWanted(line)) yield {kind: 'line', line, joins: joins && !hasLeftOut, matches};
			hasLeftOut = latest < since || latest >= until;
		};
		if (context > 0 && offset > 0) {
			const {lines: some, end: after} = await firstLines(subject, piece, context, signal);
			for (const [index, line] of some.entries()) {
				if (line.position >= place.to) break;
				const behind = some[index + 1]?.position ?? after;
				yield* hand(line, behind, await matchesBetween(piece, line.position, behind, signal));
			}
		}
		let size = 0;
		for await (const found of scan(connection, {...request, piece, start: place.from, end: place.to}, signal)) {
			if (found.kind === 'line') {
				const {raw, matches} = found;
				yield* hand(lineOf(raw), raw.position + raw.size, matches);
			} else if (found.kind === 'progress') {
				const share = piece.compressed ? 0 : (found.position - place.from) / Math.max(1, place.to - place.from);
				scanned = {bytes: found.position - place.from, done: share * (weights[offset] ?? 0)};
				yield {kind: 'further'};
			} else {
				lines += found.lines;
				bytes += found.bytes;
				size = found.bytes;
			}
		}
		const reached = place.from + size;
		if (context > 0 && offset < wanted.length - 1 && next < reached) {
			const some = await lastLines(subject, piece, context, signal);
			// Those that are looked for have been handed on by now.
			for (const [index, line] of some.entries())
				yield* hand(line, some[index + 1]?.position ?? reached, request.inverse === true);
		}
		joinsBefore = next >= reached;
	}

	/** The same, also where it is renamed before it is opened. */
	async function* sweepNamed(
		piece: Piece,
		offset: number,
		signal: AbortSignal,
		attempts = patience,
	): AsyncGenerator<Swept, void, undefined> {
		let hasBegun = false;
		try {
			for await (const swept of sweepPiece(piece, offset, signal)) {
				hasBegun = true;
				yield swept;
			}
		} catch (error) {
			signal.throwIfAborted();
			if (!(error instanceof ProblemError) || connection.lost.aborted) throw error;
			const renamed = (await list(signal)).find(({part}) => part === piece.part);
			if (!hasBegun && attempts > 1 && renamed !== undefined && renamed.path !== piece.path) {
				yield* sweepNamed({...piece, path: renamed.path}, offset, signal, attempts - 1);
			} else {
				problems.push(error.problem);
				joinsBefore = false;
			}
		}
	}

	return {
		async *run(signal) {
			for (const [offset, piece] of wanted.entries()) {
				yield* sweepNamed(piece, offset, signal);
				done += weights[offset] ?? 0;
				scanned = {bytes: 0, done: 0};
				yield {kind: 'further'};
			}
			to = Math.max(to, last?.getTime() ?? -Infinity);
		},
		progress: () => ({
			searched: {
				lines,
				bytes: bytes + scanned.bytes,
				from: Number.isFinite(from) ? new Date(from) : undefined,
				to: Number.isFinite(to) ? new Date(to) : undefined,
				range,
			},
			done: Math.min(1, (done + scanned.done) / Math.max(1, whole)),
		}),
		joinsEnd: () => joinsBefore,
		problems: () => problems,
	};
};
