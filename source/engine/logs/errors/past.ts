import type {ErrorEvent, LogSource} from '../../../domain/log.ts';
import {createKinds, leftOutFingerprint} from '../../../parse/errors/error-events.ts';
import type {FoundErrors, Log} from '../../log.ts';

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

/** Whether a search that has come so far will have gone through more bytes than this. */
const isTooLarge = ({searched: {bytes}, done = 0}: FoundErrors, most: number): boolean =>
	bytes > most || (done > 0 && bytes / done > most);

/**
 * Searches what a log held before a time (milliseconds) for the kinds of errors alone. Of a log that has more bytes than `most` it is not known what
 * it has seen. Throws a `ProblemError` where it cannot be read.
 */
export const searchPast = async (
	{source, log}: {readonly source: LogSource; readonly log: Log},
	before: number,
	most: number,
	signal: AbortSignal,
): Promise<Past> => {
	const kinds = createKinds(source, mostKinds);
	let isWhole = false;
	for await (const found of log.findErrors('start', {time: new Date(before)}, signal)) {
		for (const {row, ...rest} of found.events) kinds.add({...rest, line: row.line});
		const {from} = found.searched;
		const isKept = from !== undefined && from.getTime() < before;
		isWhole = found.end !== undefined && isKept && found.problems.length === 0;
		if (found.end === undefined && isTooLarge(found, most)) break;
	}
	signal.throwIfAborted();
	const fingerprints = new Set(kinds.events([]).map(({fingerprint}) => fingerprint));
	return {before, fingerprints, isComplete: isWhole && !fingerprints.has(leftOutFingerprint)};
};

/** Whether a kind of error was not seen before then, which what is not known does not say. */
export const isNewTo = (past: Past, {fingerprint, first}: ErrorEvent): boolean | undefined => {
	if (past.fingerprints.has(fingerprint)) return false;
	if (first === undefined || fingerprint === leftOutFingerprint) return undefined;
	if (first.getTime() < past.before) return false;
	return past.isComplete ? true : undefined;
};
