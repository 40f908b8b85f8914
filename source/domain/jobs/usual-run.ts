import type {TimedRun} from './due-runs.ts';

/** A run that has ended, when and how. */
type Timed = Pick<TimedRun, 'startedAt' | 'exitCode' | 'outOfMemory'> & {readonly finishedAt: Date | undefined};

/** How many good runs are needed to tell what is usual, and how many of the newest tell it. */
const fewest = 3;
const most = 20;

/** Milliseconds that a run took; undefined for one that goes on, or whose times nobody knows. */
export const tookOf = ({startedAt, finishedAt}: Pick<Timed, 'startedAt' | 'finishedAt'>): number | undefined =>
	startedAt === undefined || finishedAt === undefined
		? undefined
		: Math.max(0, finishedAt.getTime() - startedAt.getTime());

/**
 * Milliseconds that a good run of a job usually takes: the median of the newest ones, of which there must be a few. A failed run says
 * nothing about that.
 *
 * @param runs the newest first
 */
export const usualTime = (runs: readonly Timed[]): number | undefined => {
	const took = runs
		.filter(({exitCode, outOfMemory}) => exitCode === 0 && !outOfMemory)
		.flatMap(run => tookOf(run) ?? [])
		.slice(0, most)
		.toSorted((one, other) => one - other);
	return took.length < fewest ? undefined : took[Math.floor(took.length / 2)];
};

/** Whether that is more than twice of what is usual, or less than half. */
export const isUnusual = (took: number, usual: number): boolean => took > 2 * usual || took < usual / 2;
