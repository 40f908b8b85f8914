import {describe, expect, test} from 'vitest';
import type {Docker} from '../../../../source/engine/docker/docker.ts';
import {noRoom} from '../../../../source/engine/host/no-room.ts';
import {createLogs} from '../../../../source/engine/logs/create-logs.ts';
import type {LogsOptions} from '../../../../source/engine/logs/options.ts';
import {labels} from '../../docker/practice.ts';
import {eventually, latest, watching} from '../support.ts';
import {hostForEach} from './each.ts';

const own = hostForEach();

/** A service that has started. */
const serve = (service: string): string => {
	const id = own.containers.create(service, {labels: labels(service)});
	own.containers.world.start(id);
	return id;
};

const all = (text: string) => ({api: text, grafana: text, mlflow: text});

const unknown: LogsOptions['containers'] = async function* () {
	yield* [];
	throw new Error('Docker is down');
};

const watch = (
	list: LogsOptions['containers'] = own.containers.list,
	docker: Pick<Docker, 'logs'> = own.containers.docker,
	heartbeat = 60_000,
) => {
	const watched = watching(
		createLogs(own.host.options({docker, containers: list, heartbeat})).watchErrors(own.stop.signal),
	);
	return {...watched, now: () => latest(watched)};
};

describe('the errors of the services', () => {
	test('are those that are there and those that come, also of one that has stopped', async () => {
		const {world} = own.containers;
		const [api, grafana] = [serve('api'), serve('grafana')];
		world.writeLog(api, 'ERROR one');
		world.writeLog(grafana, 'ERROR at last');
		world.die(grafana, 1);
		const watched = watch();
		await expect.poll(watched.now, eventually).toEqual({api: 'one · 1 lines', grafana: 'at last · 1 lines'});
		world.writeLog(api, 'ERROR two');
		await expect.poll(watched.now, eventually).toEqual({api: 'one · two · 2 lines', grafana: 'at last · 1 lines'});
		expect(watched.states.at(-1)?.map(({searched: {range}}) => range.kind)).toEqual(['last', 'last']);
	});

	test('go on through a restart, and in a container that was made anew', async () => {
		const {world} = own.containers;
		const first = serve('api');
		world.writeLog(first, 'ERROR one');
		const watched = watch();
		await expect.poll(watched.now, eventually).toEqual({api: 'one · 1 lines'});
		world.die(first, 1);
		world.start(first);
		world.writeLog(first, 'ERROR two');
		await expect.poll(watched.now, eventually).toEqual({api: 'one · two · 2 lines'});
		// As compose makes it anew: the old one is stopped before the new one starts.
		const second = own.containers.create('api-2', {labels: labels('api')});
		world.die(first, 1);
		world.start(second);
		world.remove(first);
		world.writeLog(second, 'ERROR three');
		await expect.poll(watched.now, eventually).toEqual({api: 'one · two · three · 3 lines'});
	});

	test('are searched for in the last 200,000 entries, and the range says since when', async () => {
		const id = serve('api');
		own.containers.world.die(id, 0);
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
		const watched = watch(own.containers.list, docker);
		await expect.poll(watched.now, eventually).toEqual({api: '200000 lines'});
		const [api] = watched.states.at(-1) ?? [];
		expect(api?.searched.range).toEqual({kind: 'end'});
		expect(api?.searched.from?.toISOString().replace('Z', '000000Z')).toBe(stamp);
		expect(asked[0]).toEqual({tail: 200_000, since: 24});
	});

	test('are looked for now and then where the connection has no room to follow them all', async () => {
		const {world} = own.containers;
		const ids = ['api', 'grafana', 'mlflow'].map(name => serve(name));
		let following = 0;
		const docker: Pick<Docker, 'logs'> = {
			async *logs(reference, options, signal) {
				if (options.follow !== true) {
					yield* own.containers.docker.logs(reference, options, signal);
					return;
				}
				if (following === 2) throw noRoom('er-forecast', 9);
				following += 1;
				try {
					yield* own.containers.docker.logs(reference, options, signal);
				} finally {
					following -= 1;
				}
			},
		};
		const watched = watch(own.containers.list, docker, 10);
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
