/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32). */
export type Random = () => number;

export const createRandom = (seed: number): Random => {
	let state = seed | 0;
	return () => {
		state = (state + 0x6d_2b_79_f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
};

/** The seed that belongs to a moment: what happened then is the same whenever it is told. */
export const seedOf = (at: Date, salt = 0): number => Math.floor(at.getTime() / 1000) + salt;

export const between = (random: Random, low: number, high: number): number => low + random() * (high - low);

export const wholeBetween = (random: Random, low: number, high: number): number =>
	Math.floor(between(random, low, high + 1));
