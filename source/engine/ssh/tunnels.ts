import type {Duplex} from 'node:stream';
import type {ClientChannel} from 'ssh2';
import {ProblemError} from '../../domain/problem.ts';
import {portProblem} from '../host/explain-host.ts';
import {socketLike} from '../host/socket-like.ts';
import {answer} from './answer.ts';
import {ChannelStream} from './channel-stream.ts';
import {reasonOf, type SshHost} from './host.ts';

/** A channel as the stream handed out: it fails with the reason, rather than ends, when one of these aborts. */
export const asStream = (channel: ClientChannel, over: readonly AbortSignal[]): Duplex => {
	const stream = new ChannelStream(channel);
	for (const signal of over) {
		const leave = () => stream.destroy(reasonOf(signal));
		signal.addEventListener('abort', leave, {once: true});
		stream.once('close', () => signal.removeEventListener('abort', leave));
	}

	return socketLike(stream);
};

type Open = (done: (error: Error | undefined, channel: ClientChannel) => void) => void;

/** Opens a tunnel; rejects with ssh2's own error when the server refuses it, with the reason of `lost` when the connection goes. */
export const openTunnel = async (host: SshHost, open: Open): Promise<Duplex> =>
	answer<Duplex>(
		(resolve, reject) =>
			// The stream is made in the callback: the first bytes can be in the same packet.
			open((error, channel) => (error ? reject(error) : resolve(asStream(channel, [host.lost])))),
		[host.lost],
		stream => stream.destroy(),
	);

/** https://www.rfc-editor.org/rfc/rfc4254#section-5.1 */
const prohibited = 1;

/** A byte stream to a TCP port as the host sees it. */
export const openPort = async (host: SshHost, address: string, port: number): Promise<Duplex> => {
	try {
		return await openTunnel(host, done => host.client.forwardOut('127.0.0.1', 0, address, port, done));
	} catch (error) {
		if (error instanceof ProblemError) throw error;
		const forbidden = error instanceof Error && 'reason' in error && error.reason === prohibited;
		throw new ProblemError(
			forbidden
				? {
						what: `Cannot reach ${address}:${port} from ${host.label}`,
						why: 'its SSH server does not allow tunnels',
						next: 'set `AllowTcpForwarding yes` in its sshd_config',
					}
				: portProblem(host.label, address, port, saidBy(error)),
			{cause: error},
		);
	}
};

/** The server's own words after ssh2's prefix, such as `Connection refused`. */
const saidBy = (error: unknown): string => {
	const said = error instanceof Error ? error.message.replace('(SSH) Channel open failure:', '').trim() : '';
	return said === '' || said === 'open failed'
		? 'the connection was refused'
		: said.charAt(0).toLowerCase() + said.slice(1);
};
