import {mkdir, mkdtemp, readdir, readFile, rm, stat} from 'node:fs/promises';
import {createConnection} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';
import {expect, test, vi} from 'vitest';
import {startPractice} from '../../source/demo/practice.ts';
import type {Asker, Chunk, Connection} from '../../source/engine/connection.ts';
import {dialSsh} from '../../source/engine/ssh/dial.ts';
import {waitUntil} from '../support/wait.ts';

const nobody: Asker = {
	secret: async label => {
		throw new Error(`nobody is here to answer ${label}`);
	},
	trust: async host => {
		throw new Error(`nobody is here to trust ${host}`);
	},
};

const ended = AbortSignal.timeout(60_000);

const textOf = async (chunks: AsyncIterable<Chunk>): Promise<string> => {
	let all = '';
	for await (const chunk of chunks) if (chunk.from === 'stdout') all += Buffer.from(chunk.bytes).toString();
	return all;
};

/** One request to Docker through the connection. */
const askDocker = async (connection: Connection, request: string): Promise<string> => {
	const socket = await connection.openSocket('/var/run/docker.sock');
	socket.write(`${request} HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n`);
	return text(socket);
};

/** Makes a new directory the one for temporary files, until the end of the block. */
const placeFor = async (name: string): Promise<AsyncDisposable & {readonly path: string}> => {
	const outer = await mkdtemp(join(tmpdir(), 'practice-'));
	const path = join(outer, name);
	await mkdir(path, {recursive: true});
	vi.stubEnv('TMPDIR', path);
	return {
		path,
		async [Symbol.asyncDispose]() {
			vi.unstubAllEnvs();
			await rm(outer, {recursive: true});
		},
	};
};

test('its host is reached with its own key and no question, and has Docker, files and SQL Server', async () => {
	await using practice = await startPractice('');
	const connection = await dialSsh(practice.target, nobody, ended);
	try {
		expect(connection.label).toBe('user@er-forecast');
		expect(await askDocker(connection, 'GET /v1.41/containers/json?all=1')).toContain('er-forecast-grafana-1');
		const files = await connection.listFiles(join(practice.directory, 'logs'), ended);
		expect(files.map(({path}) => path).toSorted()).toEqual(
			['prediction.log', 'training.log'].map(name => join(practice.directory, 'logs', name)),
		);
		const [check] = practice.host.data;
		const sql = await connection.openPort(check?.server ?? '', check?.port ?? 0);
		sql.destroy();
		expect(await textOf(connection.run('date +%z', ended))).toMatch(/^\+0[12]00\n$/);
	} finally {
		connection.close();
	}
});

test('Docker is still there where tunnels are refused', async () => {
	await using practice = await startPractice('morning');
	practice.ssh.faults.forwarding = 'refused';
	const connection = await dialSsh(practice.target, nobody, ended);
	try {
		expect(await askDocker(connection, 'GET /_ping')).toContain('OK');
		expect(practice.ssh.commands.join('\n')).toContain('system dial-stdio');
	} finally {
		connection.close();
	}
});

test('restarting grafana makes it run, become healthy and say so in its log', async () => {
	await using practice = await startPractice('morning', {pace: 0.01});
	const {world} = practice;
	const grafana = () => world.find('er-forecast-grafana-1');
	expect(grafana()).toMatchObject({status: 'exited', exitCode: 1});
	const connection = await dialSsh(practice.target, nobody, ended);
	try {
		expect(await askDocker(connection, `POST /v1.41/containers/${grafana().id}/restart`)).toContain('204 No Content');
		expect(grafana().status).toBe('running');
		await waitUntil(
			() => grafana().health?.status === 'healthy',
			() => `grafana is ${grafana().health?.status}`,
		);
		expect(await askDocker(connection, 'GET /containers/er-forecast-grafana-1/logs?stdout=1&tail=3')).toContain(
			'msg="HTTP Server Listen" address=[::]:3000',
		);
	} finally {
		connection.close();
	}
});

test('docker compose restart and ps work in its shell', async () => {
	await using practice = await startPractice('morning', {pace: 0.01});
	const connection = await dialSsh(practice.target, nobody, ended);
	const compose = 'docker compose -f docker-compose.services.yml';
	try {
		expect(await textOf(connection.run(`${compose} ps`, ended))).toContain('er-forecast-grafana-1\tgrafana\texited\n');
		await textOf(connection.run(`${compose} restart grafana`, ended));
		expect(practice.world.find('er-forecast-grafana-1').status).toBe('running');
		expect(await textOf(connection.run(`${compose} ps grafana`, ended))).toContain('running\n');
	} finally {
		connection.close();
	}
});

test('the screen is kept alive: mlflow goes on writing', async () => {
	await using practice = await startPractice('morning', {pace: 0.001});
	const log = practice.world.logOf('er-forecast-mlflow-1');
	const before = log.next;
	await waitUntil(
		() => log.next > before + 2,
		() => 'mlflow writes nothing',
	);
	expect(log.at(before)?.text).toContain(' HTTP/1.1" 200 ');
});

test('its private key is for its owner alone, and its secrets are in no config', async () => {
	await using practice = await startPractice('calm');
	const [identity = ''] = practice.target.identityFiles;
	expect((await stat(identity)).mode & 0o777).toBe(0o600);
	expect(await readFile(practice.target.knownHostsFiles[0] ?? '', 'utf8')).toMatch(/^er-forecast ecdsa-sha2-nistp256 /);
	const password = await practice.host.data[0]?.login.password?.();
	expect(JSON.stringify(practice.host)).not.toContain(password);
});

test('it leaves nothing behind: no file, no socket, no port', async () => {
	await using place = await placeFor('');
	const practice = await startPractice('calm');
	expect(await readdir(place.path)).toHaveLength(1);
	const ports = [practice.target.port, practice.sql.port];
	await practice[Symbol.asyncDispose]();
	expect(await readdir(place.path)).toEqual([]);
	for (const port of ports) {
		const refused = new Promise(resolve => {
			createConnection({port, host: '127.0.0.1'}).on('error', resolve);
		});
		expect(await refused).toMatchObject({code: 'ECONNREFUSED'});
	}
});

test('a scenario that does not exist is refused before anything is made', async () => {
	await using place = await placeFor('');
	await expect(startPractice('evening')).rejects.toMatchObject({
		problem: {next: 'choose one of --demo=morning, --demo=calm, --demo=late-load, --demo=stale-before-prediction'},
	});
	expect(await readdir(place.path)).toEqual([]);
});

test('a failure half-way takes back what was made', async () => {
	// The path of a unix socket has to fit into some hundred bytes; everything before it succeeds.
	await using place = await placeFor('x'.repeat(120));
	await expect(startPractice('morning')).rejects.toThrow(/listen/);
	expect(await readdir(place.path)).toEqual([]);
});
