import {Cron} from 'croner';
import {optionsFor} from './due-moments.ts';
import type {HostClock} from '../time/host-clock.ts';

/** A cron expression, where there is one, and the host's clock, by which its cron runs. */
type Scheduled = {readonly schedule: string | undefined; readonly clock: HostClock | undefined};

/**
 * When the schedule wants the job next after `now`, a moment by the host's clock. Cron runs by the zone of the host, so while that is not known
 * there is no answer; neither is there for a job without a schedule.
 */
export const nextRun = ({schedule, clock}: Scheduled, now: Date): Date | undefined =>
	schedule === undefined || clock === undefined
		? undefined
		: (new Cron(schedule, optionsFor(clock.zone)).nextRun(now) ?? undefined);
