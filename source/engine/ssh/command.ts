import type {ClientChannel} from 'ssh2';
import {ProblemError} from '../../domain/problem.ts';
import {collectOutput, type Collected} from '../host/collect-output.ts';
import type {Chunk, RunOptions, Use} from '../connection.ts';
import {leashed} from '../host/leash.ts';
import {sh} from '../host/shell.ts';
import {answer} from './answer.ts';
import {reasonOf, type SshHost} from './host.ts';
import type {Place} from './sessions.ts';

/** The login shell may be any, so it only has to hand quoted words to `sh`. */
const forLoginShell = (command: string, options: RunOptions): string => sh`exec sh ${leashed(command, options)}`;

/**
 * Ends the command on the host, and lets the channel close. Closing alone is not enough, as a command that writes nothing does not notice;
 * and a signal over SSH is refused for root, and by older servers.
 */
const stop = (channel: ClientChannel): void => {
	if (channel.writable) channel.write('\n');
	channel.close();
	channel.resume();
	channel.stderr.resume();
};

const refused = (host: SshHost, cause: unknown): Error =>
	host.lost.aborted
		? reasonOf(host.lost)
		: new ProblemError(
				{
					what: `Cannot run commands on ${host.label}`,
					why: 'the server opened no session for it',
					next: 'check that this user may run commands, and `MaxSessions` in its sshd_config',
				},
				{cause},
			);

type Opened<Attached> = {readonly channel: ClientChannel; readonly wanted: AbortSignal; readonly attached: Attached};

/**
 * Starts a command in one of the connection's sessions; `attach` runs before anything the command does can arrive. When `wanted` aborts
 * the channel has to be closed.
 */
export const openCommand = async <Attached>(
	host: SshHost,
	command: string,
	use: Use,
	attach: (channel: ClientChannel, wanted: AbortSignal) => Attached,
	signal?: AbortSignal,
): Promise<Opened<Attached>> => {
	const calledOff = signal === undefined ? [host.lost] : [host.lost, signal];
	const place = await host.sessions.take(use, calledOff);
	return openIn(place, host, command, attach, [...calledOff, place.wanted]);
};

const openIn = <Attached>(
	{giveBack, wanted}: Place,
	host: SshHost,
	command: string,
	attach: (channel: ClientChannel, wanted: AbortSignal) => Attached,
	calledOff: readonly AbortSignal[],
): Promise<Opened<Attached>> => {
	if (calledOff.some(({aborted}) => aborted)) giveBack();
	return answer<Opened<Attached>>((resolve, reject) => {
		const fail = (error: unknown) => {
			giveBack();
			reject(refused(host, error));
		};

		try {
			host.client.exec(command, (error, channel) => {
				if (error) {
					fail(error);
					return;
				}

				channel.on('close', giveBack);
				channel.on('error', () => {}); // Whatever it was, the close that follows tells the reader.
				if (calledOff.some(({aborted}) => aborted)) {
					stop(channel); // Nobody is there to take it.
					return;
				}

				resolve({channel, wanted, attached: attach(channel, wanted)});
			});
		} catch (error) {
			fail(error);
		}
	}, calledOff);
};

/** Runs a command with the host's `sh`. Throws the signal's reason when it aborts; the command is ended on the host then. */
export async function* runCommand(
	host: SshHost,
	command: string,
	signal: AbortSignal,
	options: RunOptions = {},
): AsyncGenerator<Chunk, void, undefined> {
	signal.throwIfAborted();
	const {use = 'passing'} = options;
	const wrapped = forLoginShell(command, options);
	const {channel, wanted, attached} = await openCommand(host, wrapped, use, attachOutput, signal);
	const over = [host.lost, signal, wanted];
	const leave = () => {
		attached.fail(over.find(({aborted}) => aborted)?.reason);
		stop(channel); // At once: whoever wants its place need not wait for the reader.
	};
	for (const one of over) one.addEventListener('abort', leave);
	try {
		if (over.some(({aborted}) => aborted)) leave();
		yield* attached.read();
	} finally {
		for (const one of over) one.removeEventListener('abort', leave);
		stop(channel);
	}
}

const attachOutput = (channel: ClientChannel): Collected => {
	const output = collectOutput(channel, channel.stderr);
	let code: number | undefined;
	let signalName: string | undefined;
	channel.on('exit', (exitCode: number | null, name?: string) => {
		code = exitCode ?? undefined;
		signalName = name;
	});
	channel.on('close', () => output.finish({code, signal: signalName}));
	return output;
};
