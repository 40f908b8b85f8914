import {once} from 'node:events';
import {chmod, mkdir, symlink, writeFile} from 'node:fs/promises';
import http from 'node:http';
import {join} from 'node:path';
import type {Duplex} from 'node:stream';
import {describe, expect, test} from 'vitest';
import {waitUntil} from '../../support/wait.ts';
import {bytesOf, practice} from './practice.ts';

const docker = '/var/run/docker.sock';

/** A host with an HTTP server on a unix socket as its Docker, and a `docker` command that knows `dial-stdio` and `version`. */
const dockerHost = async (options: Parameters<typeof practice>[0] = {}) => {
	await using stack = new AsyncDisposableStack();
	const sockets: Record<string, string> = {};
	const env: Record<string, string> = {};
	const host = stack.use(await practice({sockets, env, ...options}));
	const path = join(host.root, 'docker.sock');
	const server = http.createServer((request, response) => {
		response.end(`${request.method} ${request.url}`);
	});
	server.listen(path);
	await once(server, 'listening');
	stack.defer(async () => {
		server.closeAllConnections();
		server.close();
	});
	const bin = join(host.root, 'bin');
	await mkdir(bin);
	env['PATH'] = `${bin}:${process.env['PATH']}`;
	const client = `require('node:net').connect('${path}', function () { process.stdin.pipe(this).pipe(process.stdout); })`;
	const install = async () => {
		await writeFile(
			join(bin, 'docker'),
			`#!/bin/sh\ncase "$*" in *version*) echo 27.0;; *dial-stdio*) exec '${process.execPath}' -e "${client}";; esac\n`,
		);
		await chmod(join(bin, 'docker'), 0o755);
	};

	const kept = stack.move();
	return {...host, path, sockets, env, install, [Symbol.asyncDispose]: async () => kept.disposeAsync()};
};

const get = async (open: () => Promise<Duplex>, url: string): Promise<string> => {
	const agent = new http.Agent({keepAlive: true});
	agent.createConnection = (_options, done) => {
		void (async () => {
			done?.(null, await open());
		})();
		return undefined;
	};
	const request = http.get({agent, path: url, host: 'localhost'});
	const [response] = await once(request, 'response');
	const body = (await bytesOf(response)).toString();
	agent.destroy();
	return body;
};

test("Docker's socket answers HTTP through a tunnel", async () => {
	await using host = await dockerHost();
	host.sockets[docker] = host.path;
	const connection = await host.dial();
	expect(await get(async () => connection.openSocket(docker), '/_ping')).toBe('GET /_ping');
	const sessions = host.server.commands.filter(command => command.includes('docker'));
	expect(sessions).toEqual([]);
});

test('a tunnel that nobody listens to yet fails quietly with its connection', async () => {
	await using host = await dockerHost();
	host.sockets[docker] = host.path;
	const connection = await host.dial();
	const tunnels = await Promise.all([connection.openSocket(docker), connection.openSocket(docker)]);
	host.server.dropAll();
	// An error without a listener would end the process, and this test with it.
	await waitUntil(
		() => tunnels.every(({closed}) => closed),
		() => 'the tunnels stay open',
	);
	expect(tunnels.map(({errored}) => errored?.message)).toEqual([
		expect.stringMatching(/was lost/),
		expect.stringMatching(/was lost/),
	]);
});

test('where tunnels are refused, the docker command is the way, and that is learnt once', async () => {
	await using host = await dockerHost({faults: {forwarding: 'refused'}});
	await host.install();
	const connection = await host.dial();
	const open = async () => connection.openSocket(host.path);
	expect(await get(open, '/_ping')).toBe('GET /_ping');
	expect(await get(open, '/version')).toBe('GET /version');
	const asked = host.server.commands.filter(command => command.includes('docker'));
	expect(asked.map(command => (command.includes('dial-stdio') ? 'dial' : 'diagnose'))).toEqual([
		'diagnose',
		'dial',
		'dial',
	]);
	await expect.poll(() => host.server.sessions).toBe(0);
});

test('twenty at once need one diagnosis', async () => {
	await using host = await dockerHost({faults: {forwarding: 'refused'}});
	const connection = await host.dial();
	const outcomes = await Promise.allSettled(
		Array.from({length: 20}, async () => connection.openSocket('/no/such.sock')),
	);
	for (const outcome of outcomes) expect(outcome).toMatchObject({status: 'rejected', reason: {problem: {}}});
	expect(host.server.commands.filter(command => command.includes('test -S'))).toHaveLength(1);
});

describe('a socket that cannot be opened is explained', () => {
	test('when it is not there', async () => {
		await using host = await dockerHost();
		const connection = await host.dial();
		await expect(connection.openSocket('/no/such.sock')).rejects.toMatchObject({
			problem: {what: 'Cannot reach Docker on er-forecast', why: 'there is no socket at /no/such.sock'},
		});
	});

	test('when only its group may open it, with the command that helps', async () => {
		// Root may open anything, so the host's answer is played: user, groups, and the exit code that stands for it.
		await using host = await dockerHost({
			exec(command, stream) {
				if (!command.includes('test -S')) return false;
				stream.write('er\ner staff\n');
				stream.exit(82);
				stream.end();
				return true;
			},
		});
		const connection = await host.dial();
		await expect(connection.openSocket(host.path)).rejects.toMatchObject({
			problem: {
				why: `er may not open ${host.path} and is only in the groups er, staff`,
				next: 'run `sudo usermod -aG docker er` there, then log in again',
			},
		});
	});

	test('when nobody listens on it', async () => {
		await using host = await dockerHost();
		await writeFile(join(host.root, 'bin', 'docker'), '#!/bin/sh\nexit 1\n');
		await chmod(join(host.root, 'bin', 'docker'), 0o755);
		const connection = await host.dial();
		await expect(connection.openSocket(host.path)).rejects.toMatchObject({
			problem: {why: `nothing answers on ${host.path}`},
		});
	});

	test('when tunnels are refused and there is no docker command', async () => {
		await using host = await dockerHost({faults: {forwarding: 'refused'}});
		await symlink('/bin/sh', join(host.root, 'bin', 'sh'));
		host.env['PATH'] = join(host.root, 'bin');
		const connection = await host.dial();
		await expect(connection.openSocket(host.path)).rejects.toMatchObject({
			problem: {why: expect.stringContaining('no docker command')},
		});
	});
});
