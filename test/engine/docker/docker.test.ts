import {expect, test} from 'vitest';
import {specOf} from '../../../source/demo/docker-engine/container.ts';
import {createDocker} from '../../../source/engine/docker/docker.ts';
import {all, labels, never, startPractice, until} from './practice.ts';

const textOf = (frames: ReadonlyArray<{readonly bytes: Uint8Array}>) =>
	Buffer.concat(frames.map(({bytes}) => bytes)).toString();

test('Docker says which version it is and whose', async () => {
	await using practice = await startPractice();
	await expect(practice.docker.facts(never)).resolves.toEqual({
		version: expect.stringMatching(/^\d+\.\d+/),
		apiVersion: '1.41',
		name: 'practice',
	});
});

test('the list holds the stopped ones, too', async () => {
	await using practice = await startPractice();
	const id = practice.up('grafana', {ports: [{container: 3000, host: 3000}], image: 'grafana/grafana:10'});
	practice.up('mlflow');
	practice.world.die('er-mlflow-1', 137, {outOfMemory: true});
	const list = await practice.docker.list(never);
	expect(list.map(({name, state, exitCode}) => ({name, state, exitCode}))).toEqual([
		{name: 'er-mlflow-1', state: 'exited', exitCode: 137},
		{name: 'er-grafana-1', state: 'running', exitCode: undefined},
	]);
	expect(list[1]).toMatchObject({id, ports: ['3000'], image: 'grafana/grafana:10', compose: {service: 'grafana'}});
	await expect(practice.docker.inspect('er-mlflow-1', never)).resolves.toMatchObject({
		state: 'exited',
		outOfMemory: true,
		restartPolicy: 'no',
		terminal: false,
	});
});

test('a container that is gone is said to be gone', async () => {
	await using practice = await startPractice();
	await expect(practice.docker.inspect('4f2a', never)).rejects.toMatchObject({
		problem: {
			what: 'Cannot inspect container 4f2a',
			why: 'Docker does not know it any more: No such container: 4f2a',
		},
	});
});

test('a server error carries the words of Docker', async () => {
	await using practice = await startPractice();
	practice.faults.status500 = true;
	await expect(practice.docker.list(never)).rejects.toMatchObject({
		problem: {what: 'Cannot list the containers', why: 'error while reading from the containerd socket'},
	});
});

test('output comes with the stream it was written to', async () => {
	await using practice = await startPractice();
	const id = practice.up('mlflow');
	practice.world.writeLog(id, 'fine\n');
	practice.world.writeLog(id, 'ERROR bad\n', 'stderr');
	const frames = await all(practice.docker.logs(id, {terminal: false}, never));
	expect(textOf(frames.filter(({from}) => from === 'stdout'))).toContain('fine');
	expect(textOf(frames.filter(({from}) => from === 'stderr'))).toContain('ERROR bad');
	expect(textOf(frames.filter(({from}) => from === 'stderr'))).not.toContain('fine');
	expect(textOf(await all(practice.docker.logs(id, {terminal: false, tail: 1}, never)))).not.toContain('fine');
});

test('the output of a container with a terminal is not taken apart', async () => {
	await using practice = await startPractice();
	const id = practice.world.create(specOf({name: 'shell', terminal: true, labels: labels('shell')}));
	practice.world.start(id);
	practice.world.writeLog(id, 'prompt');
	expect(textOf(await all(practice.docker.logs(id, {terminal: true}, never)))).toContain('prompt');
});

test('output is followed until the container stops', async () => {
	await using practice = await startPractice();
	const id = practice.up('mlflow');
	const following = all(practice.docker.logs(id, {terminal: false, follow: true, timestamps: true}, never));
	practice.world.writeLog(id, 'last words');
	practice.world.die(id, 1);
	expect(textOf(await following)).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z last words/);
});

test('CPU and memory are measured between two samples', async () => {
	await using practice = await startPractice();
	const id = practice.up('mlflow', {load: {cpu: 0.5, memory: 64 * 1024 ** 2}});
	const usage = await until(
		signal => practice.docker.stats(id, signal),
		() => true,
	);
	expect(usage.cpu).toBeGreaterThan(0.05);
	expect(usage.cpu).toBeLessThan(4);
	expect(usage.memory).toBeGreaterThan(8 * 1024 ** 2);
});

test('a container is started, restarted and stopped', async () => {
	await using practice = await startPractice();
	const id = practice.up('mlflow');
	const stateNow = async () => (await practice.docker.inspect(id, never)).state;
	await practice.docker.stop(id, 10, never);
	expect(await stateNow()).toBe('exited');
	await practice.docker.stop(id, 10, never);
	await practice.docker.start(id, never);
	await practice.docker.start(id, never);
	const before = await practice.docker.inspect(id, never);
	await practice.docker.restart(id, 10, never);
	const after = await practice.docker.inspect(id, never);
	expect(after.state).toBe('running');
	expect(after.startedAt?.getTime()).toBeGreaterThan(before.startedAt?.getTime() ?? Number.NaN);
});

test('a description leaves the values of environment variables out', async () => {
	await using practice = await startPractice();
	const id = practice.up('postgres', {environment: ['POSTGRES_PASSWORD=hunter2', 'PGDATA=/data']});
	const facts = await practice.docker.describe(id, never);
	expect(facts.find(({what}) => what === 'variables')?.value).toBe('POSTGRES_PASSWORD PGDATA');
	expect(JSON.stringify(facts)).not.toContain('hunter2');
});

test.each([
	['EACCES', 'this user may not open the socket of Docker'],
	['ENOENT', 'the socket of Docker does not exist on the host'],
	['ECONNREFUSED', 'the Docker daemon is not running'],
])('a socket that fails with %s is explained', async (code, why) => {
	const openSocket = () => Promise.reject(Object.assign(new Error(`connect ${code}`), {code}));
	const docker = createDocker(openSocket, never);
	await expect(docker.ping(never)).rejects.toMatchObject({problem: {what: 'Cannot reach Docker', why}});
});
