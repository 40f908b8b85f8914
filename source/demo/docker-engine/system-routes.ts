import {streamEvents} from './event-stream.ts';
import {answerJson, type Route} from './exchange.ts';
import {dateOf} from './moment.ts';

export const apiVersion = '1.41';
export const oldestApiVersion = '1.12';
export const engineVersion = '20.10.24';

const details = {
	GitCommit: '5d6db84',
	GoVersion: 'go1.19.8',
	Os: 'linux',
	Arch: 'amd64',
	KernelVersion: '6.1.0-28-amd64',
	BuildTime: '2023-04-04T18:18:21.000000000+00:00',
} as const;

export const systemRoutes: readonly Route[] = [
	{
		method: 'GET',
		path: /^\/_ping$/,
		handle({response}) {
			response
				.writeHead(200, {
					'Cache-Control': 'no-cache, no-store, must-revalidate',
					Pragma: 'no-cache',
					'Content-Length': 2,
					'Content-Type': 'text/plain; charset=utf-8',
				})
				.end('OK');
		},
	},
	{
		method: 'GET',
		path: /^\/version$/,
		handle({response}) {
			answerJson(response, 200, {
				Platform: {Name: ''},
				Components: [
					{
						Name: 'Engine',
						Version: engineVersion,
						Details: {...details, ApiVersion: apiVersion, MinAPIVersion: oldestApiVersion, Experimental: 'false'},
					},
				],
				Version: engineVersion,
				ApiVersion: apiVersion,
				MinAPIVersion: oldestApiVersion,
				...details,
			});
		},
	},
	{
		method: 'GET',
		path: /^\/info$/,
		handle({world, response}) {
			const containers = world.containers();
			const running = containers.filter(({status}) => status === 'running').length;
			answerJson(response, 200, {
				ID: 'PRAC:TICE',
				Containers: containers.length,
				ContainersRunning: running,
				ContainersPaused: 0,
				ContainersStopped: containers.length - running,
				Images: new Set(containers.map(({spec}) => spec.image)).size,
				Driver: 'overlay2',
				DriverStatus: [['Backing Filesystem', 'extfs']],
				Plugins: {Volume: ['local'], Network: ['bridge', 'host', 'null'], Authorization: null, Log: ['json-file']},
				MemoryLimit: true,
				SwapLimit: true,
				SystemTime: dateOf(world.now()).toISOString(),
				LoggingDriver: 'json-file',
				CgroupDriver: 'cgroupfs',
				CgroupVersion: '1',
				KernelVersion: details.KernelVersion,
				OperatingSystem: 'Debian GNU/Linux 12 (bookworm)',
				OSVersion: '12',
				OSType: 'linux',
				Architecture: 'x86_64',
				NCPU: world.host.cpus,
				MemTotal: world.host.memory,
				DockerRootDir: '/var/lib/docker',
				Name: world.host.name,
				Labels: [],
				ExperimentalBuild: false,
				ServerVersion: engineVersion,
				Swarm: {NodeID: '', NodeAddr: '', LocalNodeState: 'inactive', ControlAvailable: false, Error: ''},
				LiveRestoreEnabled: false,
				SecurityOptions: ['name=seccomp,profile=default'],
				Warnings: null,
			});
		},
	},
	{method: 'GET', path: /^\/events$/, handle: streamEvents},
];
