import {expect, test} from 'vitest';
import {createContainers} from '../../../source/engine/docker/containers.ts';
import type {Docker} from '../../../source/engine/docker/docker.ts';
import type {Container} from '../../../source/parse/docker/container.ts';
import {specOf} from '../../../source/demo/docker-engine/container.ts';
import {waitUntil} from '../../support/wait.ts';
import {labels, startPractice, until} from './practice.ts';

const stateOf = (list: readonly Container[], name: string) => list.find(container => container.name === name)?.state;

/** Reads the list until `over`, and keeps what is newest. */
const watch = (containers: (signal: AbortSignal) => AsyncIterable<readonly Container[]>) => {
	const over = new AbortController();
	const seen: Array<readonly Container[]> = [];
	const done = (async () => {
		for await (const list of containers(over.signal)) seen.push(list);
	})();
	return {
		seen,
		newest: () => seen.at(-1) ?? [],
		async [Symbol.asyncDispose]() {
			over.abort();
			await done;
		},
	};
};

/** The same Docker, with a count of each call. */
const counted = (docker: Docker) => {
	const counts = {list: 0, inspect: 0};
	return {
		counts,
		docker: {
			...docker,
			list(signal: AbortSignal) {
				counts.list += 1;
				return docker.list(signal);
			},
			inspect(id: string, signal: AbortSignal, deadline?: number) {
				counts.inspect += 1;
				return docker.inspect(id, signal, deadline);
			},
		},
	};
};

test('a container that dies is out within a third of a second, with its exit code', async () => {
	await using practice = await startPractice();
	const id = practice.up('mlflow');
	const containers = createContainers({docker: practice.docker, heartbeat: 60_000});
	await using watching = watch(containers);
	await waitUntil(
		() => stateOf(watching.newest(), 'er-mlflow-1') === 'running',
		() => 'it never ran',
	);
	const begun = performance.now();
	practice.world.die(id, 3);
	await waitUntil(
		() => stateOf(watching.newest(), 'er-mlflow-1') === 'exited',
		() => 'it never exited',
	);
	expect(performance.now() - begun).toBeLessThan(1000);
	expect(watching.newest()).toMatchObject([{exitCode: 3, died: {exitCode: 3}, details: {exitCode: 3}}]);
});

test('nothing is asked again while nothing happens, and only what was touched is inspected', async () => {
	await using practice = await startPractice();
	for (const service of ['a', 'b', 'c']) practice.up(service);
	const {docker, counts} = counted(practice.docker);
	await using watching = watch(createContainers({docker, heartbeat: 30, settle: 20}));
	await waitUntil(
		() => watching.seen.length > 4,
		() => 'there is no heartbeat',
	);
	expect(counts).toEqual({list: 1, inspect: 3});
	practice.world.die('er-b-1', 1);
	await waitUntil(
		() => stateOf(watching.newest(), 'er-b-1') === 'exited',
		() => 'it never exited',
	);
	expect(counts).toEqual({list: 2, inspect: 4});
});

test('a burst of events is a few looks', async () => {
	await using practice = await startPractice();
	const {docker, counts} = counted(practice.docker);
	await using watching = watch(createContainers({docker, heartbeat: 60_000}));
	await waitUntil(
		() => watching.seen.length === 1,
		() => 'there is no list',
	);
	for (let number = 0; number < 100; number++) practice.up(`s${number}`);
	await waitUntil(
		() => watching.newest().filter(({state}) => state === 'running').length === 100,
		() => `${watching.newest().length} are there`,
	);
	expect(counts.list).toBeLessThan(8);
});

test('a container that is removed disappears, and one that is renamed keeps its id', async () => {
	await using practice = await startPractice();
	const id = practice.up('mlflow');
	practice.up('grafana');
	await using watching = watch(practice.containers);
	practice.world.rename(id, 'other');
	practice.world.remove('er-grafana-1', {force: true});
	await waitUntil(
		() => watching.newest().length === 1 && watching.newest()[0]?.name === 'other',
		() => JSON.stringify(watching.newest()),
	);
	expect(watching.newest()[0]?.id).toBe(id);
});

test('health becomes known as it changes', async () => {
	await using practice = await startPractice();
	const id = practice.up('mlflow', {healthCheck: {command: 'true', interval: 60_000, healthyAfter: 100}});
	await using watching = watch(practice.containers);
	await expect.poll(() => watching.newest()[0]?.health).toBe('healthy');
	practice.world.probe(id, false);
	await expect.poll(() => watching.newest()[0]?.health).toBe('unhealthy');
});

test('a Docker that hangs is noticed within a heartbeat and its deadline', async () => {
	await using practice = await startPractice({heartbeat: 50});
	const never = until(practice.containers, () => false);
	practice.faults.hang = /_ping/;
	await expect(never).rejects.toMatchObject({
		problem: {what: 'Cannot reach Docker', why: 'Docker does not answer: nothing came for 0.05 s'},
	});
});

test('one container that cannot be inspected does not hide the others, and is tried again', async () => {
	await using practice = await startPractice({heartbeat: 50});
	const id = practice.up('mlflow');
	practice.up('grafana');
	practice.faults.hang = new RegExp(`${id}/json`);
	const list = await until(practice.containers, () => true);
	expect(list.map(({name, details}) => [name, details === undefined])).toEqual([
		['er-grafana-1', false],
		['er-mlflow-1', true],
	]);
	practice.faults.hang = undefined;
	await until(practice.containers, again => again.every(({details}) => details !== undefined));
});

test('when the events break off every reader is told, and the next one begins anew', async () => {
	await using practice = await startPractice();
	const readers = [1, 2].map(() => until(practice.containers, () => false));
	const failures = Promise.allSettled(readers);
	await until(practice.containers, () => true);
	practice.faults.drop();
	expect(await failures).toMatchObject(
		[1, 2].map(() => ({reason: {problem: {what: 'Cannot follow what happens to the containers'}}})),
	);
	practice.world.create(specOf({name: 'new', labels: labels('new')}));
	await until(practice.containers, list => list.some(({name}) => name === 'new'));
});

test('when nobody watches any more no socket is left but those that are kept for the next request', async () => {
	await using practice = await startPractice();
	await until(practice.containers, () => true);
	await expect.poll(() => practice.open.size).toBeLessThanOrEqual(1);
});
