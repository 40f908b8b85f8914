import type {Container, PortMapping} from './container.ts';
import {digest} from './container.ts';
import type {Moment} from './moment.ts';
import {secondsOf} from './moment.ts';
import {statusText} from './status-text.ts';

const imageId = (image: string): string => `sha256:${digest(`image ${image}`)}`;

/** How the container stands in its network; without addresses while it does not run. */
export const endpoint = ({id, spec, status}: Container) => {
	const running = status === 'running';
	// Somewhere in 172.18.0.2 to .249, always the same for the same container.
	const host = 2 + (Number.parseInt(id.slice(0, 4), 16) % 248);
	return {
		IPAMConfig: null,
		Links: null,
		Aliases: null,
		NetworkID: digest(`network ${spec.network}`),
		EndpointID: running ? digest(`endpoint ${id}`) : '',
		Gateway: running ? '172.18.0.1' : '',
		IPAddress: running ? `172.18.0.${host}` : '',
		IPPrefixLen: running ? 16 : 0,
		IPv6Gateway: '',
		GlobalIPv6Address: '',
		GlobalIPv6PrefixLen: 0,
		MacAddress: running ? `02:42:ac:12:00:${host.toString(16).padStart(2, '0')}` : '',
		DriverOpts: null,
	};
};

const listed = ({container, host}: PortMapping) =>
	host === undefined
		? [{PrivatePort: container, Type: 'tcp'}]
		: ['0.0.0.0', '::'].map(IP => ({IP, PrivatePort: container, PublicPort: host, Type: 'tcp'}));

/** One word as Docker writes commands: quoted when it has to be. */
const word = (text: string): string => (/\s/.test(text) ? `'${text}'` : text);

/** An element of `GET /containers/json`. */
export const listRow = (container: Container, now: Moment) => {
	const {id, name, spec, createdAt, status} = container;
	return {
		Id: id,
		Names: [`/${name}`],
		Image: spec.image,
		ImageID: imageId(spec.image),
		Command: spec.command.map(argument => word(argument)).join(' '),
		Created: secondsOf(createdAt),
		Ports: status === 'running' ? spec.ports.flatMap(port => listed(port)) : [],
		Labels: spec.labels,
		State: status,
		Status: statusText(container, now),
		HostConfig: {NetworkMode: spec.network},
		NetworkSettings: {Networks: {[spec.network]: endpoint(container)}},
		Mounts: [],
	};
};

export {imageId};
