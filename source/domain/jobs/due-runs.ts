import type {DueMoment} from './due-moments.ts';

/** What a schedule is judged by of a run. Times are those of the Docker host. */
export type TimedRun = {
	readonly state: 'waiting' | 'running' | 'finished';
	readonly createdAt: Date | undefined;
	readonly startedAt: Date | undefined;
	readonly exitCode: number | undefined;
	readonly outOfMemory: boolean;
	/** Whether Docker has its container no longer. */
	readonly gone: boolean;
};

/** What was started at a due moment. */
export type DueRuns<Run> = {
	readonly moment: DueMoment;
	/** The one that was due first, then those that were started beside it. */
	readonly runs: readonly Run[];
	/** Milliseconds from the due moment to the start of the run. */
	readonly late: number;
	/** Whether it was started twice at once. */
	readonly twice: boolean;
};

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Clocks of one machine may differ a little: Docker's may be that of a virtual one. */
const early = 10 * second;
/** Two runs that begin so close to each other were not started by somebody who looked at the first. */
const atOnce = minute;

const between = (least: number, value: number, most: number): number => Math.min(most, Math.max(least, value));

/** Milliseconds after which a run that should have begun is late: its image may have to be built before. */
export const toleranceOf = (moment: DueMoment): number =>
	moment.sure ? Math.min(moment.gap, between(2 * minute, moment.gap / 10, 15 * minute)) : stillDueOf(moment);

/** Milliseconds for which a late run is still the one that was due; later it is somebody's own. */
export const stillDueOf = ({gap}: DueMoment): number => Math.min(gap, between(hour, gap / 4, 6 * hour));

/** When a run began, or was to. */
export const begunAt = ({startedAt, createdAt}: Pick<TimedRun, 'startedAt' | 'createdAt'>): number | undefined =>
	(startedAt ?? createdAt)?.getTime();

type Begun<Run> = {readonly run: Run; readonly at: number};
type Slot<Run> = {readonly time: number; readonly moment: DueMoment; readonly runs: Array<Begun<Run>>};

/** The slot in which a run that began then belongs, if any. */
const slotAt = <Run>(slots: ReadonlyArray<Slot<Run>>, at: number): Slot<Run> | undefined => {
	const slot = slots.findLast(({time, moment}) => time - Math.min(early, moment.gap / 4) <= at);
	return slot !== undefined && at - slot.time <= stillDueOf(slot.moment) ? slot : undefined;
};

/**
 * Finds the runs that were started because they were due, `moments` being the due ones with the oldest first. Each run belongs to one moment
 * at most: the first that begins after it, and any that begins at once with that. All others somebody has started in another way.
 */
export const runsWhenDue = <Run extends TimedRun>(
	moments: readonly DueMoment[],
	runs: readonly Run[],
): ReadonlyArray<DueRuns<Run>> => {
	const slots = moments
		.flatMap(moment => moment.times.map((time): Slot<Run> => ({time: time.getTime(), moment, runs: []})))
		.toSorted((one, other) => one.time - other.time);
	const begun = runs
		.flatMap((run): ReadonlyArray<Begun<Run>> => {
			const at = begunAt(run);
			return at === undefined ? [] : [{run, at}];
		})
		.toSorted((one, other) => one.at - other.at);
	for (const one of begun) {
		const slot = slotAt(slots, one.at);
		const first = slot?.runs[0];
		if (slot !== undefined && (first === undefined || one.at - first.at <= Math.min(atOnce, slot.moment.gap / 2)))
			slot.runs.push(one);
	}
	const byMoment = Map.groupBy(slots, ({moment}) => moment);
	return moments.map(moment => {
		const own = (byMoment.get(moment) ?? []).filter(slot => slot.runs.length > 0);
		const [first] = own;
		const start = first?.runs[0]?.at ?? 0;
		return {
			moment,
			runs: own.flatMap(slot => slot.runs.map(({run}) => run)),
			late: first === undefined ? 0 : Math.max(0, start - first.time),
			twice: moment.sure && own.some(slot => slot.runs.length > 1),
		};
	});
};
