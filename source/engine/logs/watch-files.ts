import {pause} from '../pause.ts';
import {readHostClock} from './host-clock.ts';
import type {LogsOptions} from './options.ts';
import {createRoster, type Part} from './roster.ts';
import {findFiles, searchedNothing, type Unseen} from './sources.ts';
import {createPlaces, watchFile} from './watch-file.ts';

/** Of the commands that sshd allows at once, a few must be left for everything else. */
const mostTails = 5;

/** Watches the log files of a host, those that appear later too. */
export const watchFiles = (options: LogsOptions, changed: () => void, signal: AbortSignal): Part => {
	const {connection, host, heartbeat} = options;
	const roster = createRoster();
	const places = createPlaces(mostTails);
	let unseen: readonly Unseen[] | undefined;

	const run = async (): Promise<void> => {
		const clock = await readHostClock(connection, signal);
		const search = {connection, pattern: host.errors, clock, places, interval: heartbeat, changed};
		while (!signal.aborted) {
			const found = await findFiles(options, signal);
			unseen = found.unseen;
			roster.assign(
				found.files.map(source => ({
					identity: `${source.name} ${source.key}`,
					start: ended => watchFile({...search, source}, ended),
				})),
			);
			changed();
			await pause(heartbeat, signal);
		}
	};

	const watch = async (): Promise<void> => {
		try {
			await run();
		} finally {
			await roster.close();
		}
	};

	return {
		done: watch(),
		seen: () => [...roster.seen(), ...(unseen ?? []).map(searchedNothing)],
		isComplete: () => unseen !== undefined && roster.isComplete(),
	};
};
