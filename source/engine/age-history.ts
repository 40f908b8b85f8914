import type {AgePoint} from '../domain/data/age-history.ts';

/** Where the ages that checks saw are kept from one session to the next, for one host. */
export type AgeHistory = {
	/** What is kept of a check, the oldest first. Rejects with a `ProblemError` when that cannot be read or nothing more can be kept. */
	read(check: string): Promise<readonly AgePoint[]>;
	/** Keeps one more, or lets an earlier one that saw the same speak for it. Rejects with a `ProblemError` when that fails. */
	add(check: string, point: AgePoint): Promise<void>;
};

/** Keeps nothing. */
export const noHistory: AgeHistory = {read: async () => [], add: async () => undefined};
