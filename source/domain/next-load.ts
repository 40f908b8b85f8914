import {duesAfter} from './daily-load.ts';
import type {UsualLoad} from './outlook.ts';

const week = 7 * 86_400_000;

/** What is expected after the last load. */
export type NextLoad = {
	/** Undefined where it is expected on no day of the week. It may be over: then it is overdue, or late. */
	readonly at: Date | undefined;
	/** The load that should have come by now. `by` in milliseconds. */
	readonly late: {readonly expectedAt: Date; readonly by: number} | undefined;
};

/**
 * When the next load is expected, and whether it is late: past its usual spread and two looks more, since a load is seen a look after it came.
 * On a day of the week on which none was ever seen to come, none is missed.
 *
 * @param last when the last load was seen
 * @param every milliseconds from one look to the next
 */
export const nextLoad = (usual: UsualLoad, last: Date, now: Date, every: number): NextLoad => {
	const isOver = (due: Date): boolean => now.getTime() > due.getTime() + usual.spread + 2 * every;
	const lateSince = (due: Date | undefined): NextLoad['late'] =>
		due === undefined ? undefined : {expectedAt: due, by: now.getTime() - due.getTime()};
	switch (usual.kind) {
		case 'every': {
			const due = new Date(last.getTime() + usual.gap);
			return {at: due, late: isOver(due) ? lateSince(due) : undefined};
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
