import {createBell} from '../../../streams/bell.ts';
import type {SearchedSource} from '../../engine.ts';
import {pause} from '../../../streams/pause.ts';
import {share} from '../../../streams/share.ts';
import type {LogsOptions} from '../options.ts';
import {watchFiles} from './watch-files.ts';
import {createTurns} from './turns.ts';
import {watchJobs} from './watch-jobs.ts';
import {watchRuns} from './watch-runs.ts';
import {watchServices} from './watch-services.ts';

/** Milliseconds: a burst of lines is one change, and the first answer waits this long at most until everything has been searched. */
const rest = 100;
const patience = 1000;

/**
 * The errors of every source of a host: each is searched, side by side, and then followed. Yields all of them first when all have been
 * searched, or after a second; then after every change, at most ten times a second, and at every heartbeat. A source that cannot be read
 * has a problem and disturbs no other. Ends by its signal, or with the reason why the connection was lost.
 */
export async function* watchErrors(
	options: LogsOptions,
	signal: AbortSignal,
): AsyncGenerator<readonly SearchedSource[]> {
	const {connection, heartbeat} = options;
	const stop = new AbortController();
	const over = AbortSignal.any([signal, connection.lost, stop.signal]);
	const bell = createBell();
	let failure: {readonly error: unknown} | undefined;
	const shared = {...options, jobs: {watch: share(until => options.jobs.watch(until))}};
	/** Where there are few places, what else there is comes first. */
	const crowd = new AbortController();
	const jobs = watchJobs(shared.jobs, bell.ring, over);
	const parts = [
		watchFiles(shared, {jobs, turns: createTurns(), crowd}, bell.ring, over),
		watchRuns(shared, bell.ring, over),
		watchServices(shared, {turns: createTurns(), crowd}, bell.ring, over),
	];
	const ended = Promise.all(
		[...parts, jobs].map(({done}) =>
			done.catch((error: unknown) => {
				failure ??= {error};
				bell.ring();
			}),
		),
	);
	const began = performance.now();
	let spoke: number | undefined;
	try {
		for (;;) {
			const left = began + patience - performance.now();
			await bell.within(spoke === undefined ? left : heartbeat, over);
			if (over.aborted) break;
			if (failure !== undefined) throw failure.error;
			const waits = performance.now() < began + patience;
			if (spoke === undefined && waits && !parts.every(part => part.isComplete())) continue;
			await pause(Math.max(0, (spoke ?? -Infinity) + rest - performance.now()), over);
			spoke = performance.now();
			yield parts.flatMap(part => part.seen());
		}
	} finally {
		stop.abort();
		await ended;
	}
	if (!signal.aborted) connection.lost.throwIfAborted();
}
