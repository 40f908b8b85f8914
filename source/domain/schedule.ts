import {Cron} from 'croner';
import type {Job} from './job.ts';

/**
 * When the schedule wants the job next. Cron runs by the host's clock, so without the host's offset there is no answer; neither is
 * there for a job without a schedule.
 */
export const nextRun = (
	{schedule, offsetMinutes}: Pick<Job, 'schedule' | 'offsetMinutes'>,
	now: Date,
): Date | undefined =>
	schedule === undefined || offsetMinutes === undefined
		? undefined
		: (new Cron(schedule, {utcOffset: offsetMinutes, paused: true}).nextRun(now) ?? undefined);
