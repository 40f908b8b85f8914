import {appendFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Entry} from '../docker-engine/log-book.ts';
import type {World} from '../docker-engine/world.ts';
import type {DueRun} from './furnish.ts';

/** A run in its container, which is made and not started yet, and writes what it says into the job's log file as well. */
export type OwnRun = {
	readonly id: string;
	/** Is told all that it says. Resolves when it has ended and all is in the file. */
	follow(take?: (entry: Entry) => void): Promise<void>;
	/** Resolves when all that it has said by now is in the file. */
	written(): Promise<void>;
};

export const createOwnRun = (
	{spec, logFile}: DueRun,
	{world, directory}: {readonly world: World; readonly directory: string},
): OwnRun => {
	const id = world.create(spec);
	const file = join(directory, logFile);
	let written = Promise.resolve();
	return {
		id,
		written: () => written,
		async follow(take) {
			const log = world.logOf(id);
			let {next} = log;
			await new Promise<void>(ended => {
				log.follow({
					written() {
						const entry = log.at(next);
						next += 1;
						if (entry === undefined) return;
						take?.(entry);
						// Somebody may have moved the file away; the container has the line.
						written = written.then(() => appendFile(file, `${entry.text}\n`)).catch(() => {});
					},
					ended,
				});
			});
			await written;
		},
	};
};
