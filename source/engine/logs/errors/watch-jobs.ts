import type {Job} from '../../../domain/jobs/job.ts';
import {pause} from '../../../streams/pause.ts';
import type {Engine} from '../../engine.ts';

const rest = 30_000;

/** The jobs of a host as they were known last. */
export type KnownJobs = {
	get(): readonly Job[];
	/** Resolves when they are known, or cannot be known yet; never rejects. */
	readonly known: Promise<void>;
	/** Resolves when `signal` has aborted. */
	readonly done: Promise<void>;
};

/** Watches the jobs for those who can do without them. */
export const watchJobs = (jobs: Engine['jobs'], changed: () => void, signal: AbortSignal): KnownJobs => {
	let rows: readonly Job[] = [];
	const {promise: known, resolve: tell} = Promise.withResolvers<void>();

	const watch = async (): Promise<void> => {
		while (!signal.aborted) {
			try {
				for await (const seen of jobs.watch(signal)) {
					({rows} = seen);
					tell();
					changed();
				}
			} catch {
				// Whoever needs them says why they are not known.
			}
			tell();
			await pause(rest, signal);
		}
	};

	return {get: () => rows, known, done: watch()};
};
