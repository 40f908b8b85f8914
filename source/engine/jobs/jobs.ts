import type {HostConfig} from '../../config/config.ts';
import type {StartedRun} from '../../domain/jobs/started-run.ts';
import {combine} from '../../streams/combine.ts';
import {share, type Shared} from '../../streams/share.ts';
import type {Containers} from '../docker/containers.ts';
import type {Declared} from '../compose/declared.ts';
import type {Docker} from '../docker/docker.ts';
import type {Engine} from '../engine.ts';
import {jobRows, lastRunsOf, runContainers, runOf} from './job-rows.ts';
import {clockOnceKnown, type HostClocks} from '../host/host-clock.ts';
import type {KnownRuns} from './known-runs.ts';
import {watchRunNotes} from './run-notes.ts';

type Options = {
	readonly docker: Docker;
	readonly host: HostConfig;
	readonly containers: Containers;
	/** What the jobs files declare. */
	readonly jobFiles: Shared<Declared>;
	readonly clocks: HostClocks;
	/** The runs that were started from consoles, the newest first. */
	readonly started: Shared<readonly StartedRun[]>;
	/** The runs that are known besides those that Docker has. */
	readonly known: KnownRuns;
	now(): Date;
};

/** What may be asked of the jobs of a host. All who watch them share one look. */
export const createJobs = (options: Options): Engine['jobs'] => {
	const {docker, host, containers, jobFiles, clocks, started, known, now} = options;
	return {
		watch: share(async function* (signal) {
			const sources = {
				containers,
				jobs: jobFiles,
				started,
				notes: (stop: AbortSignal) =>
					watchRunNotes({docker, containers, errors: host.errors, chosen: lastRunsOf}, stop),
				clock: (stop: AbortSignal) => clockOnceKnown(clocks, stop),
			};
			await known.begin();
			try {
				for await (const seen of combine(sources, signal)) {
					const {containers: list, jobs, clock, started: consoles, notes} = seen;
					const live = runContainers(list, jobs.declarations).map(container => runOf(container));
					const rows = jobRows({
						containers: list,
						jobs: jobs.declarations,
						started: consoles,
						schedules: host.schedules,
						clock,
						notes,
						record: known.look(live, clock),
						now: now(),
					});
					yield {rows, problems: jobs.problems, unkept: known.problem()};
				}
			} finally {
				known.end();
			}
		}),
	};
};
