import {pause} from '../../streams/pause.ts';
import type {LogsOptions} from './options.ts';
import {createRoster, type Part} from './roster.ts';
import {runSources, searchedNothing, unseenRuns, type RunSource, type Unseen} from './sources.ts';
import {watchRun} from './watch-run.ts';

const longestRest = 30_000;

/** Watches the last run of each job, as runs come and go. When Docker does not tell of them, asks again and says so meanwhile. */
export const watchRuns = (
	{docker, host, jobs, heartbeat}: LogsOptions,
	changed: () => void,
	signal: AbortSignal,
): Part => {
	const roster = createRoster();
	const running = new Set<string>();
	let unseen: readonly Unseen[] | undefined;

	const search = {docker, pattern: host.errors, interval: heartbeat, changed};
	const assign = (found: readonly RunSource[]): void => {
		running.clear();
		for (const {source, run} of found) if (run.state === 'running') running.add(source.containerId);
		roster.assign(
			found.map(({source}) => {
				const isRunning = (): boolean => running.has(source.containerId);
				return {
					identity: source.containerId,
					start: ended => watchRun({...search, source, isRunning}, ended),
				};
			}),
		);
	};

	const run = async (): Promise<void> => {
		for (let attempt = 0; !signal.aborted; attempt += 1) {
			try {
				for await (const {rows} of jobs.watch(signal)) {
					attempt = 0;
					unseen = [];
					assign(runSources(rows));
					changed();
				}
			} catch (error) {
				if (signal.aborted) return;
				unseen = [unseenRuns(error)];
				changed();
			}
			await pause(Math.min(longestRest, 500 * 2 ** attempt), signal);
		}
	};

	const watch = async (): Promise<void> => {
		try {
			await run();
		} finally {
			await roster.close();
		}
	};

	return {
		done: watch(),
		seen: () => [...roster.seen(), ...(unseen ?? []).map(searchedNothing)],
		isComplete: () => unseen !== undefined && roster.isComplete(),
	};
};
