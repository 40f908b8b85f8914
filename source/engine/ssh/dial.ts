import {connect, isIP, type Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import ssh2, {type Client} from 'ssh2';
import {ProblemError, RefusedError} from '../../domain/problem.ts';
import type {Asker, Connection} from '../connection.ts';
import {closedByUs} from '../host/explain-host.ts';
import {answer} from './answer.ts';
import {connectionTo} from './connection.ts';
import {followDial, type DialWalk, type OnDialStep} from './dial-steps.ts';
import {createDeadline} from '../../streams/deadline.ts';
import {closedWhileDialling, explainDialling, explainLoss, isRefusal, tooSlow} from './explain.ts';
import {hostKeyAlgorithms, verifyHostKey, type HostKeyAlgorithm} from './host-key.ts';
import type {SshHost} from './host.ts';
import {createLogin} from './login.ts';
import {createSessions} from './sessions.ts';
import type {SshTarget} from './ssh-target.ts';

/** How long a server is waited for, in milliseconds. */
export type Patience = {
	/** For the handshake and the login, without the time a person takes to answer. */
	readonly login: number;
	/** Between two signs of life; a peer that gives none twice in a row is taken for gone. */
	readonly keepalive: number;
};

const usualPatience: Patience = {login: 20_000, keepalive: 5000};
/** Milliseconds that the last words to a server may take. */
const goodbye = 1000;

/**
 * Connects and logs in, through the jump hosts if there are any. Rejects with a `ProblemError`, or with the signal's reason when it aborts; nothing
 * stays open then. `onStep` hears how far it is.
 */
export const dialSsh = async (
	target: SshTarget,
	asker: Asker,
	signal: AbortSignal,
	patience: Patience = usualPatience,
	onStep: OnDialStep = () => {},
): Promise<Connection> => {
	signal.throwIfAborted();
	const algorithms = await hostKeyAlgorithms(target);
	const via = target.jump === undefined ? undefined : await dialSsh(target.jump, asker, signal, patience, onStep);
	const walk = followDial(target.label, onStep);
	walk.begin('name');
	try {
		const socket =
			via === undefined
				? followed(connect({host: target.host, port: target.port, noDelay: true}), target, walk)
				: await through(via, target, walk, signal);
		socket.once('close', () => via?.close());
		return await logIn(socket, target, algorithms, asker, signal, patience, walk);
	} catch (error) {
		walk.fail(error);
		via?.close();
		throw error;
	}
};

/** Looking the name up and connecting are the socket's own; it says when each is done. */
const followed = (socket: Socket, {host}: SshTarget, walk: DialWalk): Socket => {
	if (isIP(host) !== 0) walk.pass('name', `${host} is an address`, 'tcp');
	socket.on('lookup', (error: Error | null | undefined, address: string) => {
		// One of a name with several addresses says so several times.
		if (!error) walk.pass('name', `${host} is ${address}`, 'tcp');
	});
	socket.once('connect', () => walk.pass('tcp', `to ${socket.remoteAddress} port ${socket.remotePort}`, 'host key'));
	return socket;
};

const through = async (
	via: Connection,
	{host, port}: SshTarget,
	walk: DialWalk,
	signal: AbortSignal,
): Promise<Duplex> => {
	walk.pass('name', `left to ${via.label}`, 'tcp');
	const stream = await answer<Duplex>(
		(resolve, reject) => {
			via.openPort(host, port).then(resolve, reject);
		},
		[signal],
		late => late.destroy(),
	);
	walk.pass('tcp', `to ${host} port ${port} through ${via.label}`, 'host key');
	return stream;
};

const logIn = async (
	socket: Duplex,
	target: SshTarget,
	serverHostKey: HostKeyAlgorithm[],
	asker: Asker,
	signal: AbortSignal,
	patience: Patience,
	walk: DialWalk,
): Promise<Connection> =>
	new Promise<Connection>((resolve, reject) => {
		const client = new ssh2.Client();
		const over = new AbortController();
		const settle = () => {
			deadline.stop();
			signal.removeEventListener('abort', cancel);
			client.removeAllListeners();
			client.on('error', () => {});
			over.abort();
		};

		const fail = (error: unknown) => {
			if (over.signal.aborted) return;
			settle();
			socket.destroy();
			reject(error);
		};

		const cancel = () => fail(signal.reason);
		const deadline = createDeadline(patience.login, () => fail(new ProblemError(tooSlow(target, patience.login))));
		const waiting: Asker = {
			secret: async (...question) => deadline.pausedFor(async () => asker.secret(...question)),
			trust: async (...question) => deadline.pausedFor(async () => asker.trust(...question)),
		};
		const login = createLogin(target, waiting, over.signal, fail);

		signal.addEventListener('abort', cancel);
		client.on('ready', () => {
			settle();
			walk.pass('login', `as ${target.user} with ${login.history.used}`);
			resolve(establish(client, socket, target));
		});
		client.on('error', error => {
			// The login goes on with the next key; why this one failed is in its history.
			if (error.level === 'agent') return;
			const Failure = isRefusal(error) ? RefusedError : ProblemError;
			fail(new Failure(explainDialling(target, login.history, error), {cause: error}));
		});
		client.on('close', () => fail(new ProblemError(closedWhileDialling(target))));
		client.connect({
			sock: socket,
			username: target.user,
			readyTimeout: 0,
			strictVendor: false,
			algorithms: {serverHostKey},
			hostVerifier: (key: Buffer, verify: (trusted: boolean) => void) => {
				const trusted = (evidence: string) => {
					walk.pass('host key', evidence, 'login');
					verify(true);
				};

				verifyHostKey(target, key, waiting, over.signal).then(trusted, fail);
			},
			authHandler: login.next,
			keepaliveInterval: patience.keepalive,
			keepaliveCountMax: 2,
		});
		if (signal.aborted) cancel();
	});

/** From here on a failure is a loss of the connection. */
const establish = (client: Client, socket: Duplex, target: SshTarget): Connection => {
	const {label, user} = target;
	const lost = new AbortController();
	const lose = (reason: ProblemError) => {
		if (!lost.signal.aborted) lost.abort(reason);
	};

	const host: SshHost = {label, user, client, sessions: createSessions(label), lost: lost.signal};
	client.on('error', error => lose(new ProblemError(explainLoss(label, error), {cause: error})));
	client.on('end', () => lose(new ProblemError(explainLoss(label, undefined))));
	client.on('close', () => lose(new ProblemError(explainLoss(label, undefined))));
	speedUp(host).catch(() => {}); // The connection is gone, which its users are told.
	return connectionTo(host, () => {
		if (lost.signal.aborted) return;
		lose(closedByUs(label));
		client.end();
		const cut = setTimeout(() => socket.destroy(), goodbye);
		socket.once('close', () => clearTimeout(cut));
	});
};

/**
 * sshd sends small packets without delay only from its first session on, and tunnels are none; until then each answer of
 * Docker may take 40 ms more. So one session is opened, whatever becomes of it.
 */
const speedUp = async ({client, sessions, lost}: SshHost): Promise<void> => {
	const {giveBack} = await sessions.take('passing', [lost]);
	client.exec('true', (error, channel) => {
		if (error) {
			giveBack();
			return;
		}

		channel.on('close', giveBack);
		channel.on('error', () => {});
		channel.resume();
		channel.stderr.resume();
		channel.end();
	});
};
