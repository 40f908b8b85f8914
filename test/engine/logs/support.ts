import {execFile} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {Job, Run} from '../../../source/domain/jobs/job.ts';
import type {LogRow} from '../../../source/domain/log.ts';
import type {Connection} from '../../../source/engine/connection.ts';
import type {Docker} from '../../../source/engine/docker/docker.ts';
import type {Engine, SearchedSource, Seen} from '../../../source/engine/engine.ts';
import type {Followed} from '../../../source/engine/log.ts';
import {openLocal} from '../../../source/engine/host/local.ts';
import {createHostClocks} from '../../../source/engine/host/host-clock.ts';
import type {LogsOptions} from '../../../source/engine/logs/options.ts';
import {createBell} from '../../../source/streams/bell.ts';

export type Host = AsyncDisposable & {
	readonly directory: string;
	readonly connection: Connection;
	options(more?: Partial<LogsOptions>): LogsOptions;
};

/** No container has a log here. */
export const noDocker: Pick<Docker, 'logs'> = {
	async *logs() {
		yield* [];
	},
};

export const noContainers: LogsOptions['containers'] = async function* () {
	yield [];
};

/** A directory of this machine as the host's project directory. */
export const startHost = async (): Promise<Host> => {
	const directory = await mkdtemp(join(tmpdir(), 'mlops-tui-logs-'));
	const connection = openLocal();
	return {
		directory,
		connection,
		options: more => ({
			connection,
			clocks: createHostClocks(more?.connection ?? connection),
			docker: noDocker,
			containers: noContainers,
			host: {directory, logs: {}, errors: /ERROR|Exception/, mask: []},
			jobs: createJobBoard().jobs,
			projectDirectories: async () => [],
			heartbeat: 60_000,
			...more,
		}),
		async [Symbol.asyncDispose]() {
			connection.close();
			await rm(directory, {recursive: true, force: true});
		},
	};
};

/** Jobs that change when a test says so; none at first. */
export const createJobBoard = (first: readonly Job[] = []) => {
	let rows = first;
	const bells = new Set<() => void>();
	const jobs: Engine['jobs'] = {
		async *watch(signal): AsyncGenerator<Seen<Job>> {
			const bell = createBell();
			bells.add(bell.ring);
			signal.addEventListener('abort', bell.ring, {once: true});
			while (!signal.aborted) {
				yield {rows, problems: []};
				await bell.rung();
			}
			bells.delete(bell.ring);
		},
	};
	return {
		jobs,
		set(next: readonly Job[]): void {
			rows = next;
			for (const ring of bells) ring();
		},
	};
};

export const jobWith = (containerId: string, state: Run['state'], more: Partial<Run> = {}): Job => {
	const run: Run = {
		containerId,
		project: 'er',
		job: 'prediction',
		state,
		startedAt: new Date(),
		finishedAt: undefined,
		exitCode: state === 'finished' ? 1 : undefined,
		outOfMemory: false,
		failure: '',
		terminal: false,
		startedAs: undefined,
		createdAt: undefined,
		gone: false,
		...more,
	};
	return {
		key: 'er/prediction',
		project: 'er',
		name: 'prediction',
		runs: [run],
		schedule: undefined,
		clock: undefined,
		note: undefined,
		declared: undefined,
		started: [],
		watched: [],
		standing: undefined,
	};
};

/** What a test wants to know of each source: its errors with their counts, how many lines were searched, what is wrong. */
export const inShort = (sources: readonly SearchedSource[]): Readonly<Record<string, string>> =>
	Object.fromEntries(
		sources.map(({source, events, searched, problem}) => [
			source.name,
			[
				...events.map(({summary, count}) => (count === 1 ? summary : `${summary} ×${count}`)),
				`${searched.lines} lines`,
				...(problem === undefined ? [] : [problem.why]),
			].join(' · '),
		]),
	);

/** For `expect.poll`: looks often, and gives a slow machine time. */
export const eventually = {interval: 10, timeout: 15_000};

export type Watching<Value> = {
	/** Everything that was yielded. */
	readonly states: readonly Value[];
	/** Resolves when the stream ends by itself, rejects when it fails. */
	readonly ended: Promise<void>;
};

/** Reads a stream for as long as it lasts. */
export const watching = <Value>(stream: AsyncIterable<Value>): Watching<Value> => {
	const states: Value[] = [];
	const read = async (): Promise<void> => {
		for await (const value of stream) states.push(value);
	};
	const ended = read();
	ended.catch(() => {}); // A test that cares awaits it.
	return {states, ended};
};

/** All rows that were followed so far. */
export const rowsOf = ({states}: Pick<Watching<Followed>, 'states'>): readonly LogRow[] =>
	states.flatMap(({rows}) => rows);

/** What was yielded last of the errors, in short. */
export const latest = ({states}: Watching<readonly SearchedSource[]>) => inShort(states.at(-1) ?? []);

/** The time some minutes ago, as Python's logging writes it in the zone of this machine. */
export const minutesAgo = (minutes: number): string => {
	const at = new Date(Date.now() - minutes * 60_000);
	const here = new Date(at.getTime() - at.getTimezoneOffset() * 60_000);
	return here.toISOString().replace('T', ' ').replace('.', ',').replace('Z', '');
};

/** The processes that tail files of this directory. */
export const tailsOf = async (directory: string): Promise<readonly string[]> => {
	const {stdout} = await promisify(execFile)('ps', ['-eo', 'args']);
	return stdout.split('\n').filter(line => line.startsWith('tail ') && line.includes(directory));
};
