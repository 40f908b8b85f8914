import {posix} from 'node:path';
import type {HostConfig} from '../../config/config.ts';
import type {Problem} from '../../domain/problem.ts';
import {projectNameOf, united, type ComposeFile, type DeclaredService} from '../../parse/docker/compose-file.ts';
import type {Container} from '../../parse/docker/container.ts';
import {share, type Shared} from '../../streams/share.ts';
import {readComposeFiles, type Files} from './read-files.ts';
import type {Containers} from '../docker/containers.ts';

/** The compose files of one project. */
export type FileGroup = {
	readonly paths: readonly string[];
	readonly directory: string | undefined;
	/** The project's name where a label tells it; undefined where it must be worked out. */
	readonly project: string | undefined;
	/** Whether somebody named these files in the config: then one that is missing is a problem. */
	readonly configured: boolean;
};

/** A project with the services that its files declare. */
export type Declaration = {
	readonly project: string;
	readonly directory: string | undefined;
	readonly paths: readonly string[];
	readonly services: readonly DeclaredService[];
};

export type Declared = {readonly declarations: readonly Declaration[]; readonly problems: readonly Problem[]};

/** The files that the config names, which are one project. */
export const configuredGroup = (files: readonly string[], {directory}: HostConfig): readonly FileGroup[] =>
	files.length === 0
		? []
		: [
				{
					paths: files.map(file => (directory === undefined ? file : posix.resolve(directory, file))),
					directory,
					project: undefined,
					configured: true,
				},
			];

/** The files that the labels of the services name. Runs of jobs were made from files that need not run at all. */
export const discoveredGroups = (containers: readonly Container[]): readonly FileGroup[] => {
	const projects = new Map<string, FileGroup>();
	for (const {compose} of containers) {
		if (compose === undefined || compose.oneOff) continue;
		const earlier = projects.get(compose.project);
		projects.set(compose.project, {
			paths: [...new Set([...(earlier?.paths ?? []), ...compose.configFiles])],
			directory: compose.workingDirectory,
			project: compose.project,
			configured: false,
		});
	}

	return [...projects.values()];
};

/**
 * What compose calls the project: as the containers made from these files are labelled, else what the files say, else as the containers
 * made in this directory are labelled, else after the directory.
 */
const projectOf = (group: FileGroup, files: readonly ComposeFile[], containers: readonly Container[]): string => {
	const labels = containers.flatMap(({compose}) => compose ?? []);
	const directory = group.directory ?? posix.dirname(group.paths[0] ?? '');
	return (
		group.project ??
		labels.find(({configFiles}) => group.paths.some(path => configFiles.includes(path)))?.project ??
		files.findLast(({name}) => name !== undefined)?.name ??
		labels.find(({workingDirectory}) => workingDirectory !== undefined && workingDirectory === directory)?.project ??
		(projectNameOf(directory) || 'default')
	);
};

/** Milliseconds after which files are read again though no container came or went. */
const longest = 60_000;

type Options = {readonly containers: Containers; readonly connection: Files};

/**
 * What the compose files of the groups declare: at first, whenever a container has come or gone, and every minute. A file that cannot be read
 * is among the problems.
 */
export async function* watchDeclared(
	groupsOf: (containers: readonly Container[]) => readonly FileGroup[],
	{containers, connection}: Options,
	signal: AbortSignal,
): AsyncGenerator<Declared> {
	let readWith = '';
	let readAt = 0;
	for await (const list of containers(signal)) {
		const present = list
			.map(({id}) => id)
			.toSorted()
			.join(' ');
		if (readAt !== 0 && present === readWith && performance.now() - readAt < longest) continue;
		readWith = present;
		yield await readGroups(groupsOf(list), list, connection, signal);
		readAt = performance.now();
	}
}

/** What the jobs files of a host declare, shared by all who watch. */
export const createJobFiles = (host: HostConfig, options: Options): Shared<Declared> =>
	share(signal => watchDeclared(() => configuredGroup(host.jobs, host), options, signal));

const readGroups = async (
	groups: readonly FileGroup[],
	containers: readonly Container[],
	connection: Files,
	signal: AbortSignal,
): Promise<Declared> => {
	const read = await Promise.all(
		groups.map(async group => ({group, found: await readComposeFiles(group.paths, connection, signal)})),
	);
	return {
		declarations: read.map(({group, found}) => ({
			project: projectOf(group, found.files, containers),
			directory: group.directory,
			paths: group.paths,
			services: united(found.files),
		})),
		// Where a label names a file that is gone the containers are still there, and nobody asked for the file.
		problems: read.flatMap(({group, found: {missing, unreadable, faulty}}) =>
			(group.configured ? missing : []).concat(unreadable, faulty),
		),
	};
};
