import type {HostConfig} from '../../config/config.ts';
import type {HostClock} from '../../domain/time/host-clock.ts';
import type {Job, Run} from '../../domain/jobs/job.ts';
import type {RunRecord} from '../../domain/jobs/run-record.ts';
import {begunAt} from '../../domain/jobs/due-runs.ts';
import {scheduleState} from '../../domain/jobs/schedule-state.ts';
import type {StartedRun} from '../../domain/jobs/started-run.ts';
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
	/** Every run that is known, those of the containers among them. */
	readonly record: RunRecord;
	/** By the clock of this machine. */
	readonly now: Date;
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

type Named = {readonly project: string; readonly name: string};

const declaredBy = (jobs: readonly Declaration[]): ReadonlyMap<string, Named> =>
	new Map(
		jobs.flatMap(({project, services}) => services.map(({name}) => [keyOf(project, name), {project, name}] as const)),
	);

/** The containers that are runs of jobs: one-off ones, and those of a service of the jobs files, however they were made. The newest first. */
export const runContainers = (
	containers: readonly Container[],
	jobs: readonly Declaration[],
): readonly RunContainer[] => {
	const names = declaredBy(jobs);
	return containers
		.filter((container): container is RunContainer => {
			const {compose} = container;
			return compose !== undefined && (compose.oneOff || names.has(keyOf(compose.project, compose.service)));
		})
		.toSorted((one, other) => begun(other) - begun(one));
};

/** Milliseconds for which a job is listed of which nothing is left but that it was seen to run. */
const remembered = 86_400_000;

/**
 * The services of the jobs files, those of which there is a one-off container, and those of which one was seen lately or is on schedule; each
 * with its runs, the newest first. Sorted by project and name.
 */
export const jobRows = ({containers, jobs, started, schedules, clock, notes, record, now}: Seen): readonly Job[] => {
	const made = runContainers(containers, jobs);
	const isListed = (run: Run): boolean =>
		Object.hasOwn(schedules, run.job) || now.getTime() - (begunAt(run) ?? 0) < remembered;
	const names = new Map([
		...declaredBy(jobs),
		...made.map(({compose: {project, service: name}}) => [keyOf(project, name), {project, name}] as const),
		...record.runs
			.filter(run => isListed(run))
			.map(({project, job: name}) => [keyOf(project, name), {project, name}] as const),
	]);

	const placeOf = ({project, name}: Named): Job['declared'] => {
		const own = jobs.find(one => one.project === project && one.services.some(service => service.name === name));
		if (own !== undefined) return {workingDirectory: own.directory, configFiles: own.paths};
		const by = made.find(({compose}) => compose.project === project && compose.service === name)?.compose;
		// Compose v1 may not have written where its files lie.
		return by === undefined || by.configFiles.length === 0 || !by.configFiles.every(path => path.startsWith('/'))
			? undefined
			: {workingDirectory: by.workingDirectory, configFiles: by.configFiles};
	};

	const {watched} = record;
	const runsOf = Map.groupBy(record.runs, ({project, job}) => keyOf(project, job));
	return [...names]
		.map(([key, named]): Job => {
			const {project, name} = named;
			const runs = runsOf.get(key) ?? [];
			const [last] = runs;
			const schedule = Object.hasOwn(schedules, name) ? schedules[name] : undefined;
			return {
				key,
				project,
				name,
				runs,
				schedule,
				watched,
				standing: scheduleState({schedule, clock}, {runs, watched}, now),
				clock,
				note: last === undefined ? undefined : last.failure || notes.get(last.containerId),
				declared: placeOf(named),
				started: started.filter(one => one.project === project && one.job === name),
			};
		})
		.toSorted((one, other) => one.project.localeCompare(other.project) || one.name.localeCompare(other.name));
};
