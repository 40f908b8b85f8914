import {describe, expect, test} from 'vitest';
import * as z from 'zod';
import {momentOf} from '../../../source/demo/docker-engine/moment.ts';
import {openEngine, webSpec} from './engine.ts';

const filters = (value: unknown): string => `filters=${encodeURIComponent(JSON.stringify(value))}`;
const list = z.array(z.object({Names: z.tuple([z.string()])}).loose());
const names = (answer: unknown): string[] => list.parse(answer).map(({Names: [name]}) => name);

test('a ping, the version and the facts are answered with and without a version in the path', async () => {
	await using engine = await openEngine();
	for (const prefix of ['', '/v1.41', '/v1.24']) {
		expect(await engine.ask('GET', `${prefix}/_ping`)).toMatchObject({status: 200, body: 'OK'});
		expect(await engine.json(`${prefix}/version`)).toMatchObject({ApiVersion: '1.41', MinAPIVersion: '1.12'});
		expect(await engine.json(`${prefix}/info`)).toMatchObject({Name: 'practice', OSType: 'linux', Containers: 0});
	}
	expect(await engine.ask('HEAD', '/_ping')).toMatchObject({status: 200, headers: {'api-version': '1.41'}});
});

test('a client of an API that is too new or too old is told so', async () => {
	await using engine = await openEngine();
	expect(await engine.ask('GET', '/v1.99/info')).toMatchObject({
		status: 400,
		body: '{"message":"client version 1.99 is too new. Maximum supported API version is 1.41"}\n',
	});
	expect((await engine.ask('GET', '/v1.10/info')).body).toContain('client version 1.10 is too old');
	expect(await engine.ask('GET', '/v1.41/nothing')).toMatchObject({
		status: 404,
		body: '{"message":"page not found"}\n',
	});
});

test('a container is listed with its state in words, its ports and its labels', async () => {
	const at = new Date('2026-11-20T06:00:00Z');
	await using engine = await openEngine(() => at);
	const hours = (count: number) => momentOf(at) - BigInt(count) * 3_600_000_000_000n;
	engine.world.create(webSpec(), {createdAt: hours(9), startedAt: hours(8), end: undefined, log: []});
	engine.world.create(webSpec({name: 'er-old-1'}), {
		createdAt: hours(9),
		startedAt: hours(8),
		end: {at: hours(3), exitCode: 137, outOfMemory: true},
		log: [],
	});
	const [web, ...others] = list.parse(await engine.json('/containers/json'));
	expect(others).toEqual([]);
	expect(web).toMatchObject({
		Names: ['/er-web-1'],
		Image: 'web:1',
		Command: 'sleep infinity',
		Created: at.getTime() / 1000 - 9 * 3600,
		Ports: [
			{IP: '0.0.0.0', PrivatePort: 80, PublicPort: 8080, Type: 'tcp'},
			{IP: '::', PrivatePort: 80, PublicPort: 8080, Type: 'tcp'},
		],
		Labels: {'com.docker.compose.service': 'web'},
		State: 'running',
		Status: 'Up 8 hours (healthy)',
	});
	expect(await engine.json('/containers/er-old-1/json')).toMatchObject({
		Name: '/er-old-1',
		State: {
			Status: 'exited',
			Running: false,
			OOMKilled: true,
			ExitCode: 137,
			StartedAt: '2026-11-19T22:00:00Z',
			FinishedAt: '2026-11-20T03:00:00Z',
		},
		HostConfig: {RestartPolicy: {Name: 'no'}},
		Config: {Tty: false, Labels: {'com.docker.compose.project': 'er'}},
	});
	expect(await engine.json('/containers/json?all=1')).toMatchObject([
		{},
		{Status: 'Exited (137) 3 hours ago', Ports: []},
	]);
});

