import {inspect} from 'node:util';
import {expect, test} from 'vitest';
import {DockerAgent} from '../../../source/engine/docker/agent.ts';
import {all, never, sockets, startPractice} from './practice.ts';

test('what docker-modem inspects for every request stays the same size however many sockets are open', async () => {
	await using practice = await startPractice();
	const {openSocket} = sockets(practice.host().socket);
	const agent = new DockerAgent(openSocket);
	const cost = () => inspect({agent, path: '/'}, {showHidden: true, depth: null});
	const idle = cost();
	const open = await Promise.all(Array.from({length: 20}, openSocket));
	Object.assign(agent.sockets, {docker: open});
	expect(cost()).toBe(idle);
	expect(inspect(agent)).toBe('DockerAgent {}');
	for (const socket of open) socket.destroy();
});

test('with twenty streams open a call is still answered in a fraction of the time an inspection of them would take', async () => {
	await using practice = await startPractice();
	const id = practice.up('mlflow');
	const over = new AbortController();
	const streams = Array.from({length: 20}, () => all(practice.docker.stats(id, over.signal)));
	await expect.poll(() => practice.open.size).toBe(20);
	await practice.docker.list(never);
	const begun = performance.now();
	for (let call = 0; call < 10; call++) await practice.docker.list(never);
	expect((performance.now() - begun) / 10).toBeLessThan(100);
	over.abort();
	await Promise.all(streams);
});

test('connections are kept for the next request', async () => {
	await using practice = await startPractice();
	for (let call = 0; call < 5; call++) await practice.docker.ping(never);
	expect(practice.open.size).toBe(1);
});
