import type {AgePoint} from './age-history.ts';
import type {Freshness} from './freshness.ts';
import {onHost, type HostClock} from '../time/host-clock.ts';
import {lastSight, loadsIn} from './loads.ts';
import {nextLoad, type NextLoad} from './next-load.ts';
import type {Outlook, UsualLoad, Warning} from './outlook.ts';
import {nextRun} from '../jobs/schedule.ts';
import {isLookedAtEnough, usualLoad} from './usual-load.ts';
import {offsetInWords} from '../time/wall-clock.ts';

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

/** Milliseconds before a run in which it is worth a warning though nobody knows yet when loads come. */
const imminent = 3_600_000;

/** What is known of the loads to come. */
type Loads = {
	readonly usual: UsualLoad | undefined;
	readonly next: NextLoad | undefined;
};

/** Whether nothing that was seen speaks for a load before a run. While too little was seen, one may come at any time, but for the next hour. */
const isUnloaded = ({usual, next}: Loads, runAt: Date, {ages, now}: Circumstances): boolean => {
	if (usual === undefined) return isLookedAtEnough(ages) || runAt.getTime() - now.getTime() <= imminent;
	if (next?.at === undefined || next.late !== undefined) return true;
	const isOftener = usual.kind === 'every' && usual.atMost === true;
	return !isOftener && next.at >= runAt;
};

/** The jobs that will find stale data when they run next, unless a load comes before that as it usually does. */
const runsTooLate = (staleAt: Date | undefined, loads: Loads, circumstances: Circumstances): readonly Warning[] =>
	circumstances.jobs.flatMap(({name, schedule}) => {
		const runAt = runAfter(circumstances.now, schedule, circumstances.clock);
		if (runAt === undefined || staleAt === undefined || staleAt > runAt) return [];
		return isUnloaded(loads, runAt, circumstances) ? [{kind: 'before run' as const, job: name, runAt}] : [];
	});

/**
 * What an outcome means for the time ahead. Warnings are given while data is fresh, and of a load only as long as the last look is not older
 * than it should be: nobody knows what came since.
 */
export const lookAhead = (
	{verdict, checkedAt, turnsIn, turnsTo}: Pick<Freshness, 'verdict' | 'checkedAt' | 'turnsIn' | 'turnsTo'>,
	circumstances: Circumstances,
): Outlook => {
	const {ages, clock, every, now} = circumstances;
	const turnsAt =
		checkedAt === undefined || turnsIn === undefined ? undefined : new Date(checkedAt.getTime() + turnsIn);
	const zone = zoneOf(clock);
	const usual = usualLoad(ages, zone);
	const seenAt = lastSight(ages);
	const isRecent = seenAt !== undefined && now.getTime() - seenAt.getTime() <= every;
	const next = usual === undefined ? undefined : nextLoad(usual, loadsIn(ages), zone, now, every);
	const late = isRecent ? next?.late : undefined;
	const warnings: readonly Warning[] =
		verdict === 'fresh'
			? [
					...runsTooLate(turnsTo === 'uncertain' ? undefined : turnsAt, {usual, next}, circumstances),
					...(late === undefined ? [] : [{kind: 'late load' as const, ...late}]),
				]
			: [];
	const missedLoadAt = verdict === 'fresh' || verdict === 'stale' ? late?.expectedAt : undefined;
	return {turnsAt, turnsTo, usual, nextLoadAt: next?.at, missedLoadAt, warnings};
};
