import type {LogSource} from '../../../domain/log.ts';
import {ProblemError} from '../../../domain/problem.ts';
import type {Container} from '../../../parse/docker/container.ts';
import type {Containers} from '../../docker/containers.ts';
import type {Docker} from '../../docker/docker.ts';
import {isGone, refusalIn} from '../../docker/explain.ts';
import {serviceSources, type RunLog, type ServiceLog} from '../sources.ts';

/** Whose log is read: a service, whichever container it has, or one run of a job. */
export type Subject = {
	readonly source: RunLog | ServiceLog;
	readonly docker: Pick<Docker, 'logs'>;
	readonly containers: Containers;
	/** Entries at the end of its log, beyond which nothing is read from a time or a mark on; all of it when left out. */
	readonly most?: number;
};

/**
 * The container that it has among all; undefined when it has none. Of a service whose container is being made anew it is the one with the id
 * `part` until that is gone or the other one runs.
 */
export const containerIn = (
	source: Subject['source'],
	all: readonly Container[],
	part?: string,
): Container | undefined => {
	switch (source.kind) {
		case 'run':
			return all.find(({id}) => id === source.containerId);
		case 'service': {
			const best = serviceSources(all).find(({source: {key}}) => key === source.key)?.container;
			return best === undefined || isRunning(best) ? best : (all.find(({id}) => id === part) ?? best);
		}
	}
};

export const isRunning = ({state}: Container): boolean => state === 'running' || state === 'paused';

/** A run's container was removed, and with it what it had written. */
export const goneProblem = ({name}: LogSource): ProblemError =>
	new ProblemError({
		what: `Cannot read the log of ${name}`,
		why: 'its container was removed, and what it had written with it',
		next: 'look at the list again: it may have another container now',
	});

/** Whether the container is gone or about to be, in which Docker does not give its output any more. */
export const isLeaving = (error: unknown): boolean =>
	isGone(error) || refusalIn(error)?.includes('dead or marked for removal') === true;

/** Puts into words why Docker does not give the output of a container; what is no refusal stays as it is. */
export const explainOutput = (source: LogSource, error: unknown): unknown => {
	if (isLeaving(error)) return goneProblem(source);
	if (refusalIn(error)?.includes('does not support reading') !== true) return error;
	const problem = {
		what: `Cannot read the log of ${source.name}`,
		why: 'its logging driver keeps nothing that Docker could read',
		next: 'read it where the driver sends it, or set `logging: {driver: local}` in the compose file',
	};
	return new ProblemError(problem, {cause: error});
};
