import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {ContainerState} from '../../../../source/parse/docker/container.ts';
import type {Docker} from '../../../../source/engine/docker/docker.ts';
import {noRoom} from '../../../../source/engine/host/no-room.ts';
import {createLogs} from '../../../../source/engine/logs/create-logs.ts';
import type {LogsOptions} from '../../../../source/engine/logs/options.ts';
import {createBell} from '../../../../source/streams/bell.ts';
import {startContainers, type Containers} from '../containers.ts';
import {eventually, latest, startHost, watching, type Host} from '../support.ts';

let host: Host;
let containers: Containers;
let stop: AbortController;

beforeEach(async () => {
	host = await startHost();
	containers = await startContainers(host);
	stop = new AbortController();
});

afterEach(async () => {
	stop.abort();
	await containers[Symbol.asyncDispose]();
	await host[Symbol.asyncDispose]();
});

type Row = {readonly id: string; readonly service?: string; readonly state?: ContainerState};

/** Containers of services that change when a test says so. */
const createBoard = (first: readonly Row[]) => {
	let rows = first;
	const bell = createBell();
	const list: LogsOptions['containers'] = async function* (signal) {
		signal.addEventListener('abort', bell.ring, {once: true});
		while (!signal.aborted) {
			yield rows.map(({id, service = 'api', state = 'running'}) => ({
				id,
				name: id,
				image: 'api',
				compose: {
					project: 'er',
					service,
					number: 1,
					oneOff: false,
					workingDirectory: undefined,
					configFiles: [],
					dependencies: [],
				},
				state,
				health: 'none' as const,
				exitCode: undefined,
				ports: [],
				createdAt: undefined,
				died: undefined,
				details: {
					id,
					state,
					health: 'none' as const,
					exitCode: undefined,
					outOfMemory: false,
					failure: '',
					startedAt: undefined,
					finishedAt: undefined,
					restarts: 0,
					restartPolicy: 'no' as const,
					terminal: false,
					grace: 10,
					ports: [],
				},
			}));
			await bell.rung();
		}
	};
	return {
		list,
		set(next: readonly Row[]): void {
			rows = next;
			bell.ring();
		},
	};
};

const all = (text: string) => ({api: text, grafana: text, mlflow: text});

const unknown: LogsOptions['containers'] = async function* () {
	yield* [];
	throw new Error('Docker is down');
};

const watch = (
	list: LogsOptions['containers'],
	docker: Pick<Docker, 'logs'> = containers.docker,
	heartbeat = 60_000,
) => {
	const watched = watching(createLogs(host.options({docker, containers: list, heartbeat})).watchErrors(stop.signal));
	return {...watched, now: () => latest(watched)};
};

describe('the errors of the services', () => {
	test('are those that are there and those that come, also of one that has stopped', async () => {
		const {world} = containers;
		const [api, grafana] = [containers.create('api'), containers.create('grafana')];
		for (const id of [api, grafana]) world.start(id);
		world.writeLog(api, 'ERROR one');
		world.writeLog(grafana, 'ERROR at last');
		world.die(grafana, 1);
		const board = createBoard([{id: api}, {id: grafana, service: 'grafana', state: 'exited'}]);
		const watched = watch(board.list);
		await expect.poll(watched.now, eventually).toEqual({api: 'one · 1 lines', grafana: 'at last · 1 lines'});
		world.writeLog(api, 'ERROR two');
		await expect.poll(watched.now, eventually).toEqual({api: 'one · two · 2 lines', grafana: 'at last · 1 lines'});
		expect(watched.states.at(-1)?.map(({searched: {range}}) => range.kind)).toEqual(['last', 'last']);
	});

	test('go on through a restart, and in a container that was made anew', async () => {
		const {world} = containers;
		const first = containers.create('api');
		world.start(first);
		world.writeLog(first, 'ERROR one');
		const board = createBoard([{id: first}]);
		const watched = watch(board.list);
		await expect.poll(watched.now, eventually).toEqual({api: 'one · 1 lines'});
		world.die(first, 1);
		board.set([{id: first, state: 'exited'}]);
		world.start(first);
		world.writeLog(first, 'ERROR two');
		board.set([{id: first}]);
		await expect.poll(watched.now, eventually).toEqual({api: 'one · two · 2 lines'});
		world.die(first, 1);
		const second = containers.create('api-2');
		world.start(second);
		world.writeLog(second, 'ERROR three');
		board.set([{id: second}]);
		await expect.poll(watched.now, eventually).toEqual({api: 'one · two · three · 3 lines'});
	});

	test('are searched for in the last 200,000 entries, and the range says since when', async () => {
		const id = containers.create('api');
		containers.world.start(id);
		containers.world.writeLog(id, 'ERROR here');
		const asked: unknown[] = [];
		const stamp = new Date(Date.now() - 60_000).toISOString().replace('Z', '000000Z');
		const docker: Pick<Docker, 'logs'> = {
			async *logs(_, {tail, since, follow = false}) {
				asked.push({
					tail,
					since: since instanceof Date ? Math.round((Date.now() - since.getTime()) / 3_600_000) : since,
				});
				if (follow) return;
				for (let part = 0; part < 20; part += 1) {
					yield {from: 'stdout', bytes: Buffer.from(`${stamp} fine\n`.repeat(10_000))};
				}
			},
		};
		const watched = watch(createBoard([{id, state: 'exited'}]).list, docker);
		await expect.poll(watched.now, eventually).toEqual({api: '200000 lines'});
		const [api] = watched.states.at(-1) ?? [];
		expect(api?.searched.range).toEqual({kind: 'end'});
		expect(api?.searched.from?.toISOString().replace('Z', '000000Z')).toBe(stamp);
		expect(asked[0]).toEqual({tail: 200_000, since: 24});
	});

	test('are looked for now and then where the connection has no room to follow them all', async () => {
		const {world} = containers;
		const ids = ['api', 'grafana', 'mlflow'].map(name => containers.create(name));
		for (const id of ids) world.start(id);
		let following = 0;
		const docker: Pick<Docker, 'logs'> = {
			async *logs(reference, options, signal) {
				if (options.follow !== true) {
					yield* containers.docker.logs(reference, options, signal);
					return;
				}
				if (following === 2) throw noRoom('er-forecast', 9);
				following += 1;
				try {
					yield* containers.docker.logs(reference, options, signal);
				} finally {
					following -= 1;
				}
			},
		};
		const rows = ids.map((id, index) => ({id, service: ['api', 'grafana', 'mlflow'][index] ?? ''}));
		const watched = watch(createBoard(rows).list, docker, 10);
		await expect.poll(watched.now, eventually).toEqual(all('0 lines'));
		await expect.poll(() => following, eventually).toBe(0);
		for (const id of ids) world.writeLog(id, 'ERROR here');
		await expect.poll(watched.now, eventually).toEqual(all('here · 1 lines'));
		expect(following).toBe(0);
	});

	test('name a source of their own when the containers cannot be told', async () => {
		await expect.poll(watch(unknown).now, eventually).toEqual({services: '0 lines · Docker is down'});
	});
});
