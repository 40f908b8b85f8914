import type {HostClock} from '../../../domain/host-clock.ts';
import {combine} from '../../../streams/combine.ts';
import {ticks} from '../../../streams/ticks.ts';
import type {LogsOptions} from '../options.ts';
import type {Part, Wanted} from './roster.ts';
import {findFiles, unseenFiles, type FileSource} from '../sources.ts';
import {createPlaces, watchFile} from './watch-file.ts';
import {watchPart} from './watch-part.ts';

/** Of the commands that sshd allows at once, a few must be left for everything else. */
const mostTails = 5;

/** Watches the log files of a host, those that appear later too. */
export const watchFiles = (options: LogsOptions, changed: () => void, signal: AbortSignal): Part => {
	const {connection, host, clocks, heartbeat} = options;
	const places = createPlaces(mostTails);
	/** For the files that have been watched for long: their host may have changed its clock. */
	let latest: HostClock | undefined;

	const wantedWith = (clock: () => HostClock) => {
		const search = {connection, pattern: host.errors, clock, places, interval: heartbeat, changed};
		return (source: FileSource): Wanted => ({
			identity: `${source.name} ${source.key}`,
			start: ended => watchFile({...search, source}, ended),
		});
	};

	async function* find(over: AbortSignal) {
		for await (const {clock} of combine({clock: clocks, tick: ticks(heartbeat)}, over)) {
			latest = clock;
			const {files, unseen} = await findFiles(options, over);
			yield {wanted: files.map(wantedWith(() => latest ?? clock)), unseen};
		}
	}

	return watchPart({find, failed: unseenFiles, changed}, signal);
};
