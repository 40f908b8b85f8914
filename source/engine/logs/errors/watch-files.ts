import type {HostClock} from '../../../domain/time/host-clock.ts';
import {combine} from '../../../streams/combine.ts';
import {pause} from '../../../streams/pause.ts';
import {ticks} from '../../../streams/ticks.ts';
import type {LogsOptions} from '../options.ts';
import {createFileLog} from '../files/file-log.ts';
import {findFiles, unseenFiles, type FileSource} from '../sources.ts';
import {lastGoodEnd, lastStart} from './job-runs.ts';
import {createPlaces} from './places.ts';
import {day} from './reach.ts';
import type {Part, Wanted} from './roster.ts';
import type {Turns} from './turns.ts';
import {watchFile} from './watch-file.ts';
import type {KnownJobs} from './watch-jobs.ts';
import {watchPart} from './watch-part.ts';

/** Milliseconds to wait for when the last runs began, before files are searched as far back as without runs. */
const patience = 1000;

/** Watches the log files of a host, those that appear later too. */
export const watchFiles = (
	options: LogsOptions,
	{jobs, turns, crowd}: {readonly jobs: KnownJobs; readonly turns: Turns; readonly crowd: AbortController},
	changed: () => void,
	signal: AbortSignal,
): Part => {
	const {connection, host, clocks, heartbeat} = options;
	const tail = createPlaces(crowd.signal);
	/** For the files that have been watched for long: their host may have changed its clock. */
	let latest: HostClock | undefined;
	/** How far back each file is searched, and how often that was found to be not far enough. */
	const reaches = new Map<string, {readonly start: number; readonly times: number}>();

	const timesOf = ({key, name}: FileSource): number => {
		const start = lastStart(jobs.get(), name) ?? Infinity;
		const before = reaches.get(key);
		const times = before === undefined ? 0 : before.times + (start < before.start && start < dayAgo() ? 1 : 0);
		reaches.set(key, {start: before === undefined || times > before.times ? start : before.start, times});
		return times;
	};

	const dayAgo = (): number => Date.now() + (latest?.ahead ?? 0) - day;

	const wantedWith = (clock: () => HostClock) => {
		const {errors} = host;
		const now = (): number => Date.now() + clock().ahead;
		return (source: FileSource): Wanted => ({
			identity: `${source.name} ${source.key} ${timesOf(source)}`,
			start: ended =>
				watchFile(
					{
						source,
						log: createFileLog({connection, clocks, errors, heartbeat, tail}, source),
						errors,
						reach: {last: day, now, runStart: () => lastStart(jobs.get(), source.name)},
						turns,
						changed,
						lastGood: () => lastGoodEnd(jobs.get(), source.name)?.getTime(),
					},
					ended,
				),
		});
	};

	async function* find(over: AbortSignal) {
		await Promise.race([jobs.known, pause(patience, over)]);
		for await (const {clock} of combine({clock: clocks, tick: ticks(heartbeat)}, over)) {
			latest = clock;
			const {files, unseen} = await findFiles(options, over);
			yield {wanted: files.map(wantedWith(() => latest ?? clock)), unseen};
		}
	}

	return watchPart({find, failed: unseenFiles, changed}, signal);
};
