import {printable} from '../../domain/printable.ts';

/** What a service waits for before it starts, and whether it is restarted together with it. */
export type Dependency = {readonly service: string; readonly restart: boolean};

/** What compose wrote on a container it made. */
export type ComposeLabels = {
	readonly project: string;
	readonly service: string;
	readonly number: number;
	/** Made by `docker compose run`. */
	readonly oneOff: boolean;
	readonly workingDirectory: string | undefined;
	/** Absolute paths on the host, unless the working directory is unknown. */
	readonly configFiles: readonly string[];
	readonly dependencies: readonly Dependency[];
	/** The id of the run that a console started, where it was made for one. */
	readonly startedAs: string | undefined;
};

const prefix = 'com.docker.compose.';

/** The label of a container that a console had made for a run, with the id of that. */
export const startedLabel = 'mlops-tui.run';

const listed = (text: string | undefined): readonly string[] =>
	(text ?? '')
		.split(',')
		.map(part => part.trim())
		.filter(part => part !== '');

// Compose v1 wrote the paths as they were typed; https://github.com/docker/compose/blob/1.29.2/compose/project.py#L823
const absolute = (path: string, directory: string | undefined): string =>
	path.startsWith('/') || directory === undefined ? path : `${directory}/${path.replace(/^\.\//, '')}`;

/** `db:service_healthy:false`; the third part is missing from older ones. */
const dependencyOf = (text: string): Dependency => {
	const [service = '', , restart] = text.split(':');
	return {service: printable(service), restart: restart === 'true'};
};

/** Undefined for a container that compose did not make. */
export const composeLabelsOf = (labels: Readonly<Record<string, string>>): ComposeLabels | undefined => {
	const project = printable(labels[`${prefix}project`] ?? '');
	const service = printable(labels[`${prefix}service`] ?? '');
	if (project === '' || service === '') return undefined;
	const workingDirectory = labels[`${prefix}project.working_dir`];
	return {
		project,
		service,
		// One-off containers of compose v1 have none.
		number: Number.parseInt(labels[`${prefix}container-number`] ?? '', 10) || 1,
		oneOff: labels[`${prefix}oneoff`]?.toLowerCase() === 'true',
		workingDirectory,
		configFiles: listed(labels[`${prefix}project.config_files`]).map(path => absolute(path, workingDirectory)),
		dependencies: listed(labels[`${prefix}depends_on`]).map(dependencyOf),
		startedAs: labels[startedLabel],
	};
};
