import type {LogSource} from '../../domain/log.ts';
import {distinctProblems, problemIn} from '../../domain/problem.ts';
import {createBell} from '../../streams/bell.ts';
import {pause} from '../../streams/pause.ts';
import {scopeOf} from '../../streams/scope.ts';
import {ticks} from '../../streams/ticks.ts';
import type {Seen} from '../engine.ts';
import type {LogsOptions} from './options.ts';
import {findFiles, runSources, serviceSources} from './sources.ts';

type Sources = Seen<LogSource>;

/** Milliseconds after which those who failed to tell are asked again. */
const retry = 5000;

async function* fileSources(options: LogsOptions, signal: AbortSignal): AsyncGenerator<Sources> {
	for await (const _ of ticks(options.heartbeat)(signal)) {
		const {files, unseen} = await findFiles(options, signal);
		yield {rows: files, problems: unseen.map(({problem}) => problem)};
	}
}

async function* containersOfServices({containers}: LogsOptions, signal: AbortSignal): AsyncGenerator<Sources> {
	for await (const list of containers(signal)) {
		const rows = serviceSources(list).map(({source}) => source);
		yield {rows: rows.toSorted((one, other) => one.name.localeCompare(other.name)), problems: []};
	}
}

async function* lastRuns({jobs}: LogsOptions, signal: AbortSignal): AsyncGenerator<Sources> {
	for await (const {rows, problems} of jobs.watch(signal)) {
		yield {rows: runSources(rows).map(({source}) => source), problems};
	}
}

const nothing: Sources = {rows: [], problems: []};

/**
 * Every log of a host: its files, its services', and the last run of each job. Yields first when it is known of each kind which there are or
 * why that cannot be told; then at every change and at every heartbeat. A kind that cannot be told is asked for again.
 */
export async function* watchSources(options: LogsOptions, signal: AbortSignal): AsyncGenerator<Sources> {
	using scope = scopeOf(signal);
	const over = scope.signal;
	const bell = createBell();
	const kinds = [fileSources, containersOfServices, lastRuns];
	const known: Array<Sources | undefined> = kinds.map(() => undefined);
	let isNew = false;

	const set = (index: number, sources: Sources): void => {
		known[index] = sources;
		isNew = true;
		bell.ring();
	};

	const read = async (index: number, kind: (typeof kinds)[number]): Promise<void> => {
		while (!over.aborted) {
			try {
				for await (const sources of kind(options, over)) set(index, sources);
			} catch (error) {
				if (over.aborted) return;
				set(index, {...(known[index] ?? nothing), problems: [problemIn(error)]});
			}
			await pause(retry, over);
		}
	};

	const reading = kinds.map((kind, index) => read(index, kind));
	signal.addEventListener('abort', bell.ring, {once: true});
	try {
		while (!signal.aborted) {
			const seen = known.filter(sources => sources !== undefined);
			if (isNew && seen.length === kinds.length) {
				isNew = false;
				yield {
					rows: seen.flatMap(({rows}) => rows),
					problems: distinctProblems(seen.flatMap(({problems}) => problems)),
				};
			} else {
				await bell.rung();
			}
		}
	} finally {
		signal.removeEventListener('abort', bell.ring);
		scope.abort(undefined);
		await Promise.all(reading);
	}
}
