import {begunAt} from './due-runs.ts';
import type {Run} from './job.ts';
import {joined, type Stretch} from '../stretch.ts';

/** What is known of the runs of a host besides what Docker has. */
export type RunRecord = {
	/** The newest first. */
	readonly runs: readonly Run[];
	/** When all that was run was seen, whether it left anything or not; by the clock of the host. */
	readonly watched: readonly Stretch[];
};

const second = 1000;
const day = 86_400_000;

/** How many runs of a job are kept, and for how many milliseconds, whichever ends first. */
export const mostRuns = 1000;
export const longestKept = 60 * day;

/** Milliseconds that two accounts of one start may differ: Docker tells of it in an event a moment after. */
const sameStart = 5 * second;

/** Whether these are two accounts of one run: a container may be started again and again. */
const isSameRun = (one: Run, other: Run): boolean =>
	one.containerId === other.containerId &&
	(one.startedAt === undefined ||
		other.startedAt === undefined ||
		Math.abs(one.startedAt.getTime() - other.startedAt.getTime()) < sameStart);

const isEnded = ({state, exitCode}: Run): boolean => state === 'finished' && exitCode !== undefined;

/** What both accounts tell: how it ended where either does, and else what the later one says. */
const taken = (earlier: Run, later: Run): Run => {
	const [fuller, other] = isEnded(earlier) && !isEnded(later) ? [earlier, later] : [later, earlier];
	return {
		...fuller,
		createdAt: fuller.createdAt ?? other.createdAt,
		startedAt: fuller.startedAt ?? other.startedAt,
		outOfMemory: fuller.outOfMemory || other.outOfMemory,
	};
};

const newestFirst = (one: Run, other: Run): number => (begunAt(other) ?? 0) - (begunAt(one) ?? 0);

/** Accounts of runs made one of each run, the later ones told later; the newest run first. */
export const runsTold = (accounts: readonly Run[]): readonly Run[] => {
	const runs = new Map<string, Run[]>();
	for (const account of accounts) {
		const own = runs.get(account.containerId) ?? [];
		const index = own.findIndex(run => isSameRun(run, account));
		const before = own[index];
		if (before === undefined) own.push(account);
		else own[index] = taken(before, account);
		runs.set(account.containerId, own);
	}
	return [...runs.values()].flat().toSorted(newestFirst);
};

const byContainer = (runs: readonly Run[]): ReadonlyMap<string, readonly Run[]> =>
	Map.groupBy(runs, ({containerId}) => containerId);

/** The accounts that tell what is not known yet: a run, when it began, or how it ended. */
export const newsIn = (accounts: readonly Run[], known: readonly Run[]): readonly Run[] => {
	const runs = byContainer(known);
	return accounts.filter(account => {
		const before = runs.get(account.containerId)?.find(run => isSameRun(run, account));
		if (before === undefined) return true;
		return (
			(isEnded(account) && !isEnded(before)) || (account.startedAt !== undefined && before.startedAt === undefined)
		);
	});
};

/** A run whose container is there no longer: it has ended, though perhaps nobody saw how. */
const asGone = (run: Run): Run => ({...run, state: 'finished', gone: true});

/** The runs that Docker has with those that it has no longer, the newest first. */
export const withGone = (live: readonly Run[], known: readonly Run[]): readonly Run[] => {
	const there = byContainer(live);
	const gone = known.filter(run => !(there.get(run.containerId) ?? []).some(other => isSameRun(run, other)));
	return [...live, ...gone.map(run => asGone(run))].toSorted(newestFirst);
};

/** What is kept of a record at a moment. */
export const recordKept = ({runs, watched}: RunRecord, now: Date): RunRecord => {
	const since = now.getTime() - longestKept;
	const young = runs.filter(run => (begunAt(run) ?? 0) >= since);
	return {
		runs: [...Map.groupBy(young, ({project, job}) => `${project}/${job}`).values()]
			.flatMap(own => own.slice(0, mostRuns))
			.toSorted(newestFirst),
		watched: joined(watched.filter(({to}) => to.getTime() >= since)),
	};
};
