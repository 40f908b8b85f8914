import {inspect} from 'node:util';
import {expect, test} from 'vitest';
import {DockerAgent} from '../../../source/engine/docker/agent.ts';
import {all, never, sockets, startPractice} from './practice.ts';

test('what docker-modem inspects for every request stays the same size however many sockets are open', async () => {
	await using practice = await startPractice();
	const {openSocket} = sockets(practice.host().socket);
	const agent = new DockerAgent(openSocket, {});
	const cost = () => inspect({agent, path: '/'}, {showHidden: true, depth: null});
	const idle = cost();
	const open = await Promise.all(Array.from({length: 20}, openSocket));
	Object.assign(agent.sockets, {docker: open});
	expect(cost()).toBe(idle);
	expect(inspect(agent)).toBe('DockerAgent {}');
	for (const socket of open) socket.destroy();
});

test('connections are kept for the next question, and many questions wait in line for a few of them', async () => {
	await using practice = await startPractice();
	for (let call = 0; call < 5; call++) await practice.docker.ping(never);
	expect(practice.open.size).toBe(1);
	await Promise.all(Array.from({length: 50}, () => practice.docker.list(never)));
	expect(practice.open.size).toBe(4);
});

test('streams do not take the connections that questions are asked on', async () => {
	await using practice = await startPractice();
	const id = practice.up('mlflow');
	await practice.docker.ping(never);
	const over = new AbortController();
	const streams = Array.from({length: 5}, () => all(practice.docker.stats(id, over.signal)));
	await expect.poll(() => practice.open.size).toBe(6);
	await practice.docker.ping(never);
	expect(practice.open.size).toBe(6);
	over.abort();
	await Promise.all(streams);
	await expect.poll(() => practice.open.size).toBe(1);
});
