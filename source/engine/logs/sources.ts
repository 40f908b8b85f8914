import {basename, isAbsolute, join} from 'node:path/posix';
import type {HostConfig} from '../../config/config.ts';
import {runLogName, type Job, type Run} from '../../domain/job.ts';
import type {LogSource} from '../../domain/log.ts';
import {problemIn, type Problem} from '../../domain/problem.ts';
import type {Connection} from '../connection.ts';
import type {SearchedSource} from '../engine.ts';
import {sh} from '../host/shell.ts';

export type FileSource = Extract<LogSource, {kind: 'file'}>;
export type RunLog = Extract<LogSource, {kind: 'run'}>;

/** A place where logs were looked for and could not be: shown as a source of its own, so that its silence is explained. */
export type Unseen = {readonly source: LogSource; readonly problem: Problem};

export const searchedNothing = ({source, problem}: Unseen): SearchedSource => ({
	source,
	searched: {lines: 0, bytes: 0, from: undefined, to: undefined, range: {kind: 'nothing'}},
	events: [],
	problem,
});

export type Found = {readonly files: readonly FileSource[]; readonly unseen: readonly Unseen[]};

export type Finder = {
	readonly connection: Connection;
	readonly host: Pick<HostConfig, 'logs' | 'directory'>;
	/** The working directories of the projects on the host, asked for when the config names none. */
	readonly projectDirectories: (signal: AbortSignal) => Promise<readonly string[]>;
};

const fileSource = (name: string, path: string): FileSource => ({kind: 'file', key: `file:${path}`, name, path});

/**
 * The log files of a host: those of the config, and every `logs/*.log` of a project's directory that the config does not name, the
 * one written to last first. Never rejects but for its signal: a directory that cannot be read is among the `unseen`.
 */
export const findFiles = async (finder: Finder, signal: AbortSignal): Promise<Found> => {
	const {host, connection, projectDirectories} = finder;
	const configured = Object.entries(host.logs).map(([name, path]) =>
		fileSource(name, isAbsolute(path) ? join(path) : join(host.directory ?? '', path)),
	);
	const known = new Set(configured.map(({path}) => path));
	const unseen: Unseen[] = [];
	const unsee = (directory: string, error: unknown): void => {
		signal.throwIfAborted();
		unseen.push({source: fileSource('logs', directory), problem: problemIn(error)});
	};

	const directories =
		host.directory === undefined
			? await projectDirectories(signal).catch((error: unknown) => {
					unsee('logs', error);
					return [];
				})
			: [host.directory];
	const listed = await Promise.all(
		[...new Set(directories)].map(async directory => {
			const logs = join(directory, 'logs');
			try {
				return await connection.listFiles(logs, signal);
			} catch (error) {
				// A project without logs/ is as it should be.
				if (await isDirectory(connection, logs, signal)) unsee(logs, error);
				return [];
			}
		}),
	);
	const discovered = listed
		.flat()
		.filter(({path}) => path.endsWith('.log') && !known.has(path))
		.toSorted((one, other) => other.modifiedAt.getTime() - one.modifiedAt.getTime())
		.map(({path}) => fileSource(basename(path, '.log'), path));
	return {files: [...configured, ...discovered], unseen};
};

const isDirectory = async (connection: Connection, path: string, signal: AbortSignal): Promise<boolean> => {
	for await (const chunk of connection.run(sh`test -d ${path}`, signal)) {
		if (chunk.from === 'exit') return chunk.code === 0;
	}
	return true;
};

export type RunSource = {readonly source: RunLog; readonly run: Run};

/**
 * The container of each job's last run that has begun. The key is the job's: it is the same source from run to run. The project is only
 * said where several have a job of that name.
 */
export const runSources = (jobs: readonly Job[]): readonly RunSource[] =>
	jobs.flatMap(({key, project, name: job, runs}) => {
		const run = runs.find(({state}) => state !== 'waiting');
		if (run === undefined) return [];
		const {containerId, terminal} = run;
		const isShared = jobs.some(other => other.name === job && other.key !== key);
		const name = isShared ? `${project}/${runLogName(job)}` : runLogName(job);
		return [{source: {kind: 'run', key: `run:${key}`, name, project, job, containerId, terminal}, run}];
	});

/** Stands for the log files of a host where not even its time could be asked. */
export const unseenFiles = (error: unknown): Unseen => ({
	source: fileSource('logs', 'logs'),
	problem: problemIn(error),
});

/** Stands for the runs of all jobs where Docker did not say which there are. */
export const unseenRuns = (error: unknown): Unseen => ({
	source: {kind: 'run', key: 'runs', name: 'jobs', project: '', job: '', containerId: '', terminal: false},
	problem: problemIn(error),
});
