import {Cron} from 'croner';
import type {HostZone} from '../time/host-clock.ts';
import {remembering} from '../time/remembering.ts';
import {instantsOf, offsetAt} from '../time/wall-clock.ts';

/** A moment at which a schedule wants its job to start. */
export type DueMoment = {
	/** When cron starts it. */
	readonly at: Date;
	/** When it may be started instead of that, `at` first: cron starts a daily job in the first pass of the hour that autumn repeats, others in the second. */
	readonly times: readonly Date[];
	/**
	 * Whether every scheduler starts it. What falls into the hour that spring leaves out is started after it by cron and not at all by
	 * systemd (https://github.com/systemd/systemd/issues/5595); the second pass of the hour that autumn repeats counts for cron where hours or
	 * minutes are `*`, and is left out by systemd (https://github.com/systemd/systemd/issues/8647).
	 */
	readonly sure: boolean;
	/** Milliseconds to the next one. */
	readonly gap: number;
};

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How far back moments are told: so many milliseconds and at least so many of them, but no more than so many. */
const lookBack = 3 * day;
const fewest = 4;
const most = 100;

export const optionsFor = (zone: HostZone) =>
	zone.kind === 'iana' ? {timezone: zone.zone, paused: true} : {utcOffset: zone.minutes, paused: true};

/** The moments before `next`, the newest first. */
const timesBefore = (cron: Cron, next: Date, now: Date): readonly Date[] => {
	const found: Date[] = [];
	const isEnough = (): boolean => {
		const oldest = found.at(-1);
		return oldest !== undefined && found.length >= fewest && now.getTime() - oldest.getTime() > lookBack;
	};
	while (found.length < most && !isEnough()) {
		const more = cron.previousRuns(8, found.at(-1) ?? next);
		if (more.length === 0) break;
		found.push(...more);
	}
	return found.slice(0, most);
};

/** What the clocks of a zone show, as if it were UTC. */
const shownIn = (at: Date, zone: string): Date => new Date(at.getTime() + offsetAt(zone, at) * minute);

/** The times at which one moment may be meant, and whether it is for sure. */
const readingOf = (
	at: Date,
	{schedule, zone, all}: {readonly schedule: string; readonly zone: HostZone; readonly all: ReadonlySet<number>},
): Pick<DueMoment, 'times' | 'sure'> => {
	if (zone.kind !== 'iana') return {times: [at], sure: true};
	const [before, after] = [at.getTime() - 3 * hour, at.getTime() + 3 * hour].map(near =>
		offsetAt(zone.zone, new Date(near)),
	);
	if (before === after) return {times: [at], sure: true};
	const shown = shownIn(at, zone.zone);
	// What cron would have started in the hour left out it starts when the clocks show something else.
	if (!new Cron(schedule, {timezone: 'UTC', paused: true}).match(shown)) return {times: [at], sure: false};
	const [first, second] = instantsOf(shown, zone);
	if (first === undefined || second === undefined) return {times: [at], sure: true};
	if (at.getTime() === second.getTime()) return {times: [at], sure: !all.has(first.getTime())};
	return all.has(second.getTime()) ? {times: [at], sure: true} : {times: [first, second], sure: true};
};

const kept = remembering<readonly DueMoment[]>(50);

/**
 * The moments of the last days at which the schedule wanted its job to start, the oldest first, up to `now` by the host's clock: those of
 * three days, at least four and at most a hundred. Cron, and so this, goes by the clocks of the zone.
 */
export const dueMoments = (schedule: string, zone: HostZone, now: Date): readonly DueMoment[] => {
	const cron = new Cron(schedule, optionsFor(zone));
	const next = cron.nextRun(now);
	if (next === null) return [];
	return kept(JSON.stringify([schedule, zone, next]), () => {
		const times = timesBefore(cron, next, now);
		const all = new Set(times.map(at => at.getTime()));
		return times
			.map((at, index): DueMoment => {
				const {times: readings, sure} = readingOf(at, {schedule, zone, all});
				return {at, times: readings, sure, gap: (times[index - 1] ?? next).getTime() - at.getTime()};
			})
			.toReversed();
	});
};
