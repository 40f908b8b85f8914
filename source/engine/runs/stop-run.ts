import {ProblemError} from '../../domain/problem.ts';
import type {StartedRun} from '../../domain/jobs/started-run.ts';
import type {Connection} from '../connection.ts';
import type {Docker} from '../docker/docker.ts';
import {isGone} from '../docker/explain.ts';
import {sh} from '../host/shell.ts';
import {runToEnd} from '../ssh/run-to-end.ts';
import {stopScript} from './host-scripts.ts';

type Options = {readonly connection: Pick<Connection, 'label' | 'run'>; readonly docker: Docker};

/**
 * Stops a run: its container, as `docker stop` does, or its build where there is none yet. Resolves when that was asked for; whether it has
 * stopped is seen by whoever watches it.
 */
export const stopRun = async (run: StartedRun, {connection, docker}: Options, signal: AbortSignal): Promise<void> => {
	const ask = async (how: 'signal' | 'note'): Promise<void> => {
		const {code} = await runToEnd(connection.run(sh`sh -c ${stopScript} mlops-tui ${run.directory} ${how}`, signal));
		if (code === 0) return;
		throw new ProblemError({
			what: `Cannot stop ${run.job} on ${connection.label}`,
			why: `nothing can be written or signalled in ${run.directory}`,
			next: 'stop its container with `docker stop`, or its process on the host',
		});
	};
	const container = (await docker.list(signal)).find(({compose}) => compose?.startedAs === run.id);
	// Compose itself would still start one that it has only made.
	await ask(container?.state === 'running' ? 'note' : 'signal');
	if (container === undefined) return;
	try {
		const {grace} = await docker.inspect(container.id, signal);
		await docker.stop(container.id, grace, signal);
	} catch (error) {
		if (!isGone(error)) throw error;
	}
};
