import {rename, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest';
import type {Outcome} from '../../source/domain/action.ts';
import {stateInWords, type Service} from '../../source/domain/service.ts';
import type {Engine, Seen} from '../../source/engine/engine.ts';
import {noneVisible, openEngine, type To} from './support/engine.ts';
import {serviceNames, servicesFile, type ServiceName} from './support/project.ts';
import {startRealServer, type RealServer} from './support/real-server.ts';
import {skipped} from './support/requirements.ts';
import {watching, type Watched} from './support/until.ts';

const rowOf = ({rows}: Seen<Service>, name: string): Service | undefined => rows.find(row => row.name === name);

const isIn =
	(name: ServiceName, state: string) =>
	(seen: Seen<Service>): boolean => {
		const row = rowOf(seen, name);
		return row !== undefined && stateInWords(row) === state;
	};

const watchServices = (engine: Engine): Watched<Seen<Service>> => {
	const watched = watching(signal => engine.services.watch(noneVisible, signal));
	onTestFinished(() => watched[Symbol.dispose]());
	return watched;
};

describe.skipIf(skipped)('the services of a real server', () => {
	let server: RealServer;
	beforeAll(async () => {
		server = await startRealServer();
	});
	afterAll(() => server[Symbol.asyncDispose]());

	const open = async (to?: To): Promise<Engine> => {
		const opened = await openEngine(server, to);
		onTestFinished(() => opened[Symbol.dispose]());
		return opened.engine;
	};

	test('all five are listed as running, and nothing else is', async () => {
		const {rows, problems} = await watchServices(await open()).until(({rows: {length}}) => length > 0);
		expect(rows.map(row => `${row.project} ${row.name} ${stateInWords(row)}`).toSorted()).toEqual(
			serviceNames.map(name => `er-forecast ${name} running`).toSorted(),
		);
		expect(problems).toEqual([]);
	});

	test('without a config they are found by their labels', async () => {
		const engine = await open({host: {directory: undefined, services: [], jobs: [], logs: {}}});
		const {rows} = await watchServices(engine).until(({rows: {length}}) => length > 0);
		expect(new Set(rows.map(({name}) => name))).toEqual(new Set(serviceNames));
	});

	test('one that is killed is shown as exited, and a restart brings it back', async () => {
		const engine = await open();
		const services = watchServices(engine);
		await services.until(isIn('grafana', 'running'));
		await server.docker('kill', await server.containerOf('grafana'));
		const killed = rowOf(await services.until(isIn('grafana', 'exited (137, killed)')), 'grafana');
		if (killed === undefined) throw new Error('grafana was not there');

		let last: Outcome | undefined;
		for await (last of engine.services.restart([killed], new AbortController().signal));
		expect(last).toMatchObject({text: expect.stringMatching(/^grafana restarted in \d/), tone: 'good'});
		const row = rowOf(await services.until(isIn('grafana', 'running')), 'grafana');
		expect(row?.containerId).toBe(killed.containerId);
		expect(engine.services.restartCommand([killed])).toContain('restart grafana');
	}, 60_000);

	test('one that a compose file declares and nobody created is listed as not created', async () => {
		await server.compose('rm', '--stop', '--force', 'minio');
		const services = watchServices(await open());
		const row = rowOf(await services.until(isIn('minio', 'not created')), 'minio');
		expect(row?.containerId).toBeUndefined();
		await server.compose('up', '--detach', 'minio');
		await services.until(isIn('minio', 'running'));
	});

	test('a compose file that is missing is a problem, and the services that run are listed all the same', async () => {
		const file = path.join(server.directory, servicesFile);
		await rename(file, `${file}.away`);
		onTestFinished(() => rename(`${file}.away`, file));
		const {rows, problems} = await watchServices(await open()).until(({rows: {length}}) => length > 0);
		expect(new Set(rows.map(({name}) => name))).toEqual(new Set(serviceNames));
		expect(problems).toEqual([
			expect.objectContaining({what: expect.stringContaining(file), why: 'it does not exist'}),
		]);
	});

	test('a compose file that does not parse is a problem that says where, and the rest goes on', async () => {
		const engine = await open({host: {services: [servicesFile, 'docker-compose.broken.yml']}});
		await writeFile(path.join(server.directory, 'docker-compose.broken.yml'), 'services:\n  web: [unclosed\n');
		const {rows, problems} = await watchServices(engine).until(({rows: {length}}) => length > 0);
		expect(new Set(rows.map(({name}) => name))).toEqual(new Set(serviceNames));
		expect(problems).toEqual([
			expect.objectContaining({
				what: expect.stringContaining('docker-compose.broken.yml'),
				why: expect.stringMatching(/line \d/),
			}),
		]);
	});

	test('a user outside the docker group is told what to do, instead of an empty list', async () => {
		const engine = await open({user: server.outsider});
		await expect(watchServices(engine).until(() => true)).rejects.toMatchObject({
			problem: {next: expect.stringContaining(`usermod -aG docker ${server.outsider}`)},
		});
	});
});
