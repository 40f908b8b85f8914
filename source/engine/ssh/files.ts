import {performance} from 'node:perf_hooks';
import type {SFTPWrapper} from 'ssh2';
import type {Connection} from '../connection.ts';
import {NoRoomError} from '../host/no-room.ts';
import {answer, callback} from './answer.ts';
import {runCommand} from './command.ts';
import {listByCommand, readByCommand} from './files-by-command.ts';
import type {SshHost} from './host.ts';
import {runToEnd} from './run-to-end.ts';
import type {Place} from './sessions.ts';
import {listBySftp, readBySftp} from './sftp.ts';

const isRefusedSubsystem = (error: unknown): boolean =>
	error instanceof Error && error.message.startsWith('Unable to start subsystem');

/** One SFTP session for the whole connection, opened when first needed; commands where the server has none. */
export const createFiles = (host: SshHost): Pick<Connection, 'readFile' | 'listFiles' | 'ping'> => {
	let opening: Promise<SFTPWrapper | undefined> | undefined;

	const open = async (): Promise<SFTPWrapper | undefined> => {
		let place: Place | undefined;
		try {
			const {giveBack} = (place = await host.sessions.take('lasting', [host.lost]));
			return await answer<SFTPWrapper>(
				(resolve, reject) =>
					host.client.sftp((error, sftp) => {
						if (error) {
							reject(error);
							return;
						}

						sftp.on('error', () => {}); // Requests under way fail by themselves.
						sftp.on('close', () => {
							giveBack();
							opening = undefined;
						});
						resolve(sftp);
					}),
				[host.lost],
			);
		} catch (error) {
			if (host.lost.aborted) throw error;
			// ssh2 leaves the session open when the server knows no such subsystem: its place stays taken.
			if (!isRefusedSubsystem(error)) place?.giveBack();
			// Without a session nothing was learnt of SFTP: this time goes without, the next asks again.
			if (error instanceof NoRoomError || (error instanceof Error && 'reason' in error)) opening = undefined;
			return undefined;
		}
	};

	/** Undefined when the server has no SFTP: that is asked once. */
	const sftp = async (signal: AbortSignal): Promise<SFTPWrapper | undefined> => {
		signal.throwIfAborted();
		if (opening === undefined) {
			const attempt = open();
			opening = attempt;
			attempt.catch(() => {
				if (opening === attempt) opening = undefined;
			});
		}

		const opened = opening;
		return answer<SFTPWrapper | undefined>(
			(resolve, reject) => {
				opened.then(resolve, reject);
			},
			[host.lost, signal],
		);
	};

	return {
		async *readFile(path, range, signal) {
			const session = await sftp(signal);
			yield* session === undefined
				? readByCommand(host, path, range, signal)
				: readBySftp(host, session, path, range, signal);
		},
		async listFiles(directory, signal) {
			const session = await sftp(signal);
			return session === undefined
				? listByCommand(host, directory, signal)
				: listBySftp(host, session, directory, signal);
		},
		async ping(signal) {
			const session = await sftp(signal);
			const before = performance.now();
			await (session === undefined
				? runToEnd(runCommand(host, 'true', signal))
				: answer<string>((...done) => session.realpath('.', callback(...done)), [host.lost, signal]));
			return performance.now() - before;
		},
	};
};
