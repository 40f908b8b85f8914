import type {LogSource} from '../../../domain/log.ts';
import {problemIn, type Problem} from '../../../domain/problem.ts';
import {pause} from '../../../streams/pause.ts';
import type {Followed, Log, Mark} from '../../log.ts';
import type {Reach} from './reach.ts';
import type {Watched} from './roster.ts';
import {searchLog} from './search-log.ts';
import {createTally} from './tally.ts';
import type {Turns} from './turns.ts';

/** Milliseconds until what failed is tried again, at the most; a search that took long rests longer. */
const longestRest = 8000;
/** How much longer than a search that failed the rest after it is. */
const restShare = 9;

const restAfter = (failures: number): number => Math.min(longestRest, 500 * 2 ** failures);

export type LogWatch = {
	readonly source: LogSource;
	readonly log: Log;
	/** What an error's line looks like. */
	readonly errors: RegExp;
	/** How far back it is searched; from its start when left out. */
	readonly reach?: Reach | undefined;
	/** It is searched in turn. */
	readonly turns: Turns;
	/** What is written behind a mark. The watching is over when that ends. */
	follow(from: Mark, signal: AbortSignal): AsyncIterable<Followed>;
	changed(): void;
};

/**
 * Searches a log for errors, then goes on with what is written to it, whatever becomes of it, until `signal` aborts. What fails is tried again:
 * the search from its start, the following from where it was.
 */
export const watchLog = (watch: LogWatch, signal: AbortSignal): Watched => {
	const {turns, changed} = watch;
	let tally = createTally(watch);
	let problem: Problem | undefined;
	let complete = false;

	const broke = (error: unknown): void => {
		problem = problemIn(error);
		changed();
	};

	/** Until it has been searched once, what is found is shown as it is found. */
	const begin = () => {
		const next = createTally(watch);
		if (!complete) tally = next;
		return next;
	};

	/** Where to go on from; undefined when the signal has aborted. */
	const search = async (): Promise<Mark | undefined> => {
		for (let failures = 0; !signal.aborted; failures += 1) {
			let took = 0;
			try {
				const {tally: searched, end} = await turns(async () => {
					const began = performance.now();
					try {
						return await searchLog(watch, begin, changed, signal);
					} finally {
						took = performance.now() - began;
					}
				}, signal);
				tally = searched;
				problem = undefined;
				return end;
			} catch (error) {
				if (signal.aborted) break;
				complete = true;
				broke(error);
			}
			await pause(Math.max(restAfter(failures), restShare * took), signal);
		}
		return undefined;
	};

	const take = ({rows, problem: why}: Followed): void => {
		const isSame = why?.why === problem?.why;
		problem = why;
		tally.wrote(rows);
		if (rows.length > 0 || !isSame) changed();
	};

	const follow = async (from: Mark): Promise<void> => {
		let mark = from;
		for (let failures = 0; !signal.aborted; failures += 1) {
			try {
				for await (const followed of watch.follow(mark, signal)) {
					mark = followed.end;
					failures = 0;
					take(followed);
				}
				return;
			} catch (error) {
				if (signal.aborted) return;
				broke(error);
			}
			await pause(restAfter(failures), signal);
		}
	};

	const run = async (): Promise<void> => {
		const end = await search();
		complete = true;
		changed();
		if (end !== undefined) await follow(end);
	};

	return {
		seen: () => tally.seen(problem),
		isComplete: () => complete,
		done: run(),
	};
};
