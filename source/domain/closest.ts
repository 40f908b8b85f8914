import {closestMatch} from 'leven';

/** The one of `candidates` that `word` is most likely a slip of: at most a third of its letters differ. Case is not a slip. */
export const closest = (word: string, candidates: readonly string[]): string | undefined => {
	const near = closestMatch(
		word.toLowerCase(),
		candidates.map(candidate => candidate.toLowerCase()),
		{maxDistance: Math.ceil(word.length / 3)},
	);
	return near === undefined ? undefined : candidates.find(candidate => candidate.toLowerCase() === near);
};
