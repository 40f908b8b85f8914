import type {Service} from '../../source/domain/service.ts';

/** A service that runs and is well, but for what is said of it. */
export const serviceOf = (name: string, parts: Partial<Service> = {}): Service => ({
	key: `er/${name}/${parts.number ?? 1}`,
	project: 'er',
	name,
	number: 1,
	state: 'running',
	health: 'none',
	exitCode: undefined,
	outOfMemory: false,
	failure: '',
	since: undefined,
	clock: undefined,
	restarts: 0,
	restartedLately: false,
	restartPolicy: 'always',
	ports: [],
	image: name,
	containerId: `${name}-${parts.number ?? 1}`,
	terminal: false,
	usage: undefined,
	profiles: [],
	restartedWith: [],
	workingDirectory: '/srv/er',
	configFiles: ['/srv/er/docker-compose.yml'],
	...parts,
});

/** The same, exited with 1. */
export const exitedService = (name: string, parts: Partial<Service> = {}): Service =>
	serviceOf(name, {state: 'exited', exitCode: 1, ...parts});
