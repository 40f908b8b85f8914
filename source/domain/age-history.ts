import type {Verdict} from './verdict.ts';

/** One look at the age of the data, as it is kept. */
export type AgePoint = {
	/** When it was looked at, by this machine's clock. */
	readonly at: Date;
	readonly verdict: Verdict;
	/** Milliseconds; undefined where the look brought no age. */
	readonly age: number | undefined;
	/** The newest timestamp there was. */
	readonly newest: Date | undefined;
};
