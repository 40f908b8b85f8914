import type {HostClock} from '../../../domain/host-clock.ts';
import type {ErrorEvent, LogLine} from '../../../domain/log.ts';
import {createKinds, leftOutFingerprint} from '../../../parse/errors/error-events.ts';
import type {Line} from '../../../parse/errors/occurrence.ts';
import {createErrorTest} from '../../../parse/errors/error-test.ts';
import {createFolder} from '../../../parse/errors/tracebacks.ts';
import type {Connection} from '../../connection.ts';
import {disorder, findTime} from '../files/find-time.ts';
import {firstTimed} from '../files/first-timed.ts';
import {createHostLines} from '../host-lines.ts';
import {scan} from '../files/scan.ts';
import {listPieces} from '../files/series.ts';
import type {FileSource} from '../sources.ts';
import {sizeIn, type Stretch} from './file-plan.ts';

/** The kinds of errors that were seen before a time. */
export type Past = {
	/** When that was, in milliseconds. */
	readonly before: number;
	readonly fingerprints: ReadonlySet<string>;
	/** Whether all that is kept of that time has been searched, and something is. */
	readonly isComplete: boolean;
};

/** Enough to tell what a log has seen; one with more kinds than that has seen more than can be told. */
const mostKinds = {most: 10_000, capacity: 16 * 1024 * 1024};
const patience = 1024 * 1024;

type Options = {
	readonly connection: Connection;
	readonly pattern: RegExp;
	clock(): HostClock;
	/** Bytes that are searched at most; of a longer log the newest of them. */
	readonly most: number;
};

/**
 * Searches what a log file and those it was rotated to held before a time (milliseconds), on the host, for the kinds of errors alone. Throws
 * a `ProblemError` where that cannot be read.
 */
export const searchPast = async (
	source: FileSource,
	before: number,
	{connection, pattern, clock, most}: Options,
	signal: AbortSignal,
): Promise<Past> => {
	const {stretches, isAll} = await stretchesBefore(source.path, before, {connection, clock, most}, signal);
	const [oldest] = stretches;
	const {zone} = clock();
	const begins =
		oldest && (await firstTimed(connection, oldest.piece, {...oldest, most: patience}, zone, signal, -Infinity));
	const isKept = typeof begins === 'object' && begins.at < before;

	const kinds = createKinds(source, mostKinds);
	const isError = createErrorTest(pattern);
	for (const {piece, start, end} of stretches) {
		/** Of the last line that has one: an error without a time counts as written then. */
		let time = -Infinity;
		const folder = createFolder<Timed>(isError, ({line: {line, time: at}, ...rest}) => {
			if (at < before) kinds.add({...rest, line});
		});
		const lineOf = createHostLines(piece.part, clock);
		let position = start;
		const request = {piece, start, end, pattern, before: 1, tracebacks: true};
		for await (const found of scan(connection, request, signal)) {
			if (found.kind !== 'line') continue;
			if (found.raw.position !== position) folder.end();
			position = found.raw.position + found.raw.size;
			const line = lineOf(found.raw);
			time = line.at?.getTime() ?? time;
			folder.push({text: line.text, matches: found.matches, line, time});
		}
		signal.throwIfAborted();
		folder.end();
	}
	const fingerprints = new Set(kinds.events([]).map(({fingerprint}) => fingerprint));
	return {before, fingerprints, isComplete: isAll && isKept && !fingerprints.has(leftOutFingerprint)};
};

type Timed = Line & {readonly line: LogLine; readonly time: number};

/** What of a log was written before a time, oldest first, and whether that is all there is. */
const stretchesBefore = async (
	path: string,
	before: number,
	{connection, clock, most}: Omit<Options, 'pattern'>,
	signal: AbortSignal,
): Promise<{readonly stretches: readonly Stretch[]; readonly isAll: boolean}> => {
	const stretches: Stretch[] = [];
	let left = most;
	for (const piece of (await listPieces(connection, path, signal)).toReversed()) {
		// Lines may stand a bit too late, so it goes a bit too far; each has a time of its own.
		const end = await findTime(connection, piece, new Date(before + 2 * disorder), {zone: clock().zone}, signal);
		if (end === undefined && piece.size > 0) return {stretches, isAll: false};
		const stretch = {piece, start: 0, end: end ?? 0};
		left -= piece.compressed ? sizeIn(stretch) : stretch.end;
		if (left < 0) return {stretches, isAll: false};
		if (stretch.end > 0) stretches.unshift(stretch);
	}
	return {stretches, isAll: true};
};

/** Whether a kind of error was not seen before then, which what is not known does not say. */
export const isNewTo = (past: Past, {fingerprint, first}: ErrorEvent): boolean | undefined => {
	if (past.fingerprints.has(fingerprint)) return false;
	if (first === undefined || fingerprint === leftOutFingerprint) return undefined;
	if (first.getTime() < past.before) return false;
	return past.isComplete ? true : undefined;
};
