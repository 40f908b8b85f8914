import {closest} from '../domain/closest.ts';
import type {Job} from '../domain/jobs/job.ts';
import {ProblemError} from '../domain/problem.ts';

/** The one job of this name, `training` or `er-forecast/training`. Throws a `ProblemError` where there is none, or several. */
export const findJob = (name: string, jobs: readonly Job[]): Job => {
	const [job, ...more] = jobs.filter(row => row.name === name || row.key === name);
	if (job !== undefined && more.length === 0) return job;
	if (job !== undefined)
		throw new ProblemError({
			what: `Cannot run ${name}`,
			why: 'several compose projects on this host have a job of that name',
			next: `choose one of ${[job, ...more].map(({key}) => key).join(', ')}`,
		});
	const names = [...new Set(jobs.map(row => row.name))];
	const like = closest(name, names);
	throw new ProblemError({
		what: `Cannot run ${name}`,
		why: `no job on this host has that name${like === undefined ? '' : `; there is ${like}`}`,
		next:
			names.length === 0
				? 'name the compose file of the jobs under jobs: in the config'
				: `choose one of ${names.join(', ')}`,
	});
};
