import {inspect} from 'node:util';
import {expect, test} from 'vitest';
import {DockerAgent} from '../../../source/engine/docker/agent.ts';
import {never, sockets, startPractice} from './practice.ts';

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

test('connections are kept for the next request', async () => {
	await using practice = await startPractice();
	for (let call = 0; call < 5; call++) await practice.docker.ping(never);
	expect(practice.open.size).toBe(1);
});
