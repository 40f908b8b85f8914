import {expect, test} from 'vitest';
import {detailsOf, exitCodeOf, readStatus, sinceOf, summaryOf} from '../../../source/parse/docker/container.ts';

test.each([
	['Up 8 seconds', 'none', undefined],
	['Up 8 seconds (health: starting)', 'starting', undefined],
	['Up 2 hours (healthy)', 'healthy', undefined],
	['Up About a minute (unhealthy)', 'unhealthy', undefined],
	['Up 3 days (Paused)', 'none', undefined],
	['Exited (137) 3 hours ago', 'none', 137],
	['Exited (0) Less than a second ago', 'none', 0],
	['Restarting (7) 2 seconds ago', 'none', 7],
	['Exited (-1) 2 days ago', 'none', -1],
	['Created', 'none', undefined],
	['Removal In Progress', 'none', undefined],
	['', 'none', undefined],
])('%j means health %s and exit code %s', (status, health, exitCode) => {
	expect(readStatus(status)).toEqual({health, exitCode});
});

test('a container with hardly any field is read all the same', () => {
	expect(summaryOf({Id: 'a1'})).toEqual({
		id: 'a1',
		name: '',
		image: '',
		compose: undefined,
		state: 'created',
		health: 'none',
		exitCode: undefined,
		ports: [],
		createdAt: undefined,
	});
	expect(detailsOf({Id: 'a1', State: null, Config: 7})).toMatchObject({state: 'created', restarts: 0, grace: 10});
});

test('what is no container is refused', () => {
	expect(() => summaryOf({})).toThrow(TypeError);
	expect(() => summaryOf('x')).toThrow(TypeError);
	expect(() => detailsOf(null)).toThrow(TypeError);
});

test('a state of a later Engine is read from its words', () => {
	expect(summaryOf({Id: 'a', State: 'stopping', Status: 'Up 3 minutes'}).state).toBe('running');
	expect(summaryOf({Id: 'a', State: 'archived', Status: 'Exited (1) 2 hours ago'}).state).toBe('exited');
});

test('the health that a later Engine lists in a field of its own counts', () => {
	expect(summaryOf({Id: 'a', State: 'running', Status: 'Up', Health: {Status: 'unhealthy'}}).health).toBe('unhealthy');
});

test('published ports are short, in order, and told once for IPv4 and IPv6', () => {
	const {ports} = summaryOf({
		Id: 'a',
		Ports: [
			{IP: '127.0.0.1', PrivatePort: 9090, PublicPort: 9090, Type: 'tcp'},
			{IP: '0.0.0.0', PrivatePort: 5000, PublicPort: 5050, Type: 'tcp'},
			{IP: '::', PrivatePort: 5000, PublicPort: 5050, Type: 'tcp'},
			{IP: '0.0.0.0', PrivatePort: 53, PublicPort: 53, Type: 'udp'},
			{PrivatePort: 8080, Type: 'tcp'},
		],
	});
	expect(ports).toEqual(['53/udp', '5050:5000', '127.0.0.1:9090']);
});

test('a stopped container still tells the ports it would publish', () => {
	const {ports} = detailsOf({
		Id: 'a',
		HostConfig: {
			PortBindings: {'3000/tcp': [{HostIp: '', HostPort: '3000'}], '1/tcp': null, '2/tcp': [{HostPort: ''}]},
		},
	});
	expect(ports).toEqual(['3000']);
});

test('an inspection is read, and never means the year 1', () => {
	const details = detailsOf({
		Id: 'a',
		RestartCount: 3,
		State: {
			Status: 'exited',
			ExitCode: 137,
			OOMKilled: true,
			Error: 'no \u001B[31mcolour',
			StartedAt: '2026-11-20T14:02:07.123456789Z',
			FinishedAt: '0001-01-01T00:00:00Z',
			Health: {Status: 'unhealthy'},
		},
		Config: {Tty: true, StopTimeout: 60},
		HostConfig: {RestartPolicy: {Name: 'unless-stopped'}},
	});
	expect(details).toMatchObject({
		state: 'exited',
		exitCode: 137,
		outOfMemory: true,
		failure: 'no colour',
		startedAt: new Date('2026-11-20T14:02:07.123Z'),
		finishedAt: undefined,
		health: 'unhealthy',
		restarts: 3,
		restartPolicy: 'unless-stopped',
		terminal: true,
		grace: 60,
	});
});

test('since when depends on the state', () => {
	const started = '2026-11-20T10:00:00Z';
	const finished = '2026-11-20T11:00:00Z';
	const container = (state: string) => ({
		...summaryOf({Id: 'a', State: state, Status: 'Exited (3) 1 hour ago', Created: 1_763_600_000}),
		details: detailsOf({Id: 'a', State: {StartedAt: started, FinishedAt: finished, ExitCode: 3}}),
		died: undefined,
	});
	expect(sinceOf(container('running'))).toEqual(new Date(started));
	expect(sinceOf(container('exited'))).toEqual(new Date(finished));
	expect(sinceOf(container('restarting'))).toEqual(new Date(finished));
	expect(sinceOf(container('created'))).toEqual(new Date(1_763_600_000_000));
	expect(exitCodeOf(container('exited'))).toBe(3);
	expect(exitCodeOf(container('running'))).toBeUndefined();
});
