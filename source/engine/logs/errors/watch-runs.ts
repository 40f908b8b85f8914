import type {LogsOptions} from '../options.ts';
import {runSources, unseenRuns, type RunSource} from '../sources.ts';
import type {Part, Wanted} from './roster.ts';
import {createSpareLog} from './spare-log.ts';
import type {Turns} from './turns.ts';
import {watchLog} from './watch-log.ts';
import {watchPart} from './watch-part.ts';

/** Runs do not wait for each other: few of them run at a time. */
const atOnce: Turns = work => work();

/** Watches the last run of each job, as runs come and go. */
export const watchRuns = (options: LogsOptions, changed: () => void, signal: AbortSignal): Part => {
	const {docker, containers, host, jobs, heartbeat} = options;
	const {errors} = host;
	let running: ReadonlySet<string> = new Set();

	const wantedOf = ({source}: RunSource): Wanted => {
		const isRunning = (): boolean => running.has(source.containerId);
		return {
			identity: source.containerId,
			start(ended) {
				const how = {errors, now: async () => new Date(), interval: heartbeat, turns: atOnce, isRunning};
				const {log, follow} = createSpareLog({source, docker, containers}, {...how, room: () => new AbortController()});
				return watchLog({source, log, errors, turns: atOnce, follow, changed}, ended);
			},
		};
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
