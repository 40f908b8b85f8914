import {mkdtemp, rm} from 'node:fs/promises';
import {request, type IncomingMessage} from 'node:http';
import {once} from 'node:events';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {specOf, type ContainerSpec} from '../../../source/demo/docker-engine/container.ts';
import {startDockerEngine, type DockerEngine} from '../../../source/demo/docker-engine/docker-engine.ts';
import {createWorld} from '../../../source/demo/docker-engine/world.ts';

export type Answer = {readonly status: number; readonly headers: IncomingMessage['headers']; readonly body: string};

export type TestEngine = AsyncDisposable &
	DockerEngine & {
		/** Begins a request and gives its answer before its body. */
		open(method: string, path: string): Promise<IncomingMessage>;
		/** A whole answer. */
		ask(method: string, path: string): Promise<Answer>;
		/** A whole answer as JSON. */
		json(path: string): Promise<unknown>;
	};

/** A container that is healthy twenty simulated milliseconds after it starts and takes ten to stop. */
export const webSpec = (parts: Partial<ContainerSpec> = {}): ContainerSpec =>
	specOf({
		name: 'er-web-1',
		image: 'web:1',
		labels: {'com.docker.compose.project': 'er', 'com.docker.compose.service': 'web'},
		ports: [{container: 80, host: 8080}],
		network: 'er_default',
		healthCheck: {command: 'curl -f localhost', interval: 1000, healthyAfter: 20},
		behaviour: {
			starting: [{after: 1, text: 'up'}],
			stopping: {says: ['bye'], takes: 10, exitCode: 0},
			ending: undefined,
		},
		...parts,
	});

/** An engine with an empty world on a socket of its own, gone at the end of the block. */
export const openEngine = async (now?: () => Date): Promise<TestEngine> => {
	const directory = await mkdtemp(join(tmpdir(), 'docker-engine-'));
	const world = createWorld(now === undefined ? {} : {now});
	const engine = await startDockerEngine({socket: join(directory, 'docker.sock'), world});
	const open = async (method: string, path: string): Promise<IncomingMessage> => {
		const asked = request({socketPath: engine.socket, method, path, agent: false});
		asked.end();
		const answered = new Promise<IncomingMessage>((resolve, reject) => {
			asked.on('response', resolve);
			asked.on('error', reject);
		});
		return answered;
	};
	const ask = async (method: string, path: string): Promise<Answer> => {
		const response = await open(method, path);
		let body = '';
		response.setEncoding('utf8').on('data', text => {
			body += text;
		});
		await once(response, 'end');
		return {status: response.statusCode ?? 0, headers: response.headers, body};
	};
	return {
		...engine,
		open,
		ask,
		json: async path => JSON.parse((await ask('GET', path)).body),
		async [Symbol.asyncDispose]() {
			world[Symbol.dispose]();
			await engine[Symbol.asyncDispose]();
			await rm(directory, {recursive: true, force: true});
		},
	};
};

/** The JSON lines of an answer that goes on. */
export async function* jsonLines(response: IncomingMessage): AsyncGenerator {
	for await (const line of createInterface({input: response})) yield JSON.parse(line);
}
