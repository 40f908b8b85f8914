import type {Log} from '../../log.ts';
import {createPasts} from './pasts.ts';
import {searchPast} from './past.ts';
import type {Watched} from './roster.ts';
import {watchLog, type LogWatch} from './watch-log.ts';

/** Bytes that are searched for what was seen before. */
const mostPast = 1024 ** 3;

type FileWatch = Omit<LogWatch, 'follow'> & {
	readonly log: Log;
	/** When the last good run of the job ended whose log this is, in milliseconds. */
	lastGood(): number | undefined;
};

/** Watches the errors of a log file, and tells which are new. */
export const watchFile = (watch: FileWatch, signal: AbortSignal): Watched => {
	const {log, turns, lastGood, changed} = watch;
	const watched = watchLog({...watch, follow: (from, over) => log.follow(from, over)}, signal);
	const pasts = createPasts({
		lastGood,
		search: before => turns(() => searchPast(watch, before, mostPast, signal), signal),
		changed,
	});

	const ended = async (): Promise<void> => {
		await watched.done;
		await pasts.ended();
	};

	return {
		seen() {
			const seen = watched.seen();
			return watched.isComplete() ? pasts.judge(seen) : seen;
		},
		isComplete: () => watched.isComplete(),
		done: ended(),
	};
};
