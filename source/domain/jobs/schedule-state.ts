import {dueMoments, type DueMoment} from './due-moments.ts';
import {begunAt, runsWhenDue, stillDueOf, toleranceOf, type DueRuns, type TimedRun} from './due-runs.ts';
import {onHost, type HostClock} from '../time/host-clock.ts';
import type {Status} from '../status.ts';
import {covers, joined, type Stretch} from '../stretch.ts';
import {minuteOf, plural, spanInWords} from '../words.ts';

/** What came of a due moment. `awaited`: it may begin yet. `not known`: nobody watched, and a run may have left nothing. */
export type DueState = 'on time' | 'late' | 'missed' | 'ran and failed' | 'ran twice' | 'awaited' | 'not known';

/** A due moment and what came of it. */
export type JudgedMoment<Run> = {
	readonly due: Date;
	readonly state: DueState;
	/** Milliseconds that it began late, or that it is late by now where it has not begun. */
	readonly late: number;
	readonly runs: readonly Run[];
};

/** How a job stands to its schedule now. */
export type ScheduleState = {
	readonly state: DueState;
	/** The due moment that this is about; undefined where there was none. */
	readonly due: Date | undefined;
	/** Milliseconds that its run began late; undefined while it has not begun. */
	readonly late: number | undefined;
	/** How many due moments in a row were missed up to this one. */
	readonly missed: number;
	/** Whether a run since has ended well, though it was not due. */
	readonly madeGood: boolean;
};

/** What is known of a job's runs. */
export type KnownRuns<Run> = {
	readonly runs: readonly Run[];
	/** When everything that was run was seen, whether it left anything or not. */
	readonly watched: readonly Stretch[];
};

const isOver = ({state, exitCode}: TimedRun): boolean => state === 'finished' && exitCode !== undefined;
const isGood = (run: TimedRun): boolean => isOver(run) && run.exitCode === 0 && !run.outOfMemory;

/**
 * From when on Docker itself tells of every due run: from the oldest one that it still has, when all since are there as well. What was
 * pruned, or is removed when it ends, has left nothing that would tell.
 */
const toldSince = <Run extends TimedRun>(due: ReadonlyArray<DueRuns<Run>>): number => {
	const runs = due.flatMap(({runs: own}) => own).filter(({state}) => state === 'finished');
	const begun = (some: readonly Run[]): readonly number[] => some.map(run => begunAt(run) ?? 0);
	const lastGone = Math.max(...begun(runs.filter(({gone}) => gone)), -Infinity);
	return Math.min(...begun(runs.filter(({gone}) => !gone)).filter(at => at > lastGone), Infinity);
};

type Judging = {readonly now: Date; readonly watched: readonly Stretch[]; readonly told: number};

/** What came of a due moment at which nothing has begun. */
const judgeSilence = (moment: DueMoment, {now, watched, told}: Judging): DueState => {
	const last = moment.times.at(-1) ?? moment.at;
	const elapsed = now.getTime() - last.getTime();
	if (elapsed <= toleranceOf(moment)) return 'awaited';
	const until = new Date(last.getTime() + toleranceOf(moment));
	const isKnown = moment.at.getTime() >= told || covers(watched, {from: moment.at, to: until});
	if (!moment.sure || !isKnown) return 'not known';
	return elapsed <= stillDueOf(moment) ? 'late' : 'missed';
};

const judge = <Run extends TimedRun>(due: DueRuns<Run>, judging: Judging): JudgedMoment<Run> => {
	const {moment, runs, late, twice} = due;
	const judged = (state: DueState, by: number): JudgedMoment<Run> => ({due: moment.at, state, late: by, runs});
	if (runs.length === 0) return judged(judgeSilence(moment, judging), judging.now.getTime() - moment.at.getTime());
	if (twice) return judged('ran twice', late);
	if (runs.some(run => isOver(run) && !isGood(run))) return judged('ran and failed', late);
	return judged(late > toleranceOf(moment) ? 'late' : 'on time', late);
};

/** What came of every due moment of the last days, the newest first; `now` is by the host's clock. */
export const judgedMoments = <Run extends TimedRun>(
	{schedule, zone}: {readonly schedule: string; readonly zone: HostClock['zone']},
	{runs, watched}: KnownRuns<Run>,
	now: Date,
): ReadonlyArray<JudgedMoment<Run>> => {
	const due = runsWhenDue(dueMoments(schedule, zone, now), runs);
	const judging = {now, watched: joined(watched), told: toldSince(due)};
	return due.map(one => judge(one, judging)).toReversed();
};

/**
 * How a job stands to its schedule at `now`, by this machine's clock: what came of the last due moment at which something should have come.
 * One that is late is a miss as soon as the one before was missed too. Undefined where there is no schedule, or the zone of the host, by which its cron
 * runs, is not known.
 */
export const scheduleState = <Run extends TimedRun>(
	{schedule, clock}: {readonly schedule: string | undefined; readonly clock: HostClock | undefined},
	known: KnownRuns<Run>,
	now: Date,
): ScheduleState | undefined => {
	if (schedule === undefined || clock === undefined) return undefined;
	const moments = judgedMoments({schedule, zone: clock.zone}, known, onHost(now, clock));
	const settled = moments.filter(({state}) => state !== 'awaited');
	const isOverdue = ({state, runs}: JudgedMoment<Run>): boolean => state === 'late' && runs.length === 0;
	const [last, before] = settled;
	if (last === undefined) return {state: 'awaited', due: moments[0]?.due, late: undefined, missed: 0, madeGood: false};
	const missedSince = settled.slice(isOverdue(last) && before?.state === 'missed' ? 1 : 0);
	const [judged = last] = missedSince;
	const heldOut = missedSince.findIndex(({state}) => state !== 'missed');
	return {
		state: judged.state,
		due: judged.due,
		late: judged.runs.length === 0 ? undefined : judged.late,
		missed: heldOut === -1 ? missedSince.length : heldOut,
		madeGood: known.runs.some(run => isGood(run) && (begunAt(run) ?? 0) > judged.due.getTime()),
	};
};

/** What a schedule says of its job's status; undefined where it says nothing, and the runs speak alone. */
export const statusOfSchedule = ({state, madeGood}: ScheduleState): Status | undefined => {
	switch (state) {
		case 'missed':
			return madeGood ? 'warning' : 'critical';
		case 'late':
		case 'ran twice':
			return 'warning';
		case 'on time':
			return 'ok';
		case 'ran and failed':
		case 'awaited':
		case 'not known':
			return undefined;
	}
};

/** `missed 14:15`, `40m late`, `began 40m late`, `ran twice`; nothing where all is as it should be. Both times are by this machine's clock. */
export const scheduleInWords = (
	{state, due, late, missed, madeGood}: ScheduleState,
	clock: HostClock | undefined,
	now: Date,
): string | undefined => {
	if (due === undefined) return undefined;
	switch (state) {
		case 'missed': {
			const others = missed > 1 ? ` and ${plural(missed - 1, 'time')} before` : '';
			return `missed ${minuteOf(due, now)}${others}${madeGood ? ', run since' : ''}`;
		}
		case 'late':
			return late === undefined
				? `${spanInWords(onHost(now, clock).getTime() - due.getTime())} late`
				: `began ${spanInWords(late)} late`;
		case 'ran twice':
			return 'ran twice';
		case 'on time':
		case 'ran and failed':
		case 'awaited':
		case 'not known':
			return undefined;
	}
};
