import type {HostConfig} from '../../config/config.ts';
import type {StartedRun} from '../../domain/started-run.ts';
import {combine} from '../../streams/combine.ts';
import {share, type Shared} from '../../streams/share.ts';
import type {Containers} from '../docker/containers.ts';
import type {Declared} from '../compose/declared.ts';
import type {Docker} from '../docker/docker.ts';
import type {Engine} from '../engine.ts';
import {jobRows, lastRunsOf} from './job-rows.ts';
import {clockOnceKnown, type HostClocks} from '../host/host-clock.ts';
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
};

/** What may be asked of the jobs of a host. All who watch them share one look. */
export const createJobs = ({docker, host, containers, jobFiles, clocks, started}: Options): Engine['jobs'] => ({
	watch: share(async function* (signal) {
		const sources = {
			containers,
			jobs: jobFiles,
			started,
			notes: (stop: AbortSignal) => watchRunNotes({docker, containers, errors: host.errors, chosen: lastRunsOf}, stop),
			clock: (stop: AbortSignal) => clockOnceKnown(clocks, stop),
		};
		for await (const {containers: list, jobs, started: known, notes, clock} of combine(sources, signal)) {
			yield {
				rows: jobRows({
					containers: list,
					jobs: jobs.declarations,
					started: known,
					schedules: host.schedules,
					clock,
					notes,
				}),
				problems: jobs.problems,
			};
		}
	}),
});
