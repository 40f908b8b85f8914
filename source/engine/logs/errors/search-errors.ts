import {problemIn, type Problem} from '../../../domain/problem.ts';
import type {Engine, SearchedSource} from '../../engine.ts';
import {firstOf} from '../../../streams/first.ts';
import {inParallel} from '../../../streams/in-parallel.ts';
import {createContainerLines} from '../container-lines.ts';
import {createFilePass, type SearchOptions} from './file-pass.ts';
import type {LogsOptions} from '../options.ts';
import {createSearch} from './search.ts';
import {
	findFiles,
	runSources,
	searchedNothing,
	unseenFiles,
	unseenRuns,
	type RunLog,
	type FileSource,
	type Unseen,
} from '../sources.ts';

/** Searches one file as it is now: its lines of the last day, in its last 64 MiB. */
export const searchFile = async (
	source: FileSource,
	options: SearchOptions,
	signal: AbortSignal,
): Promise<SearchedSource> => {
	const pass = createFilePass(source, options);
	const problem = await pass.read(signal).then(() => undefined, problemUnless(signal));
	pass.end();
	return pass.seen(problem);
};

/** Searches all that one container has written. */
export const searchContainer = async (
	source: RunLog,
	{docker, host}: Pick<LogsOptions, 'docker' | 'host'>,
	signal: AbortSignal,
): Promise<SearchedSource> => {
	const {containerId, terminal} = source;
	const search = createSearch(source, host.errors);
	const lines = createContainerLines(containerId, ({line, bytes, from}) => search.line(line, bytes, from));
	const read = async (): Promise<undefined> => {
		for await (const frame of docker.logs(containerId, {timestamps: true, terminal}, signal)) lines.push(frame);
		signal.throwIfAborted();
	};
	const problem = await read().catch(problemUnless(signal));
	lines.end();
	search.end();
	return search.seen(problem);
};

/** Searches every source of a host once. What cannot be searched is in the answer too, with its problem. */
export const searchErrors = async (options: LogsOptions, signal: AbortSignal): Promise<readonly SearchedSource[]> => {
	const [files, runs] = await Promise.all([knownFiles(options, signal), lastRuns(options.jobs, signal)]);
	const tasks = [...files.tasks, ...runs.sources.map(source => () => searchContainer(source, options, signal))];
	const found: SearchedSource[] = [];
	await inParallel([...tasks.entries()], 4, async ([index, task]) => {
		found[index] = await task();
	});
	return [...found, ...[...files.unseen, ...runs.unseen].map(searchedNothing)];
};

const knownFiles = async (options: LogsOptions, signal: AbortSignal) => {
	const {connection, host, clocks} = options;
	try {
		const [clock, {files, unseen}] = await Promise.all([firstOf(clocks, signal), findFiles(options, signal)]);
		const search = {connection, pattern: host.errors, clock: () => clock};
		return {tasks: files.map(source => () => searchFile(source, search, signal)), unseen};
	} catch (error) {
		signal.throwIfAborted();
		return {tasks: [], unseen: [unseenFiles(error)]};
	}
};

const lastRuns = async (
	jobs: Engine['jobs'],
	signal: AbortSignal,
): Promise<{readonly sources: readonly RunLog[]; readonly unseen: readonly Unseen[]}> => {
	try {
		const {rows} = await firstOf(jobs.watch, signal);
		return {sources: runSources(rows).map(({source}) => source), unseen: []};
	} catch (error) {
		signal.throwIfAborted();
		return {sources: [], unseen: [unseenRuns(error)]};
	}
};

const problemUnless =
	(signal: AbortSignal) =>
	(error: unknown): Problem => {
		signal.throwIfAborted();
		return problemIn(error);
	};
