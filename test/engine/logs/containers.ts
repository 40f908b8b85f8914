import {join} from 'node:path';
import {createDocker, type Docker} from '../../../source/engine/docker/docker.ts';
import {startDockerEngine} from '../../../source/demo/docker-engine/docker-engine.ts';
import {createWorld, type World} from '../../../source/demo/docker-engine/world.ts';
import type {Host} from './support.ts';

export type Containers = AsyncDisposable & {
	readonly docker: Docker;
	readonly world: World;
	create(name: string, terminal?: boolean): string;
};

/** A practice Docker Engine on a socket of the host; its containers say nothing by themselves. */
export const startContainers = async ({directory, connection}: Host): Promise<Containers> => {
	const world = createWorld();
	const socket = join(directory, 'docker.sock');
	const engine = await startDockerEngine({socket, world});
	return {
		docker: createDocker(() => connection.openSocket(socket), connection.lost),
		world,
		create(name, terminal = false) {
			return world.create({
				name,
				image: 'busybox',
				command: ['sh'],
				labels: {},
				environment: [],
				ports: [],
				network: 'none',
				restartPolicy: 'no',
				healthCheck: undefined,
				terminal,
				load: {cpu: 0, memory: 0},
				behaviour: {starting: [], stopping: {says: [], takes: 0, exitCode: 0}, ending: undefined},
			});
		},
		async [Symbol.asyncDispose]() {
			await engine[Symbol.asyncDispose]();
			world[Symbol.dispose]();
		},
	};
};
