import type {HostConfig} from '../../config/config.ts';
import type {Connection} from '../connection.ts';
import type {Containers} from '../docker/containers.ts';
import type {Docker} from '../docker/docker.ts';
import type {Engine} from '../engine.ts';
import type {KeptRuns} from './kept-runs.ts';
import {commandOf, startRun} from './start-run.ts';
import {stopRun} from './stop-run.ts';
import {watchRun} from './watch-run.ts';

type Options = {
	readonly connection: Pick<Connection, 'label' | 'run'>;
	readonly docker: Docker;
	readonly containers: Containers;
	readonly host: HostConfig;
	readonly kept: KeptRuns;
};

/** What may be asked of the runs that consoles start on a host. */
export const createRuns = (options: Options): Engine['runs'] => ({
	kept: signal => options.kept.all(signal),
	command: job => commandOf(job, options.host),
	start: (job, signal) => startRun(job, options, signal),
	watch: (run, signal) => watchRun(run, options, signal),
	stop: (run, signal) => stopRun(run, options, signal),
});
