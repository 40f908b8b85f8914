import {problemIn, type Problem} from '../../../domain/problem.ts';
import {plural} from '../../../domain/words.ts';
import type {Bell} from '../../../streams/bell.ts';
import {pause} from '../../../streams/pause.ts';
import {NoRoomError} from '../../host/no-room.ts';
import {createContainerPass, type ContainerNow, type ContainerSearch} from './container-pass.ts';
import type {Watched} from './roster.ts';
import type {Turns} from './turns.ts';

const longestRest = 30_000;
/** How much longer than a look the rest after it is. */
const restShare = 9;
const longTime = 24 * 60 * 60 * 1000;

export type ContainerWatch = ContainerSearch & {
	/** Milliseconds between two looks at output for which there is no room to follow it. */
	readonly interval: number;
	/** The container as it is now, and whether it can still write; asked again when its output ends. */
	container(): ContainerNow & {readonly isRunning: boolean};
	/** Rings when the container was started, stopped or made anew. Without one the watching is over when it has stopped. */
	readonly moved?: Bell;
	/** Where set, what is read to an end is read in turn. */
	readonly turns?: Turns;
	/** Aborts where the connection has no room for following all who share it: others need what there is more, so none is followed. */
	readonly crowd?: AbortController;
	changed(): void;
};

/** Searches the output of a container from its start, or as far as it should, and goes on with it until it is over or `signal` aborts. */
export const watchContainer = (watch: ContainerWatch, signal: AbortSignal): Watched => {
	const {source, interval, container, moved, crowd, changed} = watch;
	const turns: Turns = watch.turns ?? (work => work());
	const pass = createContainerPass(watch);
	let problem: Problem | undefined;
	let complete = false;
	let hasRoom = true;

	const heard = (): void => {
		problem = undefined;
		changed();
	};

	const read = async (follow: boolean, over = signal): Promise<void> => {
		await pass.read(container(), follow, heard, over);
		problem = undefined;
	};

	const wait = async (milliseconds: number): Promise<void> => {
		if (moved === undefined) await pause(milliseconds, signal);
		else await moved.within(milliseconds, signal);
	};

	const readToEnd = (): Promise<void> => turns(() => read(false), signal);

	const isCrowded = (): boolean => crowd?.signal.aborted === true;

	/** Resolves with whether there was room for it. */
	const follow = async (): Promise<boolean> => {
		if (isCrowded()) return false;
		try {
			await read(true, crowd === undefined ? signal : AbortSignal.any([signal, crowd.signal]));
			return true;
		} catch (error) {
			if (error instanceof NoRoomError) crowd?.abort();
			else if (signal.aborted || !isCrowded()) throw error;
			return false;
		}
	};

	/** Rests so long afterwards that the place it takes is there for others most of the time. */
	const look = async (): Promise<void> => {
		const began = performance.now();
		await read(false);
		await pause(restShare * (performance.now() - began), signal);
	};

	/** What is written from now on; without room to follow it, what has been written since. */
	const readOn = async (): Promise<void> => {
		hasRoom = await follow();
		if (!hasRoom) await turns(look, signal);
	};

	const run = async (): Promise<void> => {
		for (let attempt = 0; !signal.aborted;) {
			try {
				// What there is already has an end, by which all of it has been searched; what is followed ends with the container.
				await (complete ? readOn() : readToEnd());
				attempt = 0;
				if (complete && !container().isRunning) {
					if (moved === undefined) break;
					changed();
					await wait(longTime);
					continue;
				}
			} catch (error) {
				if (signal.aborted) return;
				problem = problemIn(error);
				attempt += 1;
			}
			const rests = complete || problem !== undefined;
			complete = true;
			changed();
			// Output that ends while the container is said to run: either is about to be known better.
			if (rests) await wait(hasRoom ? Math.min(longestRest, 500 * 2 ** attempt) : interval);
		}
		pass.end();
		changed();
	};

	return {
		seen: () => pass.seen(problem ?? (complete ? undefined : stillReading(source.name, pass.lines()))),
		isComplete: () => complete,
		done: run(),
	};
};

const stillReading = (name: string, lines: number): Problem => ({
	what: `The search of the log of ${name} is not finished`,
	why: `${plural(lines, 'line')} are searched so far`,
	next: 'wait for the rest',
});
