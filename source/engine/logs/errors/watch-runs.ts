import type {LogsOptions} from '../options.ts';
import type {Part, Wanted} from './roster.ts';
import {runSources, unseenRuns, type RunSource} from '../sources.ts';
import {watchPart} from './watch-part.ts';
import {watchContainer} from './watch-container.ts';

/** Watches the last run of each job, as runs come and go. */
export const watchRuns = (
	{docker, host, jobs, heartbeat}: LogsOptions,
	changed: () => void,
	signal: AbortSignal,
): Part => {
	let running: ReadonlySet<string> = new Set();

	const search = {docker, pattern: host.errors, interval: heartbeat, changed};
	const wantedOf = ({source}: RunSource): Wanted => {
		const {containerId, terminal} = source;
		const container = () => ({containerId, terminal, isRunning: running.has(containerId)});
		return {identity: containerId, start: ended => watchContainer({...search, source, container}, ended)};
	};

	async function* find(over: AbortSignal) {
		for await (const {rows} of jobs.watch(over)) {
			const found = runSources(rows);
			running = new Set(found.flatMap(({source, run}) => (run.state === 'running' ? source.containerId : [])));
			yield {wanted: found.map(wantedOf), unseen: []};
		}
	}

	return watchPart({find, failed: unseenRuns, changed}, signal);
};
