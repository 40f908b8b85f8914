import type {ClientChannel} from 'ssh2';
import {ProblemError} from '../../domain/problem.ts';
import {collectOutput, type Collected} from '../collect-output.ts';
import type {Chunk} from '../connection.ts';
import {sh} from '../shell.ts';
import {answer} from './answer.ts';
import type {SshHost} from './host.ts';
import type {Length} from './sessions.ts';

/**
 * The login shell may be any, so it is given one quoted word to hand to `sh`. Input comes from nowhere rather than from an ended
 * channel, because a channel that has been ended can carry no signal any more.
 */
const forLoginShell = (command: string): string => sh`exec sh -c ${command} </dev/null`;

/** Ends the command on the host: by signal, since closing the channel alone leaves a silent command running. */
const stop = (channel: ClientChannel): void => {
	channel.signal('TERM');
	channel.close();
	channel.resume();
	channel.stderr.resume();
};

/** Starts a command in one of the connection's sessions; `attach` runs before anything the command does can arrive. */
export const openCommand = <Attached>(
	host: SshHost,
	command: string,
	length: Length,
	attach: (channel: ClientChannel) => Attached,
	signal?: AbortSignal,
): Promise<{channel: ClientChannel; attached: Attached}> => {
	const giveBack = host.sessions.take(length);
	return answer<{channel: ClientChannel; attached: Attached}>(
		done => {
			try {
				host.client.exec(command, (error, channel) => {
					if (error) {
						giveBack();
						done(refused(host, error), undefined as never);
						return;
					}

					channel.on('close', giveBack);
					channel.on('error', () => {}); // Whatever it was, the close that follows tells the reader.
					done(undefined, {channel, attached: attach(channel)});
				});
			} catch (error) {
				giveBack();
				throw refused(host, error);
			}
		},
		signal === undefined ? [host.lost] : [host.lost, signal],
		({channel}) => stop(channel),
	);
};

const refused = (host: SshHost, cause: unknown): Error =>
	host.lost.aborted
		? (host.lost.reason as Error)
		: new ProblemError(
				{
					what: `Cannot run commands on ${host.label}`,
					why: 'the server opened no session for it',
					next: 'check that this user may run commands, and `MaxSessions` in its sshd_config',
				},
				{cause},
			);

/** Runs a command with the host's `sh`. Throws the signal's reason when it aborts; the command is ended on the host then. */
export async function* runCommand(
	host: SshHost,
	command: string,
	signal: AbortSignal,
	length: Length = 'long',
): AsyncGenerator<Chunk, void, undefined> {
	signal.throwIfAborted();
	const {channel, attached: output} = await openCommand(host, forLoginShell(command), length, attachOutput, signal);
	const leave = () => output.fail(host.lost.aborted ? host.lost.reason : signal.reason);
	host.lost.addEventListener('abort', leave);
	signal.addEventListener('abort', leave);
	try {
		if (host.lost.aborted || signal.aborted) leave();
		yield* output.read();
	} finally {
		host.lost.removeEventListener('abort', leave);
		signal.removeEventListener('abort', leave);
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
