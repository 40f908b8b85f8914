import {ProblemError} from '../../domain/problem.ts';
import type {StartedRun} from '../../domain/jobs/started-run.ts';
import {createBell} from '../../streams/bell.ts';
import {share, type Shared} from '../../streams/share.ts';
import type {Connection} from '../connection.ts';
import {sh} from '../host/shell.ts';
import {runToEnd} from '../ssh/run-to-end.ts';
import {lookScript} from './host-scripts.ts';
import {readLook} from './read-look.ts';

type Commands = Pick<Connection, 'label' | 'run'>;

/** The runs that consoles started on a host, as they are kept there. */
export type KeptRuns = {
	/** All of them, the newest first, and again as they change. Where they cannot be looked for there are none. */
	readonly watch: Shared<readonly StartedRun[]>;
	/** All of them as they are now, the newest first. Rejects with a `ProblemError` when that cannot be told. */
	all(signal: AbortSignal): Promise<readonly StartedRun[]>;
	/** One as it is now; undefined when it is not kept any more. Rejects with a `ProblemError` when that cannot be told. */
	look(directory: string, signal: AbortSignal): Promise<StartedRun | undefined>;
	/** Has all who watch look again now. */
	again(): void;
};

/** Heartbeats from one look to the next while none goes on: another console may start one. */
const quiet = 6;

export const createKeptRuns = (connection: Commands, heartbeat: number): KeptRuns => {
	const bell = createBell();
	const ask = async (words: readonly string[], signal: AbortSignal): Promise<readonly StartedRun[]> => {
		const {code, stdout} = await runToEnd(connection.run(sh`sh -c ${lookScript} mlops-tui ${words}`, signal));
		if (code !== 0)
			throw new ProblemError({
				what: `Cannot look for runs on ${connection.label}`,
				why: 'its shell did not say which there are',
				next: 'check that this user may run commands there',
			});
		return readLook(stdout);
	};
	return {
		watch: share(async function* (signal) {
			// Whoever shows them with other things need not wait for them.
			yield [];
			while (!signal.aborted) {
				let runs: readonly StartedRun[] = [];
				try {
					runs = await ask([], signal);
					yield runs;
				} catch (error) {
					if (signal.aborted || !(error instanceof ProblemError)) throw error;
				}
				const goesOn = runs.some(({state}) => state === 'going on');
				await bell.within(goesOn ? heartbeat : quiet * heartbeat, signal);
			}
		}),
		all: signal => ask([], signal),
		look: async (directory, signal) => (await ask([directory], signal))[0],
		again: bell.ring,
	};
};
