import {basename, isAbsolute, join} from 'node:path/posix';
import type {HostConfig} from '../../config/config.ts';
import {olderRunLogName, runLogName, type Job, type Run} from '../../domain/jobs/job.ts';
import type {LogSource} from '../../domain/log.ts';
import {problemIn, type Problem} from '../../domain/problem.ts';
import type {Connection} from '../connection.ts';
import type {Container} from '../../parse/docker/container.ts';
import type {SearchedSource} from '../engine.ts';
import {sh} from '../host/shell.ts';
import {isService, oneOfEachKey, serviceKey, type ServiceContainer} from '../services/service-rows.ts';

export type FileSource = Extract<LogSource, {kind: 'file'}>;
export type ServiceLog = Extract<LogSource, {kind: 'service'}>;
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

/** The project is only said where several have a job of that name. */
const lastRunName = ({key, project, name}: Job, jobs: readonly Job[]): string => {
	const isShared = jobs.some(other => other.name === name && other.key !== key);
	return isShared ? `${project}/${runLogName(name)}` : runLogName(name);
};

/**
 * The container of each job's last run that has begun and is there still. The key is the job's: it is the same source from run to run.
 */
export const runSources = (jobs: readonly Job[]): readonly RunSource[] =>
	jobs.flatMap(one => {
		const {key, project, name: job, runs} = one;
		const run = runs.find(({state, gone}) => state !== 'waiting' && !gone);
		if (run === undefined) return [];
		const {containerId, terminal} = run;
		const name = lastRunName(one, jobs);
		return [{source: {kind: 'run', key: `run:${key}`, name, project, job, containerId, terminal}, run}];
	});

/** The run of the same job before this one, as far as Docker still has it. Its name says which one it is. */
export const runBefore = (source: RunLog, jobs: readonly Job[]): RunLog | undefined => {
	const job = jobs.find(({project, name}) => project === source.project && name === source.job);
	if (job === undefined) return undefined;
	const runs = job.runs.filter(({gone}) => !gone);
	const index = runs.findIndex(({containerId}) => containerId === source.containerId);
	const before = index === -1 ? undefined : runs[index + 1];
	if (before === undefined) return undefined;
	const {containerId, terminal} = before;
	return {...source, name: olderRunLogName(lastRunName(job, jobs), before), containerId, terminal};
};

export type ServiceSource = {readonly source: ServiceLog; readonly container: ServiceContainer};

/**
 * The services of a host with the containers they have now. It is the same source from container to container. The project is only said
 * where there are several.
 */
export const serviceSources = (containers: readonly Container[]): readonly ServiceSource[] => {
	const found = oneOfEachKey(containers.filter(isService));
	const several = new Set(found.map(({compose}) => compose.project)).size > 1;
	return found.map(container => {
		const {project, service, number} = container.compose;
		const own = number > 1 ? `${service}-${number}` : service;
		const name = several ? `${project}/${own}` : own;
		const key = `service:${serviceKey(container.compose)}`;
		return {source: {kind: 'service', key, name, project, service, number}, container};
	});
};

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

/** Stands for the logs of all services where Docker did not say which there are. */
export const unseenServices = (error: unknown): Unseen => ({
	source: {kind: 'service', key: 'services', name: 'services', project: '', service: '', number: 1},
	problem: problemIn(error),
});
