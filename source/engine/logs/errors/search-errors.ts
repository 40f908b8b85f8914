import type {HostClock} from '../../../domain/time/host-clock.ts';
import type {Job} from '../../../domain/jobs/job.ts';
import {problemIn} from '../../../domain/problem.ts';
import {firstOf} from '../../../streams/first.ts';
import {inParallel} from '../../../streams/in-parallel.ts';
import type {SearchedSource} from '../../engine.ts';
import {createContainerLog} from '../containers/container-log.ts';
import {createFileLog} from '../files/file-log.ts';
import type {LogsOptions} from '../options.ts';
import {
	findFiles,
	runSources,
	searchedNothing,
	serviceSources,
	unseenFiles,
	unseenRuns,
	unseenServices,
	type FileSource,
	type RunLog,
	type ServiceLog,
} from '../sources.ts';
import {lastGoodEnd, lastStart} from './job-runs.ts';
import {searchPast} from './past.ts';
import {createPasts} from './pasts.ts';
import {day, mostEntries} from './reach.ts';
import {searchLog} from './search-log.ts';
import {createTally} from './tally.ts';

/** Bytes that are searched for what was seen before: who asks once does not wait for long. */
const mostPast = 256 * 1024 ** 2;
/** Sources that are searched at a time. */
const most = 4;

type Search = Parameters<typeof createTally>[0] & Parameters<typeof searchLog>[0];

const searchOnce = async (search: Search, signal: AbortSignal): Promise<SearchedSource> => {
	let tally = createTally(search);
	const begin = () => (tally = createTally(search));
	try {
		await searchLog(search, begin, () => {}, signal);
		return tally.seen(undefined);
	} catch (error) {
		signal.throwIfAborted();
		return tally.seen(problemIn(error));
	}
};

/** Searches one file as it is now, with those it was rotated to. Errors are new that were not seen before the last good run. */
const searchFile = async (
	{connection, clocks, host: {errors}, heartbeat}: LogsOptions,
	source: FileSource,
	{now, jobs}: {now(): number; readonly jobs: readonly Job[]},
	signal: AbortSignal,
): Promise<SearchedSource> => {
	const log = createFileLog({connection, clocks, errors, heartbeat, takesUnended: true}, source);
	const reach = {last: day, now, runStart: () => lastStart(jobs, source.name)};
	const seen = await searchOnce({source, log, errors, reach}, signal);
	const pasts = createPasts({
		lastGood: () => lastGoodEnd(jobs, source.name)?.getTime(),
		search: before => searchPast({source, log}, before, mostPast, signal),
		changed: () => {},
	});
	pasts.judge(seen);
	await pasts.ended();
	signal.throwIfAborted();
	return pasts.judge(seen);
};

/** Searches what one container has written: a run all of it, a service the last day. */
const searchContainer = async (
	{docker, containers, host: {errors}}: LogsOptions,
	source: RunLog | ServiceLog,
	now: () => number,
	signal: AbortSignal,
): Promise<SearchedSource> => {
	const isService = source.kind === 'service';
	const log = createContainerLog(
		{source, docker, containers, ...(isService && {most: mostEntries})},
		{errors, now: async () => new Date(now())},
	);
	return searchOnce({source, log, errors, reach: isService ? {last: day, now} : undefined}, signal);
};

/** Searches every source of a host once. What cannot be searched is in the answer too, with its problem. */
export const searchErrors = async (options: LogsOptions, signal: AbortSignal): Promise<readonly SearchedSource[]> => {
	const [clock, jobs, services] = await Promise.all([
		settled(firstOf(options.clocks, signal), signal),
		settled(firstOf(options.jobs.watch, signal), signal),
		settled(firstOf(options.containers, signal), signal),
	]);
	const rows = jobs.value?.rows ?? [];
	const now = (): number => Date.now() + (clock.value?.ahead ?? 0);
	const {files, unseen} = await knownFiles(options, clock, signal);
	const containers = [...runSources(rows), ...serviceSources(services.value ?? [])];
	const tasks = [
		...files.map(source => () => searchFile(options, source, {now, jobs: rows}, signal)),
		...containers.map(
			({source}) =>
				() =>
					searchContainer(options, source, now, signal),
		),
	];
	const found: SearchedSource[] = [];
	await inParallel([...tasks.entries()], most, async ([index, task]) => {
		found[index] = await task();
	});
	const silent = [
		...unseen,
		...(jobs.error === undefined ? [] : [unseenRuns(jobs.error)]),
		...(services.error === undefined ? [] : [unseenServices(services.error)]),
	];
	return [...found, ...silent.map(searchedNothing)];
};

type Settled<Value> = {readonly value?: Value; readonly error?: unknown};

/** What became of it; rejects when the signal has aborted. */
const settled = async <Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Settled<Value>> => {
	try {
		return {value: await promise};
	} catch (error) {
		signal.throwIfAborted();
		return {error};
	}
};

/** Without the host's time its files cannot be searched. */
const knownFiles = async (options: LogsOptions, {value, error}: Settled<HostClock>, signal: AbortSignal) =>
	value === undefined ? {files: [], unseen: [unseenFiles(error)]} : findFiles(options, signal);
