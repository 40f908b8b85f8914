import {createServer, type Socket} from 'node:net';
import {once} from 'node:events';
import ssh2, {type ServerChannel, type SFTPWrapper} from 'ssh2';
import {serveCommands} from './ssh-commands.ts';
import {authenticate, type Credentials} from './ssh-logins.ts';
import {serveFiles} from './ssh-files.ts';
import {serveTunnels} from './ssh-tunnels.ts';

/** What a server may do other than it should; read again at each use, so that it can be changed while the server runs. */
export type SshFaults = {
	/** `refused`: no tunnels, neither to sockets nor to ports. */
	forwarding?: 'refused' | undefined;
	/** `short`: a read gives less than was asked for, as it may. */
	sftp?: 'missing' | 'short' | undefined;
	/** `refused`: no commands. */
	exec?: 'refused' | undefined;
	/** Sessions allowed at once; 10 when left out, as with sshd. */
	sessions?: number | undefined;
};

export type SshServerOptions = Credentials & {
	/** A real directory: where commands start, and what relative paths of files are relative to. */
	readonly root: string;
	/** Takes a command over when it returns true; it then ends the stream itself, after `stream.exit(code)`. */
	readonly exec?: (command: string, stream: ServerChannel) => boolean;
	/** Environment of commands, besides PATH and HOME. */
	readonly env?: Readonly<Record<string, string>>;
	/** Path of a unix socket as the host has it, to one of this machine. */
	readonly sockets?: Readonly<Record<string, string>>;
	/** `host:port` as the host has it, to a port on loopback. Ports of loopback itself are open without being listed. */
	readonly ports?: Readonly<Record<string, number>>;
	readonly faults?: SshFaults;
	/** Any free one when left out. */
	readonly port?: number;
	/** Private key in PEM; a new one when left out. */
	readonly hostKey?: string;
};

export type SshServer = AsyncDisposable & {
	readonly host: '127.0.0.1';
	readonly port: number;
	/** `public` is the key in wire format, in base64; `private` lets another server be the same host. */
	readonly hostKey: {readonly type: string; readonly public: string; readonly private: string};
	/** For known_hosts. */
	readonly hostKeyLine: string;
	/** Connections open now. */
	readonly connections: number;
	/** Session channels open now. */
	readonly sessions: number;
	/** Commands that were asked for, in order. */
	readonly commands: readonly string[];
	/** Cuts every connection without a word. */
	dropAll(): void;
	/** Stops listening to what clients say, with their connections open. */
	freeze(): void;
	thaw(): void;
	/** Ends every SFTP session, as when its process dies. */
	endFiles(): void;
};

/** ECDSA, because ssh2 makes an ed25519 key that it cannot read back once in some 300: https://github.com/mscdex/ssh2/issues/1390 */
const newHostKey = (): string => ssh2.utils.generateKeyPairSync('ecdsa', {bits: 256}).private;

const publicPart = (privateKey: string): {type: string; public: string} => {
	const parsed = ssh2.utils.parseKey(privateKey);
	if (parsed instanceof Error) throw parsed;
	return {type: parsed.type, public: parsed.getPublicSSH().toString('base64')};
};

/** A real SSH server on loopback, for practice: every login is checked, and nothing outside this machine can reach it. */
export const startSshServer = async (options: SshServerOptions): Promise<SshServer> => {
	const privateKey = options.hostKey ?? newHostKey();
	const faults = options.faults ?? {};
	const sockets = new Set<Socket>();
	const commands: string[] = [];
	const ending = new AbortController();
	const fileSessions = new Set<SFTPWrapper>();
	let sessions = 0;

	const server = new ssh2.Server({hostKeys: [privateKey], ident: 'OpenSSH_practice'}, client => {
		client.on('error', () => {}); // Cut connections are part of the practice.
		client.on('authentication', context => authenticate(context, options, client));
		client.once('ready', () => {
			serveTunnels(client, options.sockets ?? {}, options.ports ?? {}, () => faults.forwarding !== 'refused');
			client.on('session', (accept, reject) => {
				if (sessions >= (faults.sessions ?? 10)) {
					reject();
					return;
				}

				const session = accept();
				sessions++;
				const over = new AbortController();
				const end = () => {
					if (over.signal.aborted) return;
					sessions--;
					over.abort();
					client.off('close', end);
				};

				session.on('close', end);
				client.on('close', end);
				session.on('exec', (acceptExec, rejectExec, {command}) => {
					commands.push(command);
					if (faults.exec === 'refused') {
						rejectExec();
						return;
					}

					serveCommands(session, acceptExec(), command, options, over.signal, ending.signal);
				});
				session.on('sftp', (acceptSftp, rejectSftp) => {
					if (faults.sftp === 'missing') rejectSftp();
					else {
						const sftp = acceptSftp();
						fileSessions.add(sftp);
						over.signal.addEventListener('abort', () => fileSessions.delete(sftp), {once: true});
						serveFiles(sftp, options.root, faults.sftp === 'short' ? 10_000 : undefined);
					}
				});
			});
		});
	});

	const listener = createServer({noDelay: true}, socket => {
		sockets.add(socket);
		socket.on('error', () => {});
		socket.once('close', () => sockets.delete(socket));
		server.injectSocket(socket);
	});
	listener.listen(options.port ?? 0, '127.0.0.1');
	await once(listener, 'listening');
	const address = listener.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	const hostKey = {...publicPart(privateKey), private: privateKey};

	return {
		host: '127.0.0.1',
		port,
		hostKey,
		hostKeyLine: `${port === 22 ? '127.0.0.1' : `[127.0.0.1]:${port}`} ${hostKey.type} ${hostKey.public}`,
		get connections() {
			return sockets.size;
		},
		get sessions() {
			return sessions;
		},
		commands,
		dropAll() {
			for (const socket of sockets) socket.destroy();
		},
		freeze() {
			for (const socket of sockets) socket.pause();
		},
		thaw() {
			for (const socket of sockets) socket.resume();
		},
		endFiles() {
			for (const sftp of fileSessions) sftp.end();
		},
		async [Symbol.asyncDispose]() {
			ending.abort();
			for (const socket of sockets) socket.destroy();
			listener.close();
			await once(listener, 'close');
		},
	};
};
