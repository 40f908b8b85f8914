import type {Job} from '../../../domain/jobs/job.ts';

const named = (jobs: readonly Job[], name: string): readonly Job[] => jobs.filter(job => job.name === name);

/**
 * When the last run of the job began whose log has this name, in milliseconds by the clock of the Docker host; the earliest one where several
 * projects have such a job.
 */
export const lastStart = (jobs: readonly Job[], name: string): number | undefined => {
	const starts = named(jobs, name).flatMap(({runs}) => {
		const run = runs.find(({state}) => state !== 'waiting');
		return run?.startedAt?.getTime() ?? [];
	});
	return starts.length === 0 ? undefined : Math.min(...starts);
};

/**
 * When the last good run of that job ended, one that left with 0. Undefined where no run was good, as far as Docker knows, and where several
 * projects have such a job.
 */
export const lastGoodEnd = (jobs: readonly Job[], name: string): Date | undefined => {
	const [job, ...others] = named(jobs, name);
	if (others.length > 0) return undefined;
	return job?.runs.find(({state, exitCode}) => state === 'finished' && exitCode === 0)?.finishedAt;
};
