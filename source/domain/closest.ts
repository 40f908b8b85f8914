/**
 * How many letters must be added, left out, changed or swapped with their neighbour to make one word of the other
 * (optimal string alignment: https://en.wikipedia.org/wiki/Damerau-Levenshtein_distance).
 */
const slipsBetween = (one: string, other: string): number => {
	let beforeLast: number[] = [];
	let last = Array.from({length: other.length + 1}, (_, index) => index);
	for (let row = 1; row <= one.length; row++) {
		const current = [row];
		for (let column = 1; column <= other.length; column++) {
			const same = one[row - 1] === other[column - 1];
			const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
			current[column] = Math.min(
				(last[column] ?? 0) + 1,
				(current[column - 1] ?? 0) + 1,
				(last[column - 1] ?? 0) + (same ? 0 : 1),
				swapped ? (beforeLast[column - 2] ?? 0) + 1 : Infinity,
			);
		}
		beforeLast = last;
		last = current;
	}
	return last[other.length] ?? 0;
};

/** The one of `candidates` that `word` is most likely a slip of: at most a third of its letters differ. Case is not a slip. */
export const closest = (word: string, candidates: readonly string[]): string | undefined => {
	const near = candidates
		.map(candidate => ({candidate, slips: slipsBetween(word.toLowerCase(), candidate.toLowerCase())}))
		.filter(({candidate, slips}) => slips <= Math.ceil(candidate.length / 3))
		.toSorted((one, other) => one.slips - other.slips);
	return near[0]?.candidate;
};
