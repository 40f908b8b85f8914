import type {Container, PortMapping} from './container.ts';
import {digest} from './container.ts';
import {endpoint, imageId} from './list-row.ts';
import {jsonTime} from './moment.ts';

const root = '/var/lib/docker';

const bindings = (ports: readonly PortMapping[], addresses: readonly string[]) =>
	Object.fromEntries(
		ports.map(({container, host}) => [
			`${container}/tcp`,
			host === undefined ? null : addresses.map(HostIp => ({HostIp, HostPort: String(host)})),
		]),
	);

const nanoseconds = (milliseconds: number): number => milliseconds * 1e6;

const state = ({id, status, outOfMemory, exitCode, failure, startedAt, finishedAt, health}: Container) => ({
	Status: status,
	Running: status === 'running',
	Paused: false,
	Restarting: false,
	OOMKilled: outOfMemory,
	Dead: false,
	Pid: status === 'running' ? 1000 + (Number.parseInt(id.slice(0, 4), 16) % 30_000) : 0,
	ExitCode: exitCode,
	Error: failure,
	StartedAt: jsonTime(startedAt),
	FinishedAt: jsonTime(finishedAt),
	...(health && {
		Health: {
			Status: health.status,
			FailingStreak: health.failingStreak,
			Log: health.log.map(({start, end, exitCode: code, output}) => ({
				Start: jsonTime(start),
				End: jsonTime(end),
				ExitCode: code,
				Output: output,
			})),
		},
	}),
});

const config = ({id, spec}: Container) => ({
	Hostname: id.slice(0, 12),
	Domainname: '',
	User: '',
	AttachStdin: false,
	AttachStdout: true,
	AttachStderr: true,
	...(spec.ports.length > 0 && {
		ExposedPorts: Object.fromEntries(spec.ports.map(({container}) => [`${container}/tcp`, {}])),
	}),
	Tty: spec.terminal,
	OpenStdin: false,
	StdinOnce: false,
	Env: spec.environment,
	Cmd: spec.command,
	...(spec.healthCheck && {
		Healthcheck: {
			Test: ['CMD-SHELL', spec.healthCheck.command],
			Interval: nanoseconds(spec.healthCheck.interval),
		},
	}),
	Image: spec.image,
	Volumes: null,
	WorkingDir: '',
	Entrypoint: null,
	OnBuild: null,
	Labels: spec.labels,
});

/** The answer to `GET /containers/{id}/json`, without the many host settings that are at their defaults. */
export const inspection = (container: Container) => {
	const {id, name, spec, createdAt, restartCount, status} = container;
	const [path = '', ...args] = spec.command;
	const {Networks, ...first} = {Networks: {[spec.network]: endpoint(container)}, ...endpoint(container)};
	return {
		Id: id,
		Created: jsonTime(createdAt),
		Path: path,
		Args: args,
		State: state(container),
		Image: imageId(spec.image),
		ResolvConfPath: `${root}/containers/${id}/resolv.conf`,
		HostnamePath: `${root}/containers/${id}/hostname`,
		HostsPath: `${root}/containers/${id}/hosts`,
		LogPath: `${root}/containers/${id}/${id}-json.log`,
		Name: `/${name}`,
		RestartCount: restartCount,
		Driver: 'overlay2',
		Platform: 'linux',
		MountLabel: '',
		ProcessLabel: '',
		AppArmorProfile: 'docker-default',
		ExecIDs: null,
		HostConfig: {
			Binds: null,
			LogConfig: {Type: 'json-file', Config: {}},
			NetworkMode: spec.network,
			PortBindings: bindings(
				spec.ports.filter(({host}) => host !== undefined),
				[''],
			),
			RestartPolicy: {Name: spec.restartPolicy, MaximumRetryCount: 0},
			AutoRemove: false,
			Privileged: false,
			ReadonlyRootfs: false,
			ShmSize: 64 * 1024 ** 2,
			Runtime: 'runc',
			Memory: 0,
			NanoCpus: 0,
			OomKillDisable: false,
		},
		GraphDriver: {Data: null, Name: 'overlay2'},
		Mounts: [],
		Config: config(container),
		NetworkSettings: {
			Bridge: '',
			SandboxID: digest(`sandbox ${id}`),
			HairpinMode: false,
			Ports: status === 'running' ? bindings(spec.ports, ['0.0.0.0', '::']) : {},
			SandboxKey: `/var/run/docker/netns/${digest(`sandbox ${id}`).slice(0, 12)}`,
			EndpointID: first.EndpointID,
			Gateway: first.Gateway,
			IPAddress: first.IPAddress,
			IPPrefixLen: first.IPPrefixLen,
			MacAddress: first.MacAddress,
			Networks,
		},
	};
};
