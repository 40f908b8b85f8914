import type {HostConfig} from '../../config/config.ts';
import type {HostClock} from '../../domain/host-clock.ts';
import type {Job, Run} from '../../domain/job.ts';
import type {StartedRun} from '../../domain/started-run.ts';
import type {ComposeLabels} from '../../parse/docker/compose-labels.ts';
import type {Container} from '../../parse/docker/container.ts';
import type {Declaration} from '../compose/declared.ts';

type Seen = {
	readonly containers: readonly Container[];
	/** What the jobs files declare. */
	readonly jobs: readonly Declaration[];
	/** The runs that were started from consoles, the newest first. */
	readonly started: readonly StartedRun[];
	readonly schedules: HostConfig['schedules'];
	readonly clock: HostClock | undefined;
	/** What a run ended with, by container id. */
	readonly notes: ReadonlyMap<string, string>;
};

type RunContainer = Container & {readonly compose: ComposeLabels};

const keyOf = (project: string, name: string): string => `${project}/${name}`;

const stateOf = ({state, details}: Container): Run['state'] => {
	switch (state) {
		case 'running':
		case 'paused':
		case 'restarting':
			return 'running';
		case 'created':
			return details === undefined || details.failure === '' ? 'waiting' : 'finished';
		case 'exited':
		case 'dead':
		case 'removing':
			return 'finished';
	}
};

/** One execution of a job, out of its container. */
export const runOf = (container: RunContainer): Run => {
	const {id, compose, details} = container;
	const state = stateOf(container);
	const isOver = state === 'finished';
	return {
		containerId: id,
		project: compose.project,
		job: compose.service,
		state,
		startedAt: details?.startedAt,
		finishedAt: isOver ? details?.finishedAt : undefined,
		exitCode: isOver ? (container.exitCode ?? details?.exitCode) : undefined,
		outOfMemory: details?.outOfMemory ?? false,
		failure: details?.failure ?? '',
		terminal: details?.terminal ?? false,
		startedAs: compose.startedAs,
		createdAt: container.createdAt,
		gone: false,
	};
};

/** The newest one-off container of each job. */
export const lastRunsOf = (containers: readonly Container[]): readonly Container[] => {
	const last = new Map<string, Container>();
	for (const container of containers.toSorted((one, other) => begun(one) - begun(other))) {
		const {compose} = container;
		if (compose?.oneOff === true) last.set(keyOf(compose.project, compose.service), container);
	}

	return [...last.values()];
};

const begun = ({createdAt, details}: Container): number => (details?.startedAt ?? createdAt)?.getTime() ?? 0;

/**
 * The services of the jobs files, and those of which somebody has run a one-off container, each with its runs, the newest first. A container
 * of a service of the jobs files is a run of it, however it was made. Sorted by project and name.
 */
export const jobRows = ({containers, jobs, started, schedules, clock, notes}: Seen): readonly Job[] => {
	const names = new Map(
		jobs.flatMap(({project, services}) => services.map(({name}) => [keyOf(project, name), {project, name}] as const)),
	);
	const runs = containers
		.filter((container): container is RunContainer => {
			const {compose} = container;
			return compose !== undefined && (compose.oneOff || names.has(keyOf(compose.project, compose.service)));
		})
		.toSorted((one, other) => begun(other) - begun(one));
	for (const {compose} of runs) {
		names.set(keyOf(compose.project, compose.service), {project: compose.project, name: compose.service});
	}

	const placeOf = (project: string, name: string): Job['declared'] => {
		const own = jobs.find(one => one.project === project && one.services.some(service => service.name === name));
		if (own !== undefined) return {workingDirectory: own.directory, configFiles: own.paths};
		const made = runs.find(({compose}) => compose.project === project && compose.service === name)?.compose;
		// Compose v1 may not have written where its files lie.
		return made === undefined || made.configFiles.length === 0 || !made.configFiles.every(path => path.startsWith('/'))
			? undefined
			: {workingDirectory: made.workingDirectory, configFiles: made.configFiles};
	};

	return [...names]
		.map(([key, {project, name}]) => {
			const own = runs.filter(({compose}) => compose.project === project && compose.service === name).map(runOf);
			const last = own[0];
			return {
				key,
				project,
				name,
				runs: own,
				schedule: Object.hasOwn(schedules, name) ? schedules[name] : undefined,
				clock,
				note: last === undefined ? undefined : last.failure || notes.get(last.containerId),
				declared: placeOf(project, name),
				started: started.filter(one => one.project === project && one.job === name),
			};
		})
		.toSorted((one, other) => one.project.localeCompare(other.project) || one.name.localeCompare(other.name));
};
