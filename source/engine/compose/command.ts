import {posix} from 'node:path';
import type {HostConfig} from '../../config/config.ts';
import {printable} from '../../domain/printable.ts';
import type {Service} from '../../domain/service.ts';
import {projectNameOf} from '../../parse/docker/compose-file.ts';
import {sh} from '../host/shell.ts';

/** Where compose finds what a command is about: the files that declare it, and the directory in which they are read. */
export type ComposePlace = Pick<Service, 'project' | 'workingDirectory' | 'configFiles'>;

type Directory = Pick<HostConfig, 'directory'>;

/** A file as it is typed in the directory of the config, where an operator of this host works; elsewhere in full. */
const typed = (path: string, {directory}: Directory): string => {
	if (directory === undefined) return path;
	const relative = posix.relative(directory, path);
	return relative.startsWith('..') ? path : relative;
};

/** What compose could not work out by itself from the files alone: which project, and where it lives. */
const options = ({project, workingDirectory, configFiles}: ComposePlace, host: Directory): string[] => {
	const [first] = configFiles;
	const directory = workingDirectory ?? (first === undefined ? undefined : posix.dirname(first));
	const implied = first === undefined ? undefined : posix.dirname(first);
	return [
		...configFiles.flatMap(file => ['-f', typed(file, host)]),
		...(directory !== undefined && implied !== undefined && directory !== implied
			? ['--project-directory', directory]
			: []),
		...(directory === undefined || first === undefined || projectNameOf(directory) !== project ? ['-p', project] : []),
	];
};

/** `docker compose -f docker-compose.services.yml restart grafana`, and several of them where the services are of several projects. */
export const restartCommand = (services: readonly Service[], host: Directory): string =>
	composeCommand(['restart'], services, host);

/** `docker compose -f docker-compose.services.yml up -d grafana`, which creates and starts what was never created. */
export const createCommand = (service: Service, host: Directory): string =>
	composeCommand(['up', '-d'], [service], host);

/** The directory in which such a command is typed; undefined where nothing tells. */
export const typedIn = (
	{workingDirectory, configFiles: [first]}: ComposePlace,
	{directory}: Directory,
): string | undefined => directory ?? workingDirectory ?? (first === undefined ? undefined : posix.dirname(first));

/** The words of `docker compose -f docker-compose.jobs.yml run --build training`; `label` goes on the container. */
export const runWords = (
	job: ComposePlace & {readonly name: string},
	host: Directory,
	label?: string,
): readonly string[] => [
	'docker',
	'compose',
	...options(job, host),
	'run',
	'--build',
	...(label === undefined ? [] : ['--label', label]),
	job.name,
];

/** The same as an operator would type it. */
export const runCommand = (job: ComposePlace & {readonly name: string}, host: Directory): string =>
	printable(sh`${runWords(job, host)}`);

const composeCommand = (deed: readonly string[], services: readonly Service[], host: Directory): string => {
	const groups = Map.groupBy(services, service => sh`docker compose ${options(service, host)} ${deed}`);
	return [...groups]
		.map(([command, group]) => printable(`${command} ${sh`${[...new Set(group.map(({name}) => name))]}`}`))
		.join(' && ');
};
