import {join} from 'node:path';
import type {ContainerSpec} from '../../../source/demo/docker-engine/container.ts';
import {createContainers} from '../../../source/engine/docker/containers.ts';
import type {LogsOptions} from '../../../source/engine/logs/options.ts';
import {createDocker, type Docker} from '../../../source/engine/docker/docker.ts';
import {startDockerEngine} from '../../../source/demo/docker-engine/docker-engine.ts';
import {createWorld, type World} from '../../../source/demo/docker-engine/world.ts';
import type {Host} from './support.ts';

export type Containers = AsyncDisposable & {
	readonly docker: Docker;
	readonly world: World;
	/** All of them, live. */
	readonly list: LogsOptions['containers'];
	create(name: string, more?: Partial<Pick<ContainerSpec, 'labels' | 'terminal'>>): string;
};

/** A practice Docker Engine on a socket of the host; its containers say nothing by themselves. */
export const startContainers = async ({directory, connection}: Host): Promise<Containers> => {
	const world = createWorld();
	const socket = join(directory, 'docker.sock');
	const engine = await startDockerEngine({socket, world});
	const docker = createDocker(() => connection.openSocket(socket), connection.lost);
	return {
		docker,
		world,
		list: createContainers({docker, heartbeat: 60_000, settle: 5}),
		create(name, {labels = {}, terminal = false} = {}) {
			return world.create({
				name,
				image: 'busybox',
				command: ['sh'],
				labels,
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
