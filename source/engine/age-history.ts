import type {AgePoint} from '../domain/age-history.ts';

/** Where the ages that checks saw are kept from one session to the next, for one host. */
export type AgeHistory = {
	/** What is kept of a check, the oldest first; empty when nothing is, or when it cannot be read, which `problem` tells. */
	read(check: string): Promise<readonly AgePoint[]>;
	/** Keeps one more. Rejects with a `ProblemError` when that fails. */
	add(check: string, point: AgePoint): Promise<void>;
};

/** Keeps nothing. */
export const noHistory: AgeHistory = {read: async () => [], add: async () => undefined};
