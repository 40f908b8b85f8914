import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {connect, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {HostConfig} from '../../../source/config/config.ts';
import {defaultHost} from '../../../source/config/host.ts';
import {specOf, type ContainerSpec} from '../../../source/demo/docker-engine/container.ts';
import {startDockerEngine} from '../../../source/demo/docker-engine/docker-engine.ts';
import {createWorld} from '../../../source/demo/docker-engine/world.ts';
import {createContainers} from '../../../source/engine/docker/containers.ts';
import {createDocker} from '../../../source/engine/docker/docker.ts';
import {createHostClocks} from '../../../source/engine/host/host-clock.ts';
import {createHeardRuns} from '../../../source/engine/jobs/heard-runs.ts';
import {openLocal} from '../../../source/engine/host/local.ts';

/** Sockets to a path, with a count of those that are open. */
export const sockets = (path: string) => {
	const open = new Set<Socket>();
	return {
		open,
		async openSocket(): Promise<Socket> {
			const socket = connect(path);
			open.add(socket);
			socket.once('close', () => open.delete(socket));
			await once(socket, 'connect');
			return socket;
		},
	};
};

/** What compose writes on a container that it makes for `up`. */
export const labels = (service: string, more: Readonly<Record<string, string>> = {}) => ({
	'com.docker.compose.project': 'er',
	'com.docker.compose.service': service,
	'com.docker.compose.container-number': '1',
	'com.docker.compose.oneoff': 'False',
	'com.docker.compose.project.working_dir': '/srv/er',
	'com.docker.compose.project.config_files': '/srv/er/docker-compose.yml',
	...more,
});

/** Labels of a run that `docker compose run` makes. */
export const runLabels = (job: string) => labels(job, {'com.docker.compose.oneoff': 'True'});

/** An empty practice Engine on a socket of its own, with all that reads it. Files are those of this machine. */
export const startPractice = async ({heartbeat = 5000, deadline = 10_000, settle = 20} = {}) => {
	const directory = await mkdtemp(join(tmpdir(), 'mlops-tui-'));
	const socket = join(directory, 'docker.sock');
	const world = createWorld({pace: 0.01});
	const engine = await startDockerEngine({socket, world});
	const connection = openLocal();
	const {open, openSocket} = sockets(socket);
	const docker = createDocker(openSocket, connection.lost, deadline);
	const heard = createHeardRuns();
	const containers = createContainers({docker, heartbeat, settle, heard: heard.hear});
	return {
		world,
		faults: engine.faults,
		directory,
		connection,
		/** The sockets to the Engine that are open now. */
		open,
		docker,
		containers,
		/** What the events of its containers told of runs. */
		heard,
		clocks: createHostClocks(connection),
		host(parts: Partial<HostConfig> = {}): HostConfig {
			return {...emptyHost, directory, socket, ...parts};
		},
		write: (name: string, text: string) => writeFile(join(directory, name), text),
		/** Creates and starts a container of compose. */
		up(service: string, parts: Partial<ContainerSpec> = {}): string {
			const id = world.create(specOf({name: `er-${service}-1`, labels: labels(service), ...parts}));
			world.start(id);
			return id;
		},
		async [Symbol.asyncDispose]() {
			connection.close();
			await engine[Symbol.asyncDispose]();
			world[Symbol.dispose]();
			await rm(directory, {recursive: true});
		},
	};
};

const emptyHost: HostConfig = {...defaultHost(), name: 'er-forecast', socket: ''};

/** Reads a stream until a value satisfies `wanted`, and gives it back. */
export const until = async <Value>(
	source: (signal: AbortSignal) => AsyncIterable<Value>,
	wanted: (value: Value) => boolean,
): Promise<Value> => {
	const over = new AbortController();
	try {
		for await (const value of source(over.signal)) if (wanted(value)) return value;
	} finally {
		over.abort();
	}
	throw new Error('the stream ended');
};

/** Reads a stream to its end. */
export const all = async <Value>(source: AsyncIterable<Value>): Promise<Value[]> => {
	const values: Value[] = [];
	for await (const value of source) values.push(value);
	return values;
};

/** Never aborts. */
export const never = new AbortController().signal;
