import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {attempt} from './support/command.ts';
import {serviceNames, staleness} from './support/project.ts';
import {startRealServer} from './support/real-server.ts';
import type {RealServer} from './support/real-server.ts';
import {skipped} from './support/requirements.ts';
import type {Sshd} from './support/sshd.ts';

describe.skipIf(skipped)('the server the other tests run on', () => {
	let server: RealServer;
	beforeAll(async () => {
		server = await startRealServer();
	});
	afterAll(() => server[Symbol.asyncDispose]());

	/** Runs a command on the server with the OpenSSH client, which is nobody's library here. */
	const overSsh = (user: string, command: string, door: Sshd = server.ssh) =>
		attempt(
			'ssh',
			[
				['-F', 'none', '-i', door.identityFile, '-p', String(door.port)],
				['-o', `UserKnownHostsFile=${door.knownHostsFile}`, '-o', 'StrictHostKeyChecking=yes', '-o', 'BatchMode=yes'],
				[`${user}@127.0.0.1`, command],
			].flat(),
		);
	const docker = () => `docker -H unix://${server.socket}`;

	test('a user who is not root sees the five services running under compose v2', async () => {
		const {stdout} = await overSsh(
			server.user,
			`id -u; cd ${server.directory} && ${docker()} compose -f docker-compose.services.yml ps --format '{{.Service}} {{.State}}'`,
		);
		const [id, ...rows] = stdout.trim().split('\n');
		expect(Number(id)).toBeGreaterThan(0);
		expect(rows.toSorted()).toEqual(serviceNames.map(name => `${name} running`).toSorted());
	});

	test('a user outside the docker group may log in but not use Docker', async () => {
		const {code, stdout, stderr} = await overSsh(server.outsider, `echo in; ${docker()} ps`);
		expect(stdout).toBe('in\n');
		expect(code).not.toBe(0);
		expect(stderr).toContain('permission denied');
	});

	test('training succeeds and prediction fails with its traceback, on its output and in its log file', async () => {
		expect(await server.runJob('training')).toMatchObject({code: 0});
		const {code, stdout} = await server.runJob('prediction');
		expect(code).toBe(1);
		expect(stdout).toContain(`Traceback (most recent call last):\n`);
		const log = await readFile(path.join(server.directory, 'logs/prediction.log'), 'utf8');
		expect(log.trimEnd().split('\n').at(-1)).toBe(staleness);
	});

	test('a service that was killed stays down although it restarts always', async () => {
		const container = await server.containerOf('minio');
		await server.docker('kill', container);
		expect(await server.docker('inspect', '-f', '{{.State.Status}} {{.State.ExitCode}}', container)).toBe(
			'exited 137\n',
		);
		await server.compose('start', 'minio');
	});

	test('another door has its own rules and its own host key', async () => {
		const door = await server.startSshd('ForceCommand echo nothing else');
		expect(await overSsh(server.user, 'id', door)).toMatchObject({code: 0, stdout: 'nothing else\n'});
		await door.changeHostKey();
		const {code, stderr} = await overSsh(server.user, 'id', door);
		expect(code).toBe(255);
		expect(stderr).toContain('REMOTE HOST IDENTIFICATION HAS CHANGED');
	});
});
