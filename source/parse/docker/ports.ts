import {fieldsOf, itemsOf, numberOf, textOf} from './narrow.ts';

type Port = {readonly address: string; readonly outside: number; readonly inside: number; readonly protocol: string};

const anywhere: ReadonlySet<string> = new Set(['', '0.0.0.0', '::', '[::]']);

/** As a compose file would write it, and short where it can be: `5432`, `5050:5000`, `127.0.0.1:9090`, `53/udp`. */
const inWords = ({address, outside, inside, protocol}: Port): string =>
	[
		anywhere.has(address) ? '' : `${address.includes(':') ? `[${address}]` : address}:`,
		outside === inside ? outside : `${outside}:${inside}`,
		protocol === 'tcp' ? '' : `/${protocol}`,
	].join('');

/** Lowest first. The same port on IPv4 and IPv6 is one. */
const inOrder = (ports: readonly Port[]): readonly string[] => [
	...new Set(ports.toSorted((one, other) => one.outside - other.outside).map(inWords)),
];

/** Of the list: what is published now. */
export const publishedPorts = (json: unknown): readonly string[] =>
	inOrder(
		itemsOf(json).flatMap(item => {
			const {IP: address, PublicPort: published, PrivatePort: internal, Type: protocol} = fieldsOf(item);
			const outside = numberOf(published);
			const inside = numberOf(internal);
			if (outside === undefined || inside === undefined) return [];
			return [{address: textOf(address), outside, inside, protocol: textOf(protocol) || 'tcp'}];
		}),
	);

/** Of an inspection: what it is set up to publish, which a stopped container does not show in the list. */
export const boundPorts = (json: unknown): readonly string[] =>
	inOrder(
		Object.entries(fieldsOf(json)).flatMap(([key, bindings]) => {
			const [inside = '', protocol = 'tcp'] = key.split('/');
			return itemsOf(bindings).flatMap(binding => {
				const {HostIp: address, HostPort: port} = fieldsOf(binding);
				const outside = Number.parseInt(textOf(port), 10);
				// Without a port of its own Docker chooses one when it starts.
				if (!(outside > 0)) return [];
				return [{address: textOf(address), outside, inside: Number.parseInt(inside, 10), protocol}];
			});
		}),
	);
