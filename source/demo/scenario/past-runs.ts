import type {Run} from '../../domain/jobs/job.ts';
import type {RunRecord} from '../../domain/jobs/run-record.ts';
import {digest} from '../docker-engine/container.ts';
import {project} from './containers.ts';
import type {JobRun} from './run.ts';
import {day} from './scenario.ts';

/** How far back somebody has watched the runs. */
const remembered = 14 * day;

/** A run whose container was removed since. */
const pastRun = ({job, startedAt, took, exitCode}: JobRun): Run => ({
	containerId: digest(`container of ${job} ${startedAt.getTime()}`),
	project,
	job,
	state: 'finished',
	createdAt: new Date(startedAt.getTime() - 300),
	startedAt,
	finishedAt: new Date(startedAt.getTime() + took),
	exitCode,
	outOfMemory: false,
	failure: '',
	terminal: false,
	startedAs: undefined,
	gone: true,
});

/** What a console that was open all the time would know of these runs, which Docker does not have any more. */
export const pastRuns = (runs: readonly JobRun[], now: Date): RunRecord => ({
	runs: runs
		.map(run => pastRun(run))
		.toSorted((one, other) => (other.startedAt?.getTime() ?? 0) - (one.startedAt?.getTime() ?? 0)),
	watched: [{from: new Date(now.getTime() - remembered), to: now}],
});
