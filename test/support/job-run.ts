import type {Run} from '../../source/domain/jobs/job.ts';

/** A run of `training` that took so many milliseconds and ended well; one that goes on where that is left out. */
export const runFrom = (startedAt: Date, took: number | undefined, more: Partial<Run> = {}): Run => ({
	containerId: startedAt.toISOString(),
	project: 'er',
	job: 'training',
	state: took === undefined ? 'running' : 'finished',
	createdAt: startedAt,
	startedAt,
	finishedAt: took === undefined ? undefined : new Date(startedAt.getTime() + took),
	exitCode: took === undefined ? undefined : 0,
	outOfMemory: false,
	failure: '',
	terminal: false,
	startedAs: undefined,
	gone: false,
	...more,
});
