import {Cron} from 'croner';
import type {HostZone} from './host-clock.ts';
import type {Job} from './job.ts';

const optionsFor = (zone: HostZone) => (zone.kind === 'iana' ? {timezone: zone.zone} : {utcOffset: zone.minutes});

/**
 * When the schedule wants the job next after `now`, a moment by the host's clock. Cron runs by the zone of the host, so while that is not known
 * there is no answer; neither is there for a job without a schedule.
 */
export const nextRun = ({schedule, clock}: Pick<Job, 'schedule' | 'clock'>, now: Date): Date | undefined =>
	schedule === undefined || clock === undefined
		? undefined
		: (new Cron(schedule, {...optionsFor(clock.zone), paused: true}).nextRun(now) ?? undefined);
