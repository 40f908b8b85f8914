import type {Problem} from '../../domain/problem.ts';

/** A line that was found in a log is not in it any more. */
export const lineGone = (log: string, why: string): Problem => ({
	what: `Cannot show that line of ${log}`,
	why,
	next: 'open the end of the log',
});
