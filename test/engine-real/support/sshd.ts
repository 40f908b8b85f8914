import {once} from 'node:events';
import {mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {connect, createServer} from 'node:net';
import path from 'node:path';
import {succeed} from './command.ts';
import {startDaemon} from './daemon.ts';
import type {Daemon} from './daemon.ts';
import {descendantsOf, killNow} from './process-tree.ts';

/** An sshd of its own on loopback, which lets anybody in who has the key in `identityFile`. */
export type Sshd = AsyncDisposable & {
	readonly port: number;
	/** Private key, a path on this machine. */
	readonly identityFile: string;
	/** A known_hosts file that knows the host key it had at the start. */
	readonly knownHostsFile: string;
	/** Kills the processes of every connection, as a crash would: the other side is told nothing. Returns how many it killed. */
	killSessions(): number;
	/** From here on it shows another host key, as a machine does that was set up anew; every connection ends with the old one. */
	changeHostKey(): Promise<void>;
};

const freePort = async (): Promise<number> => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	server.close();
	await once(server, 'close');
	if (address === null || typeof address === 'string') throw new Error('not listening on a port');
	return address.port;
};

const greets = (port: number): Promise<boolean> =>
	new Promise(resolve => {
		const socket = connect(port, '127.0.0.1');
		const answer = (yes: boolean) => {
			socket.destroy();
			resolve(yes);
		};
		socket.once('data', () => answer(true));
		socket.once('error', () => answer(false));
		socket.once('close', () => answer(false));
	});

const makeKey = (file: string): Promise<string> =>
	succeed('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', file]);

/**
 * Starts sshd with everything below `directory`. `lines` are added to its sshd_config, before any other: the first
 * mention of an option counts there.
 */
export const startSshd = async (directory: string, lines: readonly string[] = []): Promise<Sshd> => {
	await mkdir(directory, {recursive: true});
	// Its privilege separation needs this directory, which the service's unit makes otherwise.
	await mkdir('/run/sshd', {recursive: true, mode: 0o755});
	const port = await freePort();
	const hostKey = path.join(directory, 'host_key');
	const identityFile = path.join(directory, 'id_ed25519');
	const config = path.join(directory, 'sshd_config');
	await makeKey(hostKey);
	await makeKey(identityFile);
	const settings = [
		...lines,
		`Port ${port}`,
		'ListenAddress 127.0.0.1',
		`HostKey ${hostKey}`,
		`PidFile ${path.join(directory, 'pid')}`,
		`AuthorizedKeysFile ${identityFile}.pub`,
		'StrictModes no',
		'PasswordAuthentication no',
		'KbdInteractiveAuthentication no',
		'UsePAM no',
		'UseDNS no',
		'MaxStartups 100',
		'Subsystem sftp internal-sftp',
	];
	await writeFile(config, `${settings.join('\n')}\n`);
	const knownHostsFile = path.join(directory, 'known_hosts');
	await writeFile(knownHostsFile, `[127.0.0.1]:${port} ${await readFile(`${hostKey}.pub`, 'utf8')}`);

	// sshd executes itself again for each connection, so it insists on its full path.
	const program = (await succeed('sh', ['-c', 'PATH=$PATH:/usr/sbin:/sbin command -v sshd'])).trim();
	const start = (): Promise<Daemon> =>
		startDaemon(program, ['-D', '-e', '-f', config], path.join(directory, 'sshd.log'), () => greets(port));
	let daemon = await start();
	const processes = (): readonly number[] => descendantsOf(daemon.pid);

	const killSessions = (): number => {
		const killed = processes();
		for (const pid of killed) killNow(pid);
		return killed.length;
	};
	const stop = async (): Promise<void> => {
		const serving = processes(); // Once the listener is gone they are no longer below it.
		await daemon.stop(5000);
		for (const pid of serving) killNow(pid);
	};

	return {
		port,
		identityFile,
		knownHostsFile,
		killSessions,
		async changeHostKey() {
			await rm(hostKey);
			await rm(`${hostKey}.pub`);
			await makeKey(hostKey);
			await stop();
			daemon = await start();
		},
		async [Symbol.asyncDispose]() {
			await stop();
		},
	};
};
