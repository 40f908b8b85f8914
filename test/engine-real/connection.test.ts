import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest';
import type {Connection} from '../../source/engine/connection.ts';
import {createDocker} from '../../source/engine/docker/docker.ts';
import {sh} from '../../source/engine/host/shell.ts';
import {dialSsh} from '../../source/engine/ssh/dial.ts';
import {serviceNames} from './support/project.ts';
import {startRealServer} from './support/real-server.ts';
import type {RealServer} from './support/real-server.ts';
import {skipped} from './support/requirements.ts';
import {nobody, targetOf} from './support/target.ts';

describe.skipIf(skipped)('a connection to a real sshd', () => {
	const never = new AbortController().signal;
	let server: RealServer;
	beforeAll(async () => {
		server = await startRealServer();
	});
	afterAll(() => server[Symbol.asyncDispose]());

	const dial = async (to: Parameters<typeof targetOf>[1] = {}): Promise<Connection> => {
		const connection = await dialSsh(targetOf(server, to), nobody, never);
		onTestFinished(() => connection.close());
		return connection;
	};

	const servicesSeenBy = async (connection: Connection): Promise<ReadonlySet<string | undefined>> => {
		const docker = createDocker(() => connection.openSocket(server.socket), connection.lost);
		return new Set((await docker.list(never)).map(({compose}) => compose?.service));
	};

	const output = async (connection: Connection, command: string): Promise<string> => {
		const decoder = new TextDecoder();
		let text = '';
		for await (const chunk of connection.run(command, never))
			if (chunk.from === 'stdout') text += decoder.decode(chunk.bytes, {stream: true});
		return text;
	};

	test('a user who is not root lists the five services through the forwarded socket', async () => {
		const connection = await dial();
		expect(Number(await output(connection, sh`id -u`))).toBeGreaterThan(0);
		expect(await servicesSeenBy(connection)).toEqual(new Set(serviceNames));
	});

	test.for([['AllowStreamLocalForwarding no'], ['AllowTcpForwarding no'], ['DisableForwarding yes']])(
		'with %s it reaches Docker through the docker command instead',
		async ([line = '']) => {
			const connection = await dial({door: await server.startSshd(line)});
			expect(await servicesSeenBy(connection)).toEqual(new Set(serviceNames));
		},
	);

	test('a user outside the docker group is told so, and how to mend it', async () => {
		const connection = await dial({user: server.outsider});
		await expect(connection.openSocket(server.socket)).rejects.toMatchObject({
			problem: {
				what: 'Cannot reach Docker on er-forecast',
				why: expect.stringContaining(`${server.outsider} may not open`),
				next: expect.stringContaining(`usermod -aG docker ${server.outsider}`),
			},
		});
		expect(await output(connection, 'echo the rest goes on')).toBe('the rest goes on\n');
	});

	test('a socket that is not there is told apart from one that is forbidden', async () => {
		const connection = await dial();
		await expect(connection.openSocket(`${server.directory}/docker.sock`)).rejects.toMatchObject({
			problem: {why: expect.stringContaining('no socket')},
		});
	});

	test('a changed host key is refused, and nobody is asked to trust it', async () => {
		const door = await server.startSshd();
		(await dial({door})).close();
		await door.changeHostKey();
		await expect(dial({door})).rejects.toMatchObject({problem: {why: expect.stringMatching(/key/)}});
	});

	test('when the sshd of the connection is killed all that is open on it ends', async () => {
		const door = await server.startSshd();
		const connection = await dial({door});
		const docker = createDocker(() => connection.openSocket(server.socket), connection.lost);
		const events = await docker.events(never);
		const reading = (async () => {
			for await (const event of events) expect(event).toBeUndefined();
		})();
		door.killSessions();
		await expect(reading).rejects.toMatchObject({name: 'ProblemError'});
		expect(connection.lost.aborted).toBe(true);
		expect(await servicesSeenBy(await dial({door}))).toEqual(new Set(serviceNames));
	});
});
