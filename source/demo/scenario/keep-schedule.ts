import {appendFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {World} from '../docker-engine/world.ts';
import type {DueRun, Furnishing} from './furnish.ts';

/**
 * Starts the runs of the jobs when they are due, as the scheduler of the server would: a container that writes what it says into the
 * job's log file as well. Ends when disposed, with the last line written.
 */
export const keepSchedule = ({
	world,
	directory,
	now,
	ranUntil,
	nextRun,
}: Pick<Furnishing, 'ranUntil' | 'nextRun'> & {
	readonly world: World;
	readonly directory: string;
	readonly now: () => Date;
}): AsyncDisposable => {
	let timer: NodeJS.Timeout | undefined;
	let written = Promise.resolve();

	const begin = ({spec, logFile}: DueRun): void => {
		const id = world.create(spec);
		const log = world.logOf(id);
		const file = join(directory, logFile);
		let next = log.next;
		log.follow({
			written() {
				const entry = log.at(next);
				next += 1;
				// Somebody may have moved the file away; the container has the line.
				if (entry !== undefined) written = written.then(() => appendFile(file, `${entry.text}\n`)).catch(() => {});
			},
			ended() {},
		});
		world.start(id);
	};

	const waitAfter = (moment: Date): void => {
		const due = nextRun(moment);
		timer = setTimeout(
			() => {
				begin(due);
				// What a machine missed while it slept is not made up for.
				waitAfter(now() > due.at ? now() : due.at);
			},
			Math.max(0, due.at.getTime() - now().getTime()),
		);
	};

	waitAfter(ranUntil);
	return {
		async [Symbol.asyncDispose]() {
			clearTimeout(timer);
			await written;
		},
	};
};
