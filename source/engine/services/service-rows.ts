import {onHost, type HostClock} from '../../domain/time/host-clock.ts';
import type {Service, Usage} from '../../domain/service.ts';
import type {DeclaredService} from '../../parse/docker/compose-file.ts';
import type {ComposeLabels, Dependency} from '../../parse/docker/compose-labels.ts';
import {exitCodeOf, sinceOf, type Container} from '../../parse/docker/container.ts';
import type {Declaration} from '../compose/declared.ts';

type Seen = {
	readonly containers: readonly Container[];
	readonly services: readonly Declaration[];
	readonly jobs: readonly Declaration[];
	readonly usage: ReadonlyMap<string, Usage>;
	readonly clock: HostClock | undefined;
	readonly now: Date;
};

type Row = Omit<Service, 'clock' | 'restartedLately'>;

/** A container of a service, which a run of a job is not. */
export type ServiceContainer = Container & {readonly compose: ComposeLabels};

export const serviceKey = ({project, service, number}: ComposeLabels): string => `${project}/${service}/${number}`;

const nameOf = (project: string, service: string): string => `${project}/${service}`;

const namesIn = (declarations: readonly Declaration[]): ReadonlySet<string> =>
	new Set(declarations.flatMap(({project, services}) => services.map(({name}) => nameOf(project, name))));

/** Whether the container is a service's and not a run of a job. */
export const isService = (container: Container): container is ServiceContainer => container.compose?.oneOff === false;

/**
 * While `docker compose up` re-creates a container there are two of a key for a moment: what runs is it, else the newer one.
 * Docker lists the newer first, and tells their age in whole seconds only.
 */
const isBetter = (one: Container, other: Container): boolean =>
	(one.state === 'running') === (other.state === 'running')
		? (one.createdAt?.getTime() ?? 0) > (other.createdAt?.getTime() ?? 0)
		: one.state === 'running';

export const oneOfEachKey = (containers: readonly ServiceContainer[]): readonly ServiceContainer[] => {
	const byKey = new Map<string, ServiceContainer>();
	for (const container of containers) {
		const key = serviceKey(container.compose);
		const rival = byKey.get(key);
		if (rival === undefined || isBetter(container, rival)) byKey.set(key, container);
	}

	return [...byKey.values()];
};

/** Who waits for whom, by `project/service`: as the files say, which is what compose goes by, else as the labels say. */
const dependenciesIn = (
	containers: readonly ServiceContainer[],
	declarations: readonly Declaration[],
): ReadonlyMap<string, readonly Dependency[]> =>
	new Map([
		...containers.map(({compose}) => [nameOf(compose.project, compose.service), compose.dependencies] as const),
		...declarations.flatMap(({project, services}) =>
			services.map(({name, dependencies}) => [nameOf(project, name), dependencies] as const),
		),
	]);

/** The services that are restarted when this one is, and those that are restarted when they are, nearest first. */
const restartedWith = (
	project: string,
	service: string,
	dependencies: ReadonlyMap<string, readonly Dependency[]>,
): readonly string[] => {
	const found = new Set([service]);
	for (const name of found) {
		for (const [dependent, waitsFor] of dependencies) {
			if (!dependent.startsWith(`${project}/`)) continue;
			if (waitsFor.some(({service: other, restart}) => restart && other === name)) {
				found.add(dependent.slice(project.length + 1));
			}
		}
	}

	found.delete(service);
	return [...found];
};

const rowOf = (
	container: ServiceContainer,
	declared: DeclaredService | undefined,
	together: readonly string[],
	usage: Usage | undefined,
): Row => {
	const {compose, details, state} = container;
	return {
		key: serviceKey(compose),
		project: compose.project,
		name: compose.service,
		number: compose.number,
		state,
		// Docker keeps the last health of a container that has stopped, where it says nothing any more.
		health: state === 'running' || state === 'paused' ? container.health : 'none',
		exitCode: exitCodeOf(container),
		outOfMemory: details?.outOfMemory ?? false,
		failure: details?.failure ?? '',
		since: sinceOf(container),
		restarts: details?.restarts,
		restartPolicy: details?.restartPolicy,
		ports: container.ports.length > 0 ? container.ports : (details?.ports ?? []),
		image: container.image,
		containerId: container.id,
		terminal: details?.terminal ?? false,
		usage: state === 'running' ? usage : undefined,
		profiles: declared?.profiles ?? [],
		restartedWith: together,
		workingDirectory: compose.workingDirectory,
		configFiles: compose.configFiles,
	};
};

/** Milliseconds that it must run before it counts as up. Docker waits as long at most before it starts it once more. */
const settling = 60_000;

/** `now` is by the clock of its host. */
const wasRestartedLately = ({state, restarts = 0, since}: Row, now: Date): boolean =>
	state === 'running' && restarts > 0 && since !== undefined && now.getTime() - since.getTime() < settling;

const missingRow = ({project, directory, paths}: Declaration, {name, image, profiles}: DeclaredService): Row => ({
	key: `${project}/${name}/1`,
	project,
	name,
	number: 1,
	state: 'not created',
	health: 'none',
	exitCode: undefined,
	outOfMemory: false,
	failure: '',
	since: undefined,
	restarts: undefined,
	restartPolicy: undefined,
	ports: [],
	image,
	containerId: undefined,
	terminal: false,
	usage: undefined,
	profiles,
	restartedWith: [],
	workingDirectory: directory,
	configFiles: paths,
});

/**
 * The containers of every compose project, and the services that are declared and have none. A service of the jobs files is a job, unless the
 * services files declare it, too. Sorted by project, name and number.
 */
export const serviceRows = ({containers, services, jobs, usage, clock, now}: Seen): readonly Service[] => {
	const declared = namesIn(services);
	const jobNames = namesIn(jobs);
	const isJob = (name: string): boolean => jobNames.has(name) && !declared.has(name);
	const present = oneOfEachKey(
		containers.filter(isService).filter(({compose}) => !isJob(nameOf(compose.project, compose.service))),
	);
	const names = new Set(present.map(({compose}) => nameOf(compose.project, compose.service)));
	const dependencies = dependenciesIn(present, services);

	const existing = present.map(container => {
		const {project, service} = container.compose;
		const declaration = services.find(one => one.project === project)?.services.find(({name}) => name === service);
		return rowOf(container, declaration, restartedWith(project, service, dependencies), usage.get(container.id));
	});
	const missing = services.flatMap(declaration =>
		declaration.services
			.filter(({name, replicas}) => replicas > 0 && !names.has(nameOf(declaration.project, name)))
			.map(service => missingRow(declaration, service)),
	);
	return [...existing, ...missing]
		.toSorted(
			(one, other) =>
				one.project.localeCompare(other.project) || one.name.localeCompare(other.name) || one.number - other.number,
		)
		.map(row => Object.assign(row, {clock, restartedLately: wasRestartedLately(row, onHost(now, clock))}));
};
