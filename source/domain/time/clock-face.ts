import type {HostClock} from './host-clock.ts';
import {offsetAt} from './wall-clock.ts';

/** A day as `11-20` and a time as `14:02:07`, or `13:02:07Z` where it is told in UTC. */
export type ClockFace = {readonly day: string; readonly time: string};

const minute = 60_000;

/** A time as a clock so many minutes ahead of UTC shows it. */
const wall = (at: Date, ahead: number): ClockFace => {
	const shown = new Date(at.getTime() + ahead * minute).toISOString();
	return {day: shown.slice(-19, -14), time: shown.slice(-13, -5)};
};

const aheadOnHost = (at: Date, {zone}: HostClock): number =>
	zone.kind === 'iana' ? offsetAt(zone.zone, at) : zone.minutes;

/** A time on the clock of this machine, of the host (in UTC until its zone is known), or in UTC. */
export const onClock = (at: Date, clock: 'local' | 'server' | 'utc', host: HostClock | undefined): ClockFace => {
	if (clock === 'local') return wall(at, -at.getTimezoneOffset());
	if (clock === 'server' && host !== undefined) return wall(at, aheadOnHost(at, host));
	const {day, time} = wall(at, 0);
	return {day, time: `${time}Z`};
};
