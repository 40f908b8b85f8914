import type {HostClock} from '../../../domain/host-clock.ts';
import type {Job} from '../../../domain/job.ts';
import {problemIn, type Problem} from '../../../domain/problem.ts';
import {firstOf} from '../../../streams/first.ts';
import {inParallel} from '../../../streams/in-parallel.ts';
import type {SearchedSource} from '../../engine.ts';
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
} from '../sources.ts';
import {createContainerPass, type ContainerNow, type ContainerSearch} from './container-pass.ts';
import {createFilePass, type SearchOptions} from './file-pass.ts';
import {lastGoodEnd, lastStart} from './job-runs.ts';
import {searchPast} from './past.ts';
import {createPasts} from './pasts.ts';
import {day} from './reach.ts';
import {createTurns} from './turns.ts';

/** Bytes that are searched for what was seen before: who asks once does not wait for long. */
const mostPast = 256 * 1024 ** 2;

/** Searches one file as it is now, with those it was rotated to. Errors are new that were not seen before `lastGood` (milliseconds). */
export const searchFile = async (
	source: FileSource,
	options: SearchOptions,
	lastGood: number | undefined,
	signal: AbortSignal,
): Promise<SearchedSource> => {
	const seen = await searchPass(source, options, signal);
	const past = {...options, most: mostPast};
	const pasts = createPasts({
		lastGood: () => lastGood,
		search: before => options.turns(() => searchPast(source, before, past, signal), signal),
		changed: () => {},
	});
	pasts.judge(seen);
	await pasts.ended();
	signal.throwIfAborted();
	return pasts.judge(seen);
};

const searchPass = async (source: FileSource, options: SearchOptions, signal: AbortSignal): Promise<SearchedSource> => {
	for (let again = 2; ; again -= 1) {
		const pass = createFilePass(source, options);
		const search = pass.read(() => {}, signal).then(isSame => ({isSame, problem: undefined}));
		const {isSame, problem} = await search.catch(error => ({isSame: true, problem: problemUnless(signal)(error)}));
		if (!isSame && again > 0) continue;
		pass.end();
		return pass.seen(problem);
	}
};

/** Searches what one container has written, all of it or as far back as `reach`. */
export const searchContainer = async (
	container: ContainerNow,
	search: ContainerSearch,
	signal: AbortSignal,
): Promise<SearchedSource> => {
	const pass = createContainerPass(search);
	const problem = await pass.read(container, false, () => {}, signal).then(() => undefined, problemUnless(signal));
	pass.end();
	return pass.seen(problem);
};

/** Searches every source of a host once. What cannot be searched is in the answer too, with its problem. */
export const searchErrors = async (options: LogsOptions, signal: AbortSignal): Promise<readonly SearchedSource[]> => {
	const [clock, jobs, services] = await Promise.all([
		settled(firstOf(options.clocks, signal), signal),
		settled(firstOf(options.jobs.watch, signal), signal),
		settled(firstOf(options.containers, signal), signal),
	]);
	const rows = jobs.value?.rows ?? [];
	const files = await knownFiles(options, clock, rows, signal);
	const {docker, host} = options;
	const now = (): number => Date.now() + (clock.value?.ahead ?? 0);
	const containers = [
		...runSources(rows).map(({source}) => ({now: source, search: {source, docker, pattern: host.errors}})),
		...serviceSources(services.value ?? []).map(({source, container: {id, details}}) => ({
			now: {containerId: id, terminal: details?.terminal ?? false},
			search: {source, docker, pattern: host.errors, reach: {last: day, now}},
		})),
	];
	const tasks = [
		...files.tasks,
		...containers.map(
			({now: container, search}) =>
				() =>
					searchContainer(container, search, signal),
		),
	];
	const found: SearchedSource[] = [];
	await inParallel([...tasks.entries()], 4, async ([index, task]) => {
		found[index] = await task();
	});
	const unseen = [
		...files.unseen,
		...(jobs.error === undefined ? [] : [unseenRuns(jobs.error)]),
		...(services.error === undefined ? [] : [unseenServices(services.error)]),
	];
	return [...found, ...unseen.map(searchedNothing)];
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

const knownFiles = async (
	options: LogsOptions,
	{value: clock, error}: Settled<HostClock>,
	jobs: readonly Job[],
	signal: AbortSignal,
) => {
	if (clock === undefined) return {tasks: [], unseen: [unseenFiles(error)]};
	const {files, unseen} = await findFiles(options, signal);
	const search = {
		connection: options.connection,
		pattern: options.host.errors,
		turns: createTurns(),
		clock: () => clock,
	};
	const tasks = files.map(
		source => () =>
			searchFile(
				source,
				{...search, runStart: () => lastStart(jobs, source.name)},
				lastGoodEnd(jobs, source.name)?.getTime(),
				signal,
			),
	);
	return {tasks, unseen};
};

const problemUnless =
	(signal: AbortSignal) =>
	(error: unknown): Problem => {
		signal.throwIfAborted();
		return problemIn(error);
	};
