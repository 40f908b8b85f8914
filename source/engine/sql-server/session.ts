import type {Socket} from 'node:net';
import type {TLSSocket} from 'node:tls';
import type sql from 'mssql';
import type {Request} from 'mssql';
import type {DataConfig} from '../../config/config.ts';
import {orAborted} from '../../streams/or-aborted.ts';
import {socketLike} from '../host/socket-like.ts';
import {harmlessOnceClosed} from './driver/closed-early.ts';
import {expectTds} from './driver/first-word.ts';
import {hearLastWords} from './driver/last-words.ts';
import {poolConfig} from './driver/pool-config.ts';
import {Stopped, stopRequest} from './driver/stop-request.ts';
import type {Life} from './ending.ts';
import type {Secrets} from './login/secrets.ts';
import {reach, type Reach} from './reach.ts';
import type {ServerMessage} from './subject.ts';
import type {Way} from './way/way.ts';

/** SQL Server's own clock, its zone now in minutes ahead of UTC, and the database that the login ended up in. */
export type ServerClock = {readonly now: Date; readonly offset: number; readonly database: string};

/** What is heard on the way to a session, as it happens. The driver makes two connections one after the other, so all of it comes twice. */
export type Listener = {
	/** Another part of the way to the port begins. */
	reaching(reach: Reach): void;
	/** The port is open. */
	connected(): void;
	/** SQL Server answered the first word, and TLS begins; not heard where there is none, nor with `encrypt: strict`. */
	answered(): void;
	/** TLS is there; not heard with `encrypt: strict`. */
	secured(tls: TLSSocket): void;
	/** Encryption is settled, the login is on its way. */
	loggingIn(): void;
	loggedIn(): void;
	/** SQL Server reported an error. */
	said(message: ServerMessage): void;
};

export type Driver = typeof sql;

/** A login to SQL Server. */
export type Session = {
	/**
	 * Makes one request. When its life ends before it has settled, it is cancelled on SQL Server.
	 *
	 * @throws {Stopped} in that case; otherwise what `make` threw
	 */
	run<Result>(make: (request: Request, driver: Driver) => Promise<Result>): Promise<Result>;
	/** Closes everything that was opened for it, at once. */
	close(): void;
};

/**
 * Logs in to SQL Server. Whoever gets the session closes it; when there is none, nothing is left open.
 *
 * @throws whatever the driver or `way` threw, or the reason of `life.signal`; `explain` puts it into words
 */
export const openSession = async (
	config: DataConfig,
	secrets: Secrets,
	way: Way,
	listener: Listener,
	life: Life,
): Promise<Session> => {
	const {signal} = life;
	const {default: driver} = await orAborted(import('mssql'), signal);
	const toClose = new Set<() => void>();
	let closed = false;
	const opened = (closeIt: () => void): void => {
		if (closed) closeIt();
		else toClose.add(closeIt);
	};
	const close = (): void => {
		closed = true;
		for (const closeIt of toClose) closeIt();
	};
	// Of the connection that was made last; the one before it may still be on its way out.
	let state = {name: ''};
	const isIn = (name: string): boolean => state.name === name;
	let reached: Reach | undefined;

	const connector = async (): Promise<Socket> => {
		signal.throwIfAborted();
		const note = (soFar: Reach): void => {
			listener.reaching(soFar);
			if (soFar.part === 'port') reached = soFar;
		};
		const stream = await reach(config, way, signal, note, reached);
		stream.on('error', () => {}); // The driver listens only while it connects and while it is logged in.
		opened(() => stream.destroy());
		if (config.encrypt !== 'strict') expectTds(stream);
		listener.connected();
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- The driver's type asks for a whole socket, its code only for these.
		return socketLike(hearLastWords(stream)) as Socket;
	};

	const pool = new driver.ConnectionPool({
		...poolConfig(config, secrets, connector),
		beforeConnect(connection) {
			harmlessOnceClosed(connection);
			opened(() => connection.close());
			const own = {name: ''};
			state = own;
			connection.on('errorMessage', ({number, message, procName, lineNumber}) =>
				listener.said({number, message, procedure: procName, line: lineNumber}),
			);
			connection.on('secure', tls => listener.secured(tls));
			connection.on('debug', text => {
				const name = /^State change: .* -> (\w+)/.exec(text)?.[1];
				if (name === undefined) return;
				own.name = name;
				if (name === 'SentTLSSSLNegotiation') listener.answered();
				if (name.startsWith('SentLogin7')) listener.loggingIn();
				if (name === 'LoggedIn') listener.loggedIn();
			});
		},
	});
	pool.on('error', () => {}); // The request that was running fails with the same error.
	opened(() => void pool.close().catch(() => {}));
	try {
		await orAborted(pool.connect(), signal);
	} catch (error) {
		close();
		throw error;
	}

	return {
		async run(make) {
			const request = pool.request();
			const settled = make(request, driver);
			try {
				return await orAborted(settled, signal);
			} catch (error) {
				if (!signal.aborted) throw error;
				if (!isIn('SentClientRequest')) throw new Stopped(undefined);
				await stopRequest(request, settled, life.abandoned);
				throw new Stopped(isIn('LoggedIn'));
			}
		},
		close,
	};
};
