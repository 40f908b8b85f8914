import {Temporal} from 'temporal-polyfill';
import type {Load, Quiet} from './loads.ts';
import type {UsualLoad} from './outlook.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

type Daily = Extract<UsualLoad, {readonly kind: 'daily'}>;

/** On how many days a load must have been seen to come before anything is said of its time. */
export const daysNeeded = 4;

/** The time of day is learnt from so many of the last of them: it may have been another one before. */
const daysAsked = 21;

/** In how many weeks there must have been none on a day of the week for it not to be expected then. */
const weeksNeeded = 2;

/** What comes so far from its time is the load of that day, early or late; what comes at another time is another one. */
const sameLoad = 6 * hour;

/** What the clock of a zone shows. */
export const zoned = (at: Date, zone: string): Temporal.ZonedDateTime =>
	Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);

/** Milliseconds after midnight that the clock shows. */
const timeOfDay = (at: Temporal.ZonedDateTime): number =>
	at.hour * hour + at.minute * minute + at.second * 1000 + at.millisecond;

/** How far the clock must be turned from one time of day to another, the shorter way round. */
const turned = (from: number, to: number): number => ((((to - from + day / 2) % day) + day) % day) - day / 2;

const sum = (values: readonly number[]): number => values.reduce((whole, value) => whole + value, 0);

/** The time of day that is closest to all the others, whichever side of midnight they are on. */
const middleOf = (times: readonly number[]): number | undefined => {
	const far = (time: number): number => sum(times.map(other => Math.abs(turned(time, other))));
	return times
		.map(time => ({time, far: far(time)}))
		.reduce<{readonly time: number; readonly far: number} | undefined>(
			(best, one) => (best === undefined || one.far < best.far ? one : best),
			undefined,
		)?.time;
};

/** The moment at which the clock shows a time on a date; in the hour that spring leaves out, that much later. */
const momentOn = (date: Temporal.PlainDate, at: number, zone: string): Date => {
	const time = Temporal.PlainTime.from('00:00').add({milliseconds: at});
	return new Date(date.toZonedDateTime({timeZone: zone, plainTime: time}).epochMilliseconds);
};

type Come = {readonly date: Temporal.PlainDate; readonly off: number};

/** For each day the load that came closest to its time, the days in their order. */
const loadsOfDays = (loads: readonly Load[], at: number, zone: string): readonly Come[] => {
	const days = new Map<string, Come>();
	for (const {seenAt} of loads) {
		const shown = zoned(seenAt, zone);
		const off = turned(at, timeOfDay(shown));
		// One that usually comes at 23:55 may come at 00:05, which belongs to the day before.
		const date = shown.subtract({milliseconds: off}).toPlainDate();
		const other = days.get(date.toString());
		if (other === undefined || Math.abs(off) < Math.abs(other.off)) days.set(date.toString(), {date, off});
	}
	return [...days.values()].toSorted((one, other) => Temporal.PlainDate.compare(one.date, other.date));
};

/** Days of the week with how often it was known that nothing came around the time. */
const emptyDays = (quiets: readonly Quiet[], at: number, zone: string): ReadonlyMap<number, number> => {
	const empty = new Map<number, number>();
	for (const {from, to} of quiets) {
		const last = zoned(to, zone).toPlainDate();
		for (
			let date = zoned(from, zone).toPlainDate();
			Temporal.PlainDate.compare(date, last) <= 0;
			date = date.add({days: 1})
		) {
			const due = momentOn(date, at, zone).getTime();
			if (due - sameLoad >= from.getTime() && due + sameLoad <= to.getTime())
				empty.set(date.dayOfWeek, (empty.get(date.dayOfWeek) ?? 0) + 1);
		}
	}
	return empty;
};

/** When a load comes that comes once a day. One day in eight may be anything. Undefined while too few were seen. */
export const usualTime = (loads: readonly Load[], quiets: readonly Quiet[], zone: string): Daily | undefined => {
	const at = middleOf(loads.slice(-daysAsked).map(({seenAt}) => timeOfDay(zoned(seenAt, zone))));
	if (at === undefined) return undefined;
	const days = loadsOfDays(loads, at, zone);
	if (days.length < daysNeeded) return undefined;
	const offs = days
		.slice(-daysAsked)
		.map(({off}) => Math.abs(off))
		.toSorted((one, other) => one - other);
	const came = Map.groupBy(
		days.filter(({off}) => Math.abs(off) <= sameLoad),
		({date}) => date.dayOfWeek,
	);
	const empty = emptyDays(quiets, at, zone);
	// The quiet that lasts is the one to judge, and no witness for itself.
	const emptyBefore = emptyDays(quiets.slice(0, -1), at, zone);
	const timesOn = (weekday: number): number => came.get(weekday)?.length ?? 0;
	const week = [1, 2, 3, 4, 5, 6, 7];
	return {
		kind: 'daily',
		at,
		zone,
		spread: offs[offs.length - 1 - Math.floor(offs.length / 8)] ?? 0,
		seen: days.length,
		weekdays: week.filter(one => timesOn(one) > (emptyBefore.get(one) ?? 0) || (empty.get(one) ?? 0) < weeksNeeded),
		seenOn: week.filter(one => timesOn(one) > (emptyBefore.get(one) ?? 0)),
	};
};

/** The moments at which it is due after a load, the next one first, until past `until`. A load that came a little early was the one that was due. */
export function* duesAfter(
	load: Date,
	{at, zone, spread, weekdays}: Daily,
	until: Date,
): Generator<{readonly due: Date; readonly weekday: number}> {
	const early = Math.min(sameLoad, Math.max(hour, spread));
	for (let date = zoned(load, zone).toPlainDate(), due = load; due <= until; date = date.add({days: 1})) {
		due = momentOn(date, at, zone);
		if (weekdays.includes(date.dayOfWeek) && due.getTime() - early > load.getTime())
			yield {due, weekday: date.dayOfWeek};
	}
}
