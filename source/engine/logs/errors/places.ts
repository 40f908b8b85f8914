import {followFile, pollFile, type Tail} from '../follow-file.ts';

/** Of the commands that sshd allows at once, a few must be left for everything else. */
const mostTails = 5;

/**
 * How files are followed of which only some can be tailed at a time, since sshd allows few commands at once: the others are looked at now and
 * then. Of those with a place all but one leave it when the connection turns out to be crowded.
 */
export const createPlaces = (crowded: AbortSignal): Tail => {
	const never = new AbortController().signal;
	let taken = 0;
	return async function* (file, signal) {
		if (taken < (crowded.aborted ? 1 : mostTails)) {
			taken += 1;
			const leave = taken === 1 ? never : crowded;
			try {
				yield* followFile(file, 'spare', AbortSignal.any([signal, leave]));
				return;
			} catch (error) {
				if (signal.aborted || !leave.aborted) throw error;
			} finally {
				taken -= 1;
			}
		}
		yield* pollFile(file, signal);
	};
};
