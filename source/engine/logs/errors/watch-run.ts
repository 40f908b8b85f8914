import {problemIn, type Problem} from '../../../domain/problem.ts';
import {plural} from '../../../domain/words.ts';
import type {Docker} from '../../docker/docker.ts';
import {NoRoomError} from '../../host/no-room.ts';
import {pause} from '../../../streams/pause.ts';
import {createContainerLines} from '../container-lines.ts';
import type {Watched} from './roster.ts';
import {createSearch} from './search.ts';
import type {RunLog} from '../sources.ts';

const longestRest = 30_000;

export type RunWatch = {
	readonly source: RunLog;
	readonly docker: Pick<Docker, 'logs'>;
	readonly pattern: RegExp;
	/** Milliseconds between two looks at output for which there is no room to follow it. */
	readonly interval: number;
	/** Whether the container can still write; read again when its output ends. */
	isRunning(): boolean;
	changed(): void;
};

/** Searches the output of a job's run from its start on, and goes on with it until the run is over or `signal` aborts. */
export const watchRun = (
	{source, docker, pattern, interval, isRunning, changed}: RunWatch,
	signal: AbortSignal,
): Watched => {
	const {containerId, terminal} = source;
	const search = createSearch(source, pattern);
	let problem: Problem | undefined;
	let complete = false;
	let count = 0;
	let last = '';

	let hasRoom = true;

	const read = async (follow: boolean): Promise<void> => {
		const lines = createContainerLines(
			containerId,
			({line, bytes, from, stamp}) => {
				search.line(line, bytes, from);
				count += 1;
				if (stamp > last) last = stamp;
			},
			{after: last},
		);
		const options = {timestamps: true, terminal, follow, spare: true, ...(last !== '' && {since: last})};
		for await (const frame of docker.logs(containerId, options, signal)) {
			lines.push(frame);
			problem = undefined;
			changed();
		}
		lines.end();
		problem = undefined;
	};

	/** What is written from now on; without room to follow it, what has been written since. */
	const readOn = async (): Promise<void> => {
		hasRoom = true;
		try {
			await read(true);
		} catch (error) {
			if (!(error instanceof NoRoomError)) throw error;
			hasRoom = false;
			await read(false);
		}
	};

	const run = async (): Promise<void> => {
		for (let attempt = 0; !signal.aborted;) {
			try {
				// What there is already has an end, by which all of it has been searched; what is followed ends with the container.
				await (complete ? readOn() : read(false));
				attempt = 0;
				if (complete && !isRunning()) break;
			} catch (error) {
				if (signal.aborted) return;
				problem = problemIn(error);
				attempt += 1;
			}
			const rests = complete || problem !== undefined;
			complete = true;
			changed();
			// Output that ends while the container is said to run: either is about to be known better.
			if (rests) await pause(hasRoom ? Math.min(longestRest, 500 * 2 ** attempt) : interval, signal);
		}
		search.end();
		changed();
	};

	return {
		seen: () => search.seen(problem ?? (complete ? undefined : stillReading(source.name, count))),
		isComplete: () => complete,
		done: run(),
	};
};

const stillReading = (name: string, lines: number): Problem => ({
	what: `The search of the last run of ${name} is not finished`,
	why: `${plural(lines, 'line')} are searched so far`,
	next: 'wait for the rest',
});