describe('the list can be narrowed', () => {
	test.each([
		[{label: ['com.docker.compose.project=er']}, ['/er-job-1', '/er-web-1']],
		[{label: ['com.docker.compose.project=er', 'com.docker.compose.service=web']}, ['/er-web-1']],
		[{label: {'com.docker.compose.service': true}}, ['/er-job-1', '/er-web-1']],
		[{name: ['^/er-w']}, ['/er-web-1']],
		[{status: ['exited']}, ['/er-job-1']],
		[{status: ['exited', 'running']}, ['/er-job-1', '/er-web-1']],
		[{health: ['starting']}, ['/er-web-1']],
		[{name: ['nobody']}, []],
	])('by %j', async (filter, expected) => {
		await using engine = await openEngine();
		const {world} = engine;
		world.start(world.create(webSpec()));
		const job = world.create(
			webSpec({name: 'er-job-1', labels: {'com.docker.compose.project': 'er', 'com.docker.compose.service': 'job'}}),
		);
		world.start(job);
		world.die(job, 3);
		const found = await engine.json(`/v1.41/containers/json?all=1&${filters(filter)}`);
		expect(names(found).toSorted()).toEqual(expected);
	});

	test('by the start of an id', async () => {
		await using engine = await openEngine();
		const id = engine.world.create(webSpec());
		engine.world.create(webSpec({name: 'er-other-1'}));
		expect(names(await engine.json(`/containers/json?all=1&${filters({id: [id.slice(0, 12)]})}`))).toEqual([
			'/er-web-1',
		]);
	});

	test('but not by what the Engine does not know', async () => {
		await using engine = await openEngine();
		expect(await engine.ask('GET', `/containers/json?${filters({bogus: ['x']})}`)).toMatchObject({
			status: 400,
			body: '{"message":"Invalid filter \'bogus\'"}\n',
		});
		expect((await engine.ask('GET', `/containers/json?${filters({status: ['zzz']})}`)).body).toContain(
			"Invalid filter 'status=zzz'",
		);
		expect((await engine.ask('GET', '/containers/json?filters=zzz')).status).toBe(500);
	});
});

test('what cannot be done is refused as the Engine refuses it', async () => {
	await using engine = await openEngine();
	const id = engine.world.create(webSpec());
	expect(await engine.ask('GET', '/containers/nope/json')).toMatchObject({
		status: 404,
		headers: {'content-type': 'application/json'},
		body: '{"message":"No such container: nope"}\n',
	});
	expect((await engine.ask('POST', '/containers/nope/restart')).status).toBe(404);
	expect((await engine.ask('POST', '/containers/er-web-1/stop')).status).toBe(304);
	expect(await engine.ask('POST', '/containers/er-web-1/kill')).toMatchObject({
		status: 409,
		body: `{"message":"Cannot kill container: er-web-1: Container ${id} is not running"}\n`,
	});
	expect((await engine.ask('POST', `/containers/${id.slice(0, 12)}/start`)).status).toBe(204);
	expect((await engine.ask('POST', '/containers/er-web-1/start')).status).toBe(304);
	expect(await engine.ask('POST', '/containers/er-web-1/kill?signal=BOGUS')).toMatchObject({status: 400});
	expect((await engine.ask('DELETE', '/containers/er-web-1')).status).toBe(409);
	expect((await engine.ask('DELETE', '/containers/er-web-1?force=1')).status).toBe(204);
	expect(await engine.json('/containers/json?all=1')).toEqual([]);
});

test('waiting answers with the exit code when there is one', async () => {
	await using engine = await openEngine();
	const id = engine.world.create(webSpec());
	engine.world.start(id);
	const waiting = engine.ask('POST', `/containers/${id}/wait`);
	const open = await engine.open('POST', `/containers/${id}/wait?condition=next-exit`);
	engine.world.die(id, 7);
	open.destroy();
	expect((await waiting).body).toBe('{"Error":null,"StatusCode":7}\n');
	expect((await engine.ask('POST', `/containers/${id}/wait`)).body).toContain('"StatusCode":7');
});

test('requests hang, fail or lose their connection when told to', async () => {
	await using engine = await openEngine();
	const {faults} = engine;
	faults.status500 = true;
	expect(await engine.ask('GET', '/containers/json')).toMatchObject({status: 500});
	faults.status500 = false;
	faults.hang = /^\/info$/;
	const hanging = engine.ask('GET', '/v1.41/info');
	const events = await engine.open('GET', '/events');
	expect(await engine.json('/containers/json')).toEqual([]);
	const broken = new Promise(resolve => {
		events.on('error', resolve);
	});
	events.resume();
	faults.drop();
	await expect(hanging).rejects.toThrow('socket hang up');
	await expect(broken).resolves.toMatchObject({code: 'ECONNRESET'});
	faults.hang = undefined;
	expect(await engine.json('/info')).toMatchObject({Containers: 0});
});
