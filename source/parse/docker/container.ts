import {printable} from '../../domain/printable.ts';
import type {Health, Service, ServiceState} from '../../domain/service.ts';
import {composeLabelsOf, type ComposeLabels} from './compose-labels.ts';
import {fieldsOf, itemsOf, numberOf, textOf, textsOf, timeOf, type Fields} from './narrow.ts';
import {boundPorts, publishedPorts} from './ports.ts';

export type ContainerState = Exclude<ServiceState, 'not created'>;

/** A container as `GET /containers/json` lists it. */
export type Summary = {
	readonly id: string;
	/** Without the leading slash. */
	readonly name: string;
	readonly image: string;
	/** Undefined for a container that compose did not make. */
	readonly compose: ComposeLabels | undefined;
	readonly state: ContainerState;
	readonly health: Health;
	readonly exitCode: number | undefined;
	readonly ports: readonly string[];
	readonly createdAt: Date | undefined;
};

/** What only `GET /containers/ID/json` tells. */
export type Details = {
	readonly id: string;
	readonly state: ContainerState;
	readonly health: Health;
	readonly exitCode: number | undefined;
	readonly outOfMemory: boolean;
	/** Docker's own words for why it could not start, empty when it has none. */
	readonly failure: string;
	/** By the clock of the Docker host. */
	readonly startedAt: Date | undefined;
	readonly finishedAt: Date | undefined;
	/** Restarts made by the restart policy since somebody last started it. */
	readonly restarts: number;
	readonly restartPolicy: Service['restartPolicy'];
	readonly terminal: boolean;
	/** Seconds it is given to stop before it is killed. */
	readonly grace: number;
	/** The ports it would publish, whether it runs or not. */
	readonly ports: readonly string[];
};

const states: ReadonlySet<string> = new Set<ContainerState>([
	'running',
	'paused',
	'restarting',
	'exited',
	'created',
	'dead',
	'removing',
]);

const isState = (text: string): text is ContainerState => states.has(text);

/** A state that this program does not know reads as what its words begin with: `Up 3 minutes`, `Exited (1) 2 hours ago`. */
const stateOf = (state: string, status: string): ContainerState => {
	if (isState(state)) return state;
	if (status.startsWith('Up')) return 'running';
	return status.startsWith('Exited') ? 'exited' : 'created';
};

const isHealth = (text: string): text is Health =>
	text === 'healthy' || text === 'unhealthy' || text === 'starting' || text === 'none';

const healthOf = (text: string): Health => (isHealth(text) ? text : 'none');

/**
 * What the list says in words alone: `Up 8 seconds (health: starting)`, `Up 2 minutes (unhealthy)`, `Exited (137) 3 hours ago`,
 * `Restarting (7) 2 seconds ago`.
 */
export const readStatus = (status: string): {readonly health: Health; readonly exitCode: number | undefined} => {
	const [, code] = /^(?:Exited|Restarting) \((-?\d+)\)/.exec(status) ?? [];
	const [, health = ''] = /^Up .*\((?:health: )?(\w+)\)$/.exec(status) ?? [];
	return {health: healthOf(health), exitCode: code === undefined ? undefined : Number(code)};
};

/** Throws a `TypeError` on something that is no container at all. */
export const summaryOf = (json: unknown): Summary => {
	const fields = fieldsOf(json);
	const id = textOf(fields['Id']);
	if (id === '') throw new TypeError('a container without an id');
	const status = textOf(fields['Status']);
	const seen = readStatus(status);
	const created = numberOf(fields['Created']);
	// Engines from API 1.52 on say it in a field of its own.
	const health = healthOf(textOf(fieldsOf(fields['Health'])['Status']));
	return {
		id,
		name: printable(textOf(itemsOf(fields['Names'])[0]).replace(/^\//, '')),
		image: printable(textOf(fields['Image'])),
		compose: composeLabelsOf(textsOf(fields['Labels'])),
		state: stateOf(textOf(fields['State']), status),
		health: health === 'none' ? seen.health : health,
		exitCode: seen.exitCode,
		ports: publishedPorts(fields['Ports']),
		createdAt: created === undefined ? undefined : new Date(created * 1000),
	};
};

const policyOf = (hostConfig: Fields): Service['restartPolicy'] => {
	const name = textOf(fieldsOf(hostConfig['RestartPolicy'])['Name']);
	switch (name) {
		case 'always':
		case 'unless-stopped':
		case 'on-failure':
			return name;
		default:
			return 'no';
	}
};

/** Docker's own, when a container sets none. */
const usualGrace = 10;

/** Throws a `TypeError` on something that is no container at all. */
export const detailsOf = (json: unknown): Details => {
	const fields = fieldsOf(json);
	const id = textOf(fields['Id']);
	if (id === '') throw new TypeError('a container without an id');
	const state = fieldsOf(fields['State']);
	const config = fieldsOf(fields['Config']);
	const hostConfig = fieldsOf(fields['HostConfig']);
	return {
		id,
		state: stateOf(textOf(state['Status']), ''),
		health: healthOf(textOf(fieldsOf(state['Health'])['Status'])),
		exitCode: numberOf(state['ExitCode']),
		outOfMemory: state['OOMKilled'] === true,
		failure: printable(textOf(state['Error'])),
		startedAt: timeOf(state['StartedAt']),
		finishedAt: timeOf(state['FinishedAt']),
		restarts: numberOf(fields['RestartCount']) ?? 0,
		restartPolicy: policyOf(hostConfig),
		terminal: config['Tty'] === true,
		grace: numberOf(config['StopTimeout']) ?? usualGrace,
		ports: boundPorts(hostConfig['PortBindings']),
	};
};

/** The end of a container's process, as the event told it. */
export type Death = {readonly exitCode: number | undefined; readonly at: Date | undefined};

/** A container with all that is known of it. */
export type Container = Summary & {
	/** Undefined while Docker does not tell them. */
	readonly details: Details | undefined;
	/** The last death that was seen; undefined when none was seen since somebody began to watch. */
	readonly died: Death | undefined;
};

const ended: ReadonlySet<ContainerState> = new Set(['exited', 'dead', 'restarting', 'removing']);

/** When it entered the state it is in, by the clock of the Docker host. Docker does not say when one was paused. */
export const sinceOf = ({state, details, createdAt}: Container): Date | undefined => {
	if (state === 'created') return createdAt;
	return ended.has(state) ? details?.finishedAt : details?.startedAt;
};

/** What it ended with; undefined for one that runs or never ran. */
export const exitCodeOf = ({state, details, exitCode}: Container): number | undefined => {
	if (!ended.has(state)) return undefined;
	return exitCode ?? details?.exitCode;
};
