import type {SearchedRange} from '../../../domain/log.ts';
import {ProblemError} from '../../../domain/problem.ts';
import type {Edge} from '../../log.ts';
import {disorder} from './find-time.ts';
import {firstTimed} from './first-timed.ts';
import type {Spot} from './locate.ts';
import type {Piece} from './piece.ts';
import {readAfter} from './read-after.ts';
import {readBefore} from './read-before.ts';
import {resolveEdge} from './resolve-edge.ts';
import type {Subject} from './subject.ts';

/** What is searched of a log: from one place to another, with the times of its first and last lines that say one. */
export type SearchRange = {
	readonly start: Spot;
	readonly end: Spot;
	/** Lines that were written earlier, or then or later, are not wanted though they stand there. Milliseconds since 1970. */
	readonly since: number;
	readonly until: number;
	readonly first: Date | undefined;
	readonly last: Date | undefined;
	readonly range: SearchedRange;
	/** Why it does not begin where it should. */
	readonly lost: string | undefined;
};

/** Lines at the end among which one that says its time is looked for, and bytes at the start. */
const lastLines = 100;
const firstBytes = 256 * 1024;

/** Times in milliseconds since 1970. */
type Times = {readonly beginning: number | undefined; readonly ending: number | undefined; readonly now: number};

const rangeOf = (from: Edge, to: Edge, {beginning, ending, now}: Times): SearchedRange => {
	if (from === 'end' || to === 'start') return {kind: 'nothing'};
	const since = from === 'start' ? undefined : beginning;
	if (to !== 'end') return {kind: 'between', since: dateAt(since), until: dateAt(ending)};
	return since === undefined ? {kind: 'whole'} : {kind: 'last', milliseconds: Math.max(0, now - since)};
};

const dateAt = (time: number | undefined): Date | undefined => (time === undefined ? undefined : new Date(time));

/** Where a search between two edges begins and ends: beginnings of lines, so far apart that clocks that went back hide nothing. */
export const searchRange = async (
	subject: Subject,
	pieces: readonly Piece[],
	from: Edge,
	to: Edge,
	signal: AbortSignal,
): Promise<SearchRange> => {
	const {connection, clock, takesUnended = false} = subject;
	const begin = await resolveEdge(subject, pieces, from, disorder, signal);
	const start = begin.leaveOut
		? (await readAfter(subject, pieces, begin.spot, {count: 1, leaveOut: false}, signal)).end
		: begin.spot;
	const late = typeof to === 'object' && 'time' in to ? {time: new Date(to.time.getTime() + disorder)} : to;
	const stop = await resolveEdge(subject, pieces, late, 0, signal);
	const {rows, end: lineEnd} = await readBefore(subject, pieces, stop.spot, lastLines, signal);
	const end = takesUnended && to === 'end' ? stop.spot : lineEnd;

	const since = typeof from === 'object' && 'time' in from ? from.time.getTime() : -Infinity;
	const until = typeof to === 'object' && 'time' in to ? to.time.getTime() : Infinity;
	const {zone, ahead} = await clock(signal);
	const oldest = pieces[start.index];
	const sight =
		oldest &&
		(await firstTimed(
			connection,
			oldest,
			{start: start.position, end: start.index === end.index ? end.position : Infinity, most: firstBytes},
			zone,
			signal,
			since,
		).catch(unlessUnreadable(subject, signal)));
	const first = typeof sight === 'object' ? new Date(sight.at) : undefined;
	const last = rows.findLast(row => row.kind === 'line' && row.line.at !== undefined && row.line.at.getTime() < until);
	const latest = last?.kind === 'line' ? last.line.at : undefined;
	const beginning = Number.isFinite(since) ? since : first?.getTime();
	return {
		start,
		end,
		since,
		until,
		first,
		last: latest,
		range: rangeOf(from, to, {
			beginning,
			ending: Number.isFinite(until) ? until : latest?.getTime(),
			now: Date.now() + ahead,
		}),
		lost: begin.lost,
	};
};

/** A piece that cannot be read does not say when it begins; that it cannot is said where it is searched. */
const unlessUnreadable =
	({connection}: Subject, signal: AbortSignal) =>
	(error: unknown): undefined => {
		signal.throwIfAborted();
		if (!(error instanceof ProblemError) || connection.lost.aborted) throw error;
	};
