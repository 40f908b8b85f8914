import {ProblemError} from '../../domain/problem.ts';
import type {Usage} from '../../domain/service.ts';
import {eventOf, tellingEvents, type ContainerEvent} from '../../parse/docker/container-event.ts';
import {detailsOf, summaryOf, type Details, type Summary} from '../../parse/docker/container.ts';
import {describeContainer, type Fact} from '../../parse/docker/description.ts';
import {framesStart, unframe, type Frame} from '../../parse/docker/docker-frames.ts';
import {jsonLines} from '../../parse/docker/json-lines.ts';
import {fieldsOf, textOf} from '../../parse/docker/narrow.ts';
import {sampleOf, usageBetween, type Sample} from '../../parse/docker/usage.ts';
import type {DockerFacts} from '../../domain/host.ts';
import {brokeOff, notUnderstood} from './explain.ts';
import {logQuery, logUse, type LogOptions} from './log-options.ts';
import {createRequests, type Call, type OpenSocket} from './request.ts';

/**
 * The Docker Engine of one host. Promises reject with a `ProblemError`, or with the reason of their signal. Streams throw a
 * `ProblemError` when they break off, and end quietly on their signal.
 */
export type Docker = {
	facts(signal: AbortSignal): Promise<DockerFacts>;
	/** Resolves when Docker answers, for which it has `deadline` milliseconds. */
	ping(signal: AbortSignal, deadline?: number): Promise<void>;
	/** Every container, the stopped ones too. */
	list(signal: AbortSignal): Promise<readonly Summary[]>;
	/** Docker has `deadline` milliseconds for it. */
	inspect(id: string, signal: AbortSignal, deadline?: number): Promise<Details>;
	/** What there is to know about a container, for a person. Values of environment variables are left out. */
	describe(id: string, signal: AbortSignal): Promise<readonly Fact[]>;
	/** What happens to containers from the moment this resolves on. It must be read, or `signal` aborted. */
	events(signal: AbortSignal): Promise<AsyncIterable<ContainerEvent>>;
	/** CPU and memory of a running container, once a second. Throws a `NoRoomError` as soon as the connection has no room for it. */
	stats(id: string, signal: AbortSignal): AsyncIterable<Usage>;
	/** The output of a container. Ends where it stops. */
	logs(id: string, options: LogOptions, signal: AbortSignal): AsyncIterable<Frame>;
	/** Resolves when it runs again; `grace` is the seconds it has to stop. */
	restart(id: string, grace: number, signal: AbortSignal): Promise<void>;
	start(id: string, signal: AbortSignal): Promise<void>;
	stop(id: string, grace: number, signal: AbortSignal): Promise<void>;
};

/** A Docker Engine behind a socket that `openSocket` opens, of a connection that is `lost`. It has `deadline` milliseconds to answer. */
export const createDocker = (openSocket: OpenSocket, lost: AbortSignal, deadline = 10_000): Docker => {
	const {read, open, stream} = createRequests(openSocket, lost);
	const ask = {method: 'GET', use: 'question', deadline} as const;
	const follow = {method: 'GET', use: 'lasting', deadline} as const;

	/** Reads a body as JSON and makes something of it; `make` throws on what it is not. */
	const json = async <Value>(
		path: string,
		asked: string,
		signal: AbortSignal,
		make: (value: unknown) => Value,
		more: Partial<Pick<Call, 'query' | 'deadline'>> = {},
	): Promise<Value> => {
		const body = await read({...ask, path, asked, ...more}, signal);
		try {
			return make(JSON.parse(body.toString()));
		} catch (error) {
			throw new ProblemError(notUnderstood(asked), {cause: error});
		}
	};

	const inspected = <Value>(id: string, signal: AbortSignal, make: (value: unknown) => Value, within = deadline) =>
		json(`${pathOf(id)}/json`, `inspect container ${short(id)}`, signal, make, {deadline: within});

	/** Docker answers when it is done, which stopping may delay by its grace. */
	const act = async (deed: string, id: string, grace: number, signal: AbortSignal): Promise<void> => {
		const asked = `${deed} container ${short(id)}`;
		await read(
			{method: 'POST', use: 'passing', path: `${pathOf(id)}/${deed}`, asked, deadline: grace * 1000 + 2 * deadline},
			signal,
		);
	};

	return {
		async facts(signal) {
			const [version, info] = await Promise.all([
				json('/version', 'ask Docker for its version', signal, fieldsOf),
				json('/info', 'ask Docker for its name', signal, fieldsOf),
			]);
			return {
				version: textOf(version['Version']),
				apiVersion: textOf(version['ApiVersion']),
				name: textOf(info['Name']),
			};
		},
		async ping(signal, within = deadline) {
			await read({...ask, path: '/_ping', asked: 'reach Docker', deadline: within}, signal);
		},
		list: signal => json('/containers/json?', 'list the containers', signal, summariesOf, {query: {all: true}}),
		inspect: (id, signal, within) => inspected(id, signal, detailsOf, within),
		describe: (id, signal) => inspected(id, signal, describeContainer),
		async events(signal) {
			const asked = 'follow what happens to the containers';
			const filters = JSON.stringify({type: ['container'], event: tellingEvents});
			return happenings(await open({...follow, path: '/events?', query: {filters}, asked}, signal), asked, signal);
		},
		async *stats(id, signal) {
			const asked = `measure container ${short(id)}`;
			let before: Sample | undefined;
			for await (const value of jsonLines(
				stream({...follow, use: 'spare', path: `${pathOf(id)}/stats?`, query: {stream: true}, asked}, signal),
			)) {
				const sample = sampleOf(value);
				const usage = before && sample && usageBetween(before, sample);
				before = sample;
				if (usage !== undefined) yield usage;
			}
		},
		async *logs(id, options, signal) {
			const asked = `read the output of container ${short(id)}`;
			let state = framesStart;
			for await (const bytes of stream(
				{...follow, use: logUse(options), path: `${pathOf(id)}/logs?`, query: logQuery(options), asked},
				signal,
			)) {
				if (options.terminal) {
					yield {from: 'stdout', bytes};
					continue;
				}

				const taken = unframe(state, bytes);
				state = taken.state;
				yield* taken.frames;
			}
		},
		restart: (id, grace, signal) => act('restart', id, grace, signal),
		start: (id, signal) => act('start', id, 0, signal),
		stop: (id, grace, signal) => act('stop', id, grace, signal),
	};
};

const pathOf = (id: string): string => `/containers/${encodeURIComponent(id)}`;

/** As Docker prints an id. */
const short = (id: string): string => id.slice(0, 12);

const summariesOf = (value: unknown): readonly Summary[] => {
	if (!Array.isArray(value)) throw new TypeError('no list');
	return value.map(summaryOf);
};

/** Docker never ends its events by itself: an end is a break, too. */
async function* happenings(
	body: AsyncIterable<Uint8Array>,
	asked: string,
	signal: AbortSignal,
): AsyncGenerator<ContainerEvent> {
	for await (const value of jsonLines(body)) {
		const event = eventOf(value);
		if (event !== undefined) yield event;
	}

	if (!signal.aborted) throw new ProblemError(brokeOff(asked));
}
