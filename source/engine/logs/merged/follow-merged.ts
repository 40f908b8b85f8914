import type {LogRow} from '../../../domain/log.ts';
import type {Problem} from '../../../domain/problem.ts';
import {createBell} from '../../../streams/bell.ts';
import {pause} from '../../../streams/pause.ts';
import {scopeOf} from '../../../streams/scope.ts';
import type {Followed, Mark} from '../../log.ts';
import {createClock, inOrder, type Timed} from './order.ts';
import type {PartLog, Standing} from './parts.ts';

/** Milliseconds in which what arrives is put in order. */
const gather = 200;
/** Rows that wait to be read; then the sources wait. */
const mostWaiting = 10_000;
const moment = 20;
const firstRest = 1000;
const longestRest = 30_000;

/**
 * What is written to several logs. One that fails is said so in its place and tried again, while the others go on; when all have failed, the
 * failure is thrown. Yields no rows when each that is followed has given a sign of life since the last time.
 */
export async function* followMerged(
	parts: readonly PartLog[],
	standing: Standing,
	from: Mark,
	signal: AbortSignal,
): AsyncGenerator<Followed, void, undefined> {
	using scope = scopeOf(signal);
	const over = scope.signal;
	const bell = createBell();
	const silent = new Set(parts);
	const failing = new Map<PartLog, unknown>();
	let waiting: Array<Timed<LogRow>> = [];
	let failure: {readonly error: unknown} | undefined;

	/** Why one cannot be read though it is followed. */
	const problems = new Map<PartLog, Problem | undefined>();
	/** Behind all rows of all of them so far. */
	const end = new Map(from);
	/** Nothing can be read as long as that is so of each of them. */
	const followed = (rows: readonly LogRow[]): Followed => {
		const [problem] = parts.flatMap(part => problems.get(part) ?? []);
		const isNothingRead = parts.every(part => failing.has(part) || problems.get(part) !== undefined);
		return {rows, end: new Map(end), ...(isNothingRead && problem !== undefined && {problem})};
	};

	const run = async (part: PartLog, source: number): Promise<void> => {
		const clock = createClock();
		// Where one ends that could not be read is not known before it can.
		let mark = !from.has(part.source.key) && standing.isMissed(part) ? undefined : from;
		const passed = (mine: Mark): Mark => {
			const place = mine.get(part.source.key);
			if (place !== undefined) end.set(part.source.key, place);
			return mine;
		};
		const put = (rows: readonly LogRow[]): void => {
			for (const item of rows) waiting.push({item, time: clock(item), source});
		};
		for (let rest = firstRest; !over.aborted;) {
			try {
				mark ??= passed((await part.log.read('end', 'before', 1, over)).end);
				for await (const {rows, end: behind, problem} of part.log.follow(mark, over)) {
					mark = passed(behind);
					problems.set(part, problem);
					rest = firstRest;
					failing.delete(part);
					standing.worked(part);
					silent.delete(part);
					put(rows);
					bell.ring();
					while (waiting.length > mostWaiting && !over.aborted) await pause(moment, over);
				}
				return;
			} catch (error) {
				if (over.aborted) return;
				const rule = standing.failed(part, error);
				if (rule !== undefined) put([rule]);
				failing.set(part, error);
				if (failing.size === parts.length) failure ??= {error};
				bell.ring();
				await pause(rest, over);
				rest = Math.min(longestRest, 2 * rest);
			}
		}
	};

	const running = parts.map((part, index) => run(part, index));
	signal.addEventListener('abort', bell.ring, {once: true});
	try {
		while (!signal.aborted) {
			if (waiting.length > 0) {
				await pause(gather, over);
				const rows = inOrder(waiting).map(({item}) => item);
				waiting = [];
				for (const part of parts) silent.add(part);
				yield followed(rows);
			} else if (failure !== undefined) {
				throw failure.error;
			} else if ([...silent].every(part => failing.has(part))) {
				for (const part of parts) silent.add(part);
				yield followed([]);
			} else {
				await bell.rung();
			}
		}
	} finally {
		signal.removeEventListener('abort', bell.ring);
		scope.abort(undefined);
		await Promise.all(running);
	}
}
