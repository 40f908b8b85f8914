import type {Log, Mark} from '../../log.ts';
import {sinceOf, type Reach} from './reach.ts';
import type {Tally} from './tally.ts';

/** A file that is renamed or emptied while it is searched is searched again, so many times at most. */
const most = 2;

/**
 * Searches a log as far back as `reach`, to its end. Resolves with its tally and where to go on from. `begun` is told of each tally that is begun:
 * where not all could be searched there are several, and the last one counts. Rejects with a `ProblemError`.
 */
export const searchLog = async (
	{log, reach}: {readonly log: Log; readonly reach?: Reach | undefined},
	begin: () => Tally,
	heard: () => void,
	signal: AbortSignal,
): Promise<{readonly tally: Tally; readonly end: Mark}> => {
	const from = reach === undefined ? 'start' : {time: new Date(sinceOf(reach, reach.now()))};
	for (let attempt = 1; ; attempt += 1) {
		const tally = begin();
		let isAll = true;
		let end: Mark = new Map();
		for await (const found of log.findErrors(from, 'end', signal)) {
			tally.found(found);
			isAll = found.problems.length === 0;
			end = found.end ?? end;
			heard();
		}
		signal.throwIfAborted();
		if (isAll || attempt === most) return {tally, end};
	}
};
