import {duesAfter, zoned} from './daily-load.ts';
import type {Load} from './loads.ts';
import type {UsualLoad} from './outlook.ts';

const hour = 3_600_000;
const week = 7 * 24 * hour;

/** What is expected after the last load. */
export type NextLoad = {
	/** Undefined where it is expected on no day of the week, or did not come when it was and nobody knows whether that is usual. It may be over: then it is overdue, or late. */
	readonly at: Date | undefined;
	/** The load that should have come by now. `by` in milliseconds. */
	readonly late: {readonly expectedAt: Date; readonly by: number} | undefined;
};

/** The longest time that is known to have had no load between two of them, in milliseconds. */
const longestQuiet = (loads: readonly Load[]): number =>
	loads
		.slice(1)
		.reduce((longest, {after}, index) => Math.max(longest, after.getTime() - (loads[index]?.seenAt.getTime() ?? 0)), 0);

/** Whether in an earlier week one was seen to come in these hours of these days: nights and weekends may well have none. */
const cameInAnotherWeek = (loads: readonly Load[], from: Date, to: Date, zone: string): boolean =>
	loads.some(({after, seenAt}) => {
		const weeks = Math.round((to.getTime() - seenAt.getTime()) / week);
		return [weeks - 1, weeks, weeks + 1].some(each => {
			const off = seenAt.getTime() + each * week - to.getTime();
			if (each < 1 || off > hour || off < from.getTime() - to.getTime() - hour) return false;
			// By the clock on the wall, which loads go by when it is changed.
			const shifted = (at: Date): number => zoned(at, zone).add({weeks: each}).epochMilliseconds;
			return shifted(after) >= from.getTime() && shifted(seenAt) <= to.getTime();
		});
	});

/**
 * When the next load is expected, and whether it is late: past its usual spread and two looks more, since a load is seen a look after it came.
 * One that comes every so often is late when it was never known to stay out for so long, and came at this time in an earlier week. One that
 * comes once a day is not missed on days of the week on which it mostly stays out.
 *
 * @param zone the clock that loads go by
 * @param loads the last one is the one after which the next is expected
 * @param every milliseconds from one look to the next
 */
export const nextLoad = (
	usual: UsualLoad,
	loads: readonly Load[],
	zone: string,
	now: Date,
	every: number,
): NextLoad => {
	const last = loads.at(-1)?.seenAt;
	if (last === undefined) return {at: undefined, late: undefined};
	const slack = usual.spread + 2 * every;
	const isOver = (due: Date): boolean => now.getTime() > due.getTime() + slack;
	const lateSince = (due: Date | undefined): NextLoad['late'] =>
		due === undefined ? undefined : {expectedAt: due, by: now.getTime() - due.getTime()};
	switch (usual.kind) {
		case 'every': {
			const due = new Date(last.getTime() + usual.gap);
			if (!isOver(due)) return {at: due, late: undefined};
			const isUnheardOf = now.getTime() - last.getTime() > longestQuiet(loads) + slack;
			return isUnheardOf && cameInAnotherWeek(loads, due, now, zone)
				? {at: due, late: lateSince(due)}
				: {at: undefined, late: undefined};
		}
		case 'daily': {
			const dues = [...duesAfter(last, usual, new Date(Math.max(now.getTime(), last.getTime()) + week))];
			const isMissed = ({due, weekday}: (typeof dues)[number]): boolean =>
				isOver(due) && usual.seenOn.includes(weekday);
			return {
				at: dues.find(one => isMissed(one) || !isOver(one.due))?.due,
				late: lateSince(dues.find(isMissed)?.due),
			};
		}
	}
};
