import {pause} from '../../../streams/pause.ts';
import {scopeOf} from '../../../streams/scope.ts';
import type {Docker} from '../../docker/docker.ts';
import {NoRoomError} from '../../host/no-room.ts';
import type {Followed, Log, LogWindow, Mark} from '../../log.ts';
import {createContainerLog} from '../containers/container-log.ts';
import type {Subject} from '../containers/subject.ts';
import type {Turns} from './turns.ts';

/** Lines that are read at a time by a look. */
const window = 2000;
/** How much longer than a look the rest after it is. */
const restShare = 9;

/** A container's log that is followed only where the connection has room for that. */
export type SpareLog = {
	readonly log: Log;
	/** What is written behind a mark; where there is no room to follow it, it is looked at now and then. */
	follow(from: Mark, signal: AbortSignal): AsyncGenerator<Followed, void, undefined>;
};

type Options = {
	readonly errors: RegExp;
	now(signal: AbortSignal): Promise<Date>;
	/** Milliseconds between two looks. */
	readonly interval: number;
	/** Looks are taken in turn. */
	readonly turns: Turns;
	/** Whether the container can write. */
	isRunning(): boolean;
	/** Aborted where there is no room. One that several share is the end of following for all of them. */
	room(): AbortController;
};

export const createSpareLog = (
	subject: Subject,
	{errors, now, interval, turns, isRunning, room}: Options,
): SpareLog => {
	let current = room();
	const docker: Pick<Docker, 'logs'> = {
		async *logs(id, options, signal) {
			try {
				yield* subject.docker.logs(id, options.follow === true ? {...options, spare: true} : options, signal);
			} catch (error) {
				if (error instanceof NoRoomError) current.abort();
				throw error;
			}
		},
	};
	const log = createContainerLog({...subject, docker}, {errors, now});

	/** Rests so long afterwards that the place it takes is there for others most of the time. */
	const look = async (from: Mark, signal: AbortSignal): Promise<LogWindow> => {
		const began = performance.now();
		const seen = await log.read({mark: from}, 'after', window, signal);
		await pause(restShare * (performance.now() - began), signal);
		return seen;
	};

	return {
		log,
		async *follow(from, signal) {
			let mark = from;
			let wasRunning = true;
			while (!signal.aborted) {
				current = room();
				if (!current.signal.aborted) {
					using life = scopeOf(signal, current.signal);
					for await (const followed of log.follow(mark, life.signal)) {
						mark = followed.end;
						yield followed;
					}
					if (signal.aborted) return;
				}
				const runs = isRunning();
				for (let more = runs || wasRunning; more;) {
					const seen = await turns(() => look(mark, signal), signal);
					mark = seen.end;
					({more} = seen);
					yield {rows: seen.rows, end: mark};
				}
				wasRunning = runs;
				await pause(interval, signal);
			}
		},
	};
};
