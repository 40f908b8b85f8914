import {createHash} from 'node:crypto';
import type {Moment} from './moment.ts';

export type Stream = 'stdout' | 'stderr';

/** What a container writes; a function where the line says the time itself. */
export type Words = string | ((at: Date) => string);

/** A line a container writes some milliseconds after it was started. */
export type TimedLine = {readonly after: number; readonly text: Words; readonly from?: Stream};

/** A published port, or one that is only open inside the network when `host` is left out. */
export type PortMapping = {readonly container: number; readonly host?: number};

export type HealthCheck = {
	readonly command: string;
	/** Milliseconds between two probes. */
	readonly interval: number;
	/** Milliseconds from a start to the first probe that passes. */
	readonly healthyAfter: number;
};

/** What a container does by itself. Everything in milliseconds. */
export type Behaviour = {
	readonly starting: readonly TimedLine[];
	/** What it says when asked to stop, how long it takes, and its exit code then. */
	readonly stopping: {readonly says: readonly Words[]; readonly takes: number; readonly exitCode: number};
	/** What it says again and again while it runs; `count` is how often it has in this life. */
	readonly chatter?: {readonly every: number; readonly says: (at: Date, count: number) => string};
	/** When it ends by itself. */
	readonly ending: {readonly after: number; readonly exitCode: number} | undefined;
};

/** What it uses on average while it runs: CPU in cores, memory in bytes. */
export type Load = {readonly cpu: number; readonly memory: number};

export type RestartPolicy = 'no' | 'always' | 'unless-stopped' | 'on-failure';

/** What a container is made from, and does not change in its life. */
export type ContainerSpec = {
	readonly name: string;
	readonly image: string;
	readonly command: readonly string[];
	readonly labels: Readonly<Record<string, string>>;
	/** `NAME=value` */
	readonly environment: readonly string[];
	readonly ports: readonly PortMapping[];
	readonly network: string;
	readonly restartPolicy: RestartPolicy;
	readonly healthCheck: HealthCheck | undefined;
	readonly terminal: boolean;
	readonly load: Load;
	readonly behaviour: Behaviour;
};

export type Health = {
	readonly status: 'starting' | 'healthy' | 'unhealthy';
	readonly failingStreak: number;
	readonly log: ReadonlyArray<{
		readonly start: Moment;
		readonly end: Moment;
		readonly exitCode: number;
		readonly output: string;
	}>;
};

export type Container = {
	readonly id: string;
	readonly spec: ContainerSpec;
	/** The one of the spec until it is renamed. */
	readonly name: string;
	readonly createdAt: Moment;
	readonly status: 'created' | 'running' | 'exited';
	readonly startedAt: Moment | undefined;
	readonly finishedAt: Moment | undefined;
	readonly exitCode: number;
	readonly outOfMemory: boolean;
	/** Docker's own words for why it could not start. */
	readonly failure: string;
	readonly restartCount: number;
	readonly health: Health | undefined;
};

const plain: ContainerSpec = {
	name: 'container',
	image: 'busybox:latest',
	command: ['sleep', 'infinity'],
	labels: {},
	environment: [],
	ports: [],
	network: 'bridge',
	restartPolicy: 'no',
	healthCheck: undefined,
	terminal: false,
	load: {cpu: 0.01, memory: 4 * 1024 ** 2},
	behaviour: {starting: [], stopping: {says: [], takes: 50, exitCode: 0}, ending: undefined},
};

/** A spec with everything that is left out at its plainest. */
export const specOf = (parts: Partial<ContainerSpec> & {readonly name: string}): ContainerSpec => ({
	...plain,
	...parts,
});

/** 64 hexadecimal digits that the same text always gives. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

export const made = (spec: ContainerSpec, id: string, at: Moment): Container => ({
	id,
	spec,
	name: spec.name,
	createdAt: at,
	status: 'created',
	startedAt: undefined,
	finishedAt: undefined,
	exitCode: 0,
	outOfMemory: false,
	failure: '',
	restartCount: 0,
	health: spec.healthCheck === undefined ? undefined : {status: 'starting', failingStreak: 0, log: []},
});

export const started =
	(at: Moment) =>
	(container: Container): Container => ({
		...container,
		status: 'running',
		startedAt: at,
		exitCode: 0,
		outOfMemory: false,
		failure: '',
		health: container.health && {...container.health, status: 'starting', failingStreak: 0},
	});

/** Docker calls the health of a container that has ended `unhealthy`, and says so to nobody. */
export const ended =
	(at: Moment, exitCode: number, outOfMemory: boolean) =>
	(container: Container): Container => ({
		...container,
		status: 'exited',
		finishedAt: at,
		exitCode,
		outOfMemory,
		health: container.health && {...container.health, status: 'unhealthy'},
	});

/** Probes that Docker keeps. */
const keptProbes = 5;

export const probed =
	(start: Moment, end: Moment, passed: boolean, output: string) =>
	(container: Container): Container => {
		if (container.health === undefined) return container;
		const probe = {start, end, exitCode: passed ? 0 : 1, output};
		return {
			...container,
			health: {
				status: passed ? 'healthy' : 'unhealthy',
				failingStreak: passed ? 0 : container.health.failingStreak + 1,
				log: [...container.health.log, probe].slice(-keptProbes),
			},
		};
	};
