import type {AgePoint} from './age-history.ts';
import type {Freshness} from './freshness.ts';
import {onHost, type HostClock} from './host-clock.ts';
import {lastSight, loadsIn} from './loads.ts';
import {nextLoad, type NextLoad} from './next-load.ts';
import type {Outlook, Warning} from './outlook.ts';
import {nextRun} from './schedule.ts';
import {usualLoad} from './usual-load.ts';
import {offsetInWords} from './wall-clock.ts';

/** What the time ahead depends on besides the last outcome. */
export type Circumstances = {
	/** The last outcome among them. */
	readonly ages: readonly AgePoint[];
	/** Undefined while the host has not said: then nobody knows when its jobs run. */
	readonly clock: HostClock | undefined;
	/** The jobs that need the data, with their cron expressions. */
	readonly jobs: ReadonlyArray<{readonly name: string; readonly schedule: string}>;
	/** Milliseconds from one look to the next. */
	readonly every: number;
	readonly now: Date;
};

/** The zone of the host, by which loads come and jobs run; UTC while it is not known. */
const zoneOf = (clock: HostClock | undefined): string => {
	if (clock === undefined) return 'UTC';
	return clock.zone.kind === 'iana' ? clock.zone.zone : offsetInWords(clock.zone.minutes);
};

/** When the schedule wants a job next, by this machine's clock. */
const runAfter = (now: Date, schedule: string, clock: HostClock | undefined): Date | undefined => {
	const run = nextRun({schedule, clock}, onHost(now, clock));
	return run && new Date(run.getTime() - (clock?.ahead ?? 0));
};

/** The jobs that will find stale data when they run next, unless a load comes before that as it usually does. */
const runsTooLate = (
	turnsAt: Date | undefined,
	next: NextLoad | undefined,
	{jobs, clock, now}: Circumstances,
): readonly Warning[] =>
	jobs.flatMap(({name, schedule}) => {
		const runAt = runAfter(now, schedule, clock);
		if (runAt === undefined || turnsAt === undefined || turnsAt > runAt) return [];
		const isLoaded = next?.at !== undefined && next.at < runAt && next.late === undefined;
		return isLoaded ? [] : [{kind: 'before run' as const, job: name, runAt}];
	});

/**
 * What an outcome means for the time ahead. Warnings are given while data is fresh, and of a load only as long as the last look is not older
 * than it should be: nobody knows what came since.
 */
export const lookAhead = (
	{verdict, checkedAt, turnsIn}: Pick<Freshness, 'verdict' | 'checkedAt' | 'turnsIn'>,
	circumstances: Circumstances,
): Outlook => {
	const {ages, clock, every, now} = circumstances;
	const turnsAt =
		checkedAt === undefined || turnsIn === undefined ? undefined : new Date(checkedAt.getTime() + turnsIn);
	const usual = usualLoad(ages, zoneOf(clock));
	const last = loadsIn(ages).at(-1)?.seenAt;
	const seenAt = lastSight(ages);
	const isRecent = seenAt !== undefined && now.getTime() - seenAt.getTime() <= every;
	const next = usual === undefined || last === undefined ? undefined : nextLoad(usual, last, now, every);
	const late = isRecent ? next?.late : undefined;
	const warnings: readonly Warning[] =
		verdict === 'fresh'
			? [
					...runsTooLate(turnsAt, next, circumstances),
					...(late === undefined ? [] : [{kind: 'late load' as const, ...late}]),
				]
			: [];
	const missedLoadAt = verdict === 'fresh' || verdict === 'stale' ? late?.expectedAt : undefined;
	return {turnsAt, usual, nextLoadAt: next?.at, missedLoadAt, warnings};
};
