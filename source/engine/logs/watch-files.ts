import {pause} from '../../streams/pause.ts';
import {readHostClock, type HostClock} from './host-clock.ts';
import type {LogsOptions} from './options.ts';
import {createRoster, type Part} from './roster.ts';
import {findFiles, searchedNothing, unseenFiles, type Unseen} from './sources.ts';
import {createPlaces, watchFile} from './watch-file.ts';

/** Of the commands that sshd allows at once, a few must be left for everything else. */
const mostTails = 5;

/** Watches the log files of a host, those that appear later too. */
export const watchFiles = (options: LogsOptions, changed: () => void, signal: AbortSignal): Part => {
	const {connection, host, heartbeat} = options;
	const roster = createRoster();
	const places = createPlaces(mostTails);
	let unseen: readonly Unseen[] | undefined;

	const look = async (clock: HostClock): Promise<void> => {
		const search = {connection, pattern: host.errors, clock, places, interval: heartbeat, changed};
		const found = await findFiles(options, signal);
		unseen = found.unseen;
		roster.assign(
			found.files.map(source => ({
				identity: `${source.name} ${source.key}`,
				start: ended => watchFile({...search, source}, ended),
			})),
		);
	};

	const run = async (): Promise<void> => {
		let clock: HostClock | undefined;
		while (!signal.aborted) {
			try {
				clock ??= await readHostClock(connection, signal);
				await look(clock);
			} catch (error) {
				if (signal.aborted) return;
				unseen = [unseenFiles(error)];
			}
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
