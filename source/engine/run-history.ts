import type {RunRecord} from '../domain/jobs/run-record.ts';

/** Where the runs of jobs that were seen are kept from one session to the next, for one host: many leave nothing in Docker. */
export type RunHistory = {
	/** What is kept. Rejects with a `ProblemError` when that cannot be read or nothing more can be kept. */
	read(): Promise<RunRecord>;
	/** Keeps what is seen of runs, which may be known already, and when they were watched. Rejects with a `ProblemError` when that fails. */
	add(seen: RunRecord, now: Date): Promise<void>;
};

/** Keeps nothing. */
export const noRunHistory: RunHistory = {
	read: async () => ({runs: [], watched: []}),
	add: async () => undefined,
};
