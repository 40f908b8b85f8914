import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';
import type {ConnectionPool, Request, config as PoolConfig} from 'mssql';
import type {DataConfig} from '../../config/config.ts';
import {nothingYet, resultSetBegan, rowCame, type Answer, type TimeKind} from '../../domain/newest.ts';
import {withSchema} from '../../domain/procedure-name.ts';
import {socketLike} from '../host/socket-like.ts';
import type {Secrets} from './login/secrets.ts';
import {authenticationOf} from './login/authentication.ts';
import {orAborted} from '../../streams/or-aborted.ts';
import type {ServerMessage} from './subject.ts';
import type {Way} from './way/way.ts';

/** SQL Server's own clock, its zone now in minutes ahead of UTC, and the database that the login ended up in. */
export type ServerClock = {readonly now: Date; readonly offset: number; readonly database: string};

/** What is heard on the way to a session, as it happens. The driver makes two connections one after the other, so all of it comes twice. */
export type Listener = {
	connecting(): void;
	/** The port is open. */
	connected(): void;
	/** Encryption is settled, the login is on its way. */
	loggingIn(): void;
	loggedIn(): void;
	/** SQL Server reported an error. */
	said(message: ServerMessage): void;
};

/** A login to SQL Server. */
export type Session = {
	clock(): Promise<ServerClock>;
	/**
	 * Calls the procedure of the config and keeps of its rows the newest times only; `progress` hears how far it is. Rejects at an
	 * error that SQL Server reports, even after rows.
	 */
	call(progress: (answer: Answer) => void): Promise<Answer>;
	/** A request to the driver, for what is asked by hand. */
	request(): Request;
};

// With a duration of its own the driver would tell the steps apart less well than the one deadline around the check.
const never = 2 ** 31 - 1;

const clockQuery =
	'SELECT SYSDATETIMEOFFSET() AS now, DATEPART(TZOFFSET, SYSDATETIMEOFFSET()) AS offsetMinutes, DB_NAME() AS db';

/**
 * Logs in to SQL Server. Everything that was opened for it is closed when `signal` aborts, which is also how it is closed in the end.
 *
 * @throws whatever the driver or `way` threw; `explain` puts it into words
 */
export const openSession = async (
	config: DataConfig,
	secrets: Secrets,
	way: Way,
	listener: Listener,
	signal: AbortSignal,
): Promise<Session> => {
	const {default: sql} = await orAborted(import('mssql'), signal);
	const toClose = new Set<() => void>();

	const connector = async (): Promise<Socket> => {
		signal.throwIfAborted();
		listener.connecting();
		const opening = way.openPort(config.server, config.port, signal);
		// One that opens after we stopped waiting has nobody else to close it.
		void closedIfLate(opening, signal);
		const stream = await orAborted(opening, signal);
		stream.on('error', () => {}); // The driver listens only while it connects and while it is logged in.
		toClose.add(() => stream.destroy());
		listener.connected();
		// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- The driver's type asks for a whole socket, its code only for these.
		return socketLike(stream) as Socket;
	};

	const pool = new sql.ConnectionPool({
		...poolConfig(config, secrets, connector),
		beforeConnect(connection) {
			toClose.add(() => connection.close());
			connection.on('errorMessage', ({number, message}) => listener.said({number, message}));
			connection.on('debug', text => {
				const [, state = ''] = /^State change: .* -> (\w+)/.exec(text) ?? [];
				if (state.startsWith('SentLogin7')) listener.loggingIn();
				if (state === 'LoggedIn') listener.loggedIn();
			});
		},
	});
	pool.on('error', () => {}); // The request that was running fails with the same error.
	toClose.add(() => void pool.close().catch(() => {}));
	signal.addEventListener(
		'abort',
		() => {
			for (const close of toClose) close();
		},
		{once: true},
	);
	await orAborted(pool.connect(), signal);

	const kinds = new Map<unknown, TimeKind>([
		[sql.DateTimeOffset, 'instant'],
		[sql.DateTime, 'wall clock'],
		[sql.DateTime2, 'wall clock'],
		[sql.SmallDateTime, 'wall clock'],
		[sql.Date, 'day'],
	]);
	return {
		clock: () => orAborted(readClock(pool), signal),
		request: () => pool.request(),
		call: progress => orAborted(callProcedure(pool.request(), config, kinds, progress), signal),
	};
};

const closedIfLate = async (opening: Promise<Duplex>, signal: AbortSignal): Promise<void> => {
	try {
		const stream = await opening;
		if (signal.aborted) stream.destroy();
	} catch {
		// Whoever waits for it hears why.
	}
};

const poolConfig = (
	config: DataConfig,
	{password, authorities}: Secrets,
	connector: () => Promise<Socket>,
): PoolConfig => ({
	server: config.server,
	port: config.port,
	database: config.database,
	...authenticationOf(config.login, password),
	connectionTimeout: never,
	requestTimeout: 0,
	pool: {max: 1},
	validateConnection: 'socket',
	options: {
		connector,
		// Wall clocks arrive as if they were UTC, whatever the zone of this machine.
		useUTC: true,
		// A database that is not there counts as transient, and would be asked for four times.
		maxRetriesOnTransientErrors: 0,
		encrypt: config.encrypt,
		trustServerCertificate: config.trustServerCertificate,
		cryptoCredentialsDetails: authorities === undefined ? {} : {ca: [...authorities]},
		appName: 'mlops-tui',
	},
});

const readClock = async (pool: ConnectionPool): Promise<ServerClock> => {
	const {recordset} = await pool.query<{now: unknown; offsetMinutes: unknown; db: unknown}>(clockQuery);
	const {now, offsetMinutes, db} = recordset[0] ?? {};
	if (!(now instanceof Date) || typeof offsetMinutes !== 'number' || typeof db !== 'string')
		throw new TypeError('its clock could not be read');
	return {now, offset: offsetMinutes, database: db};
};

/** Rows are looked at one by one as they come, so that none is kept: they hold patient data, and can be many. */
const callProcedure = async (
	request: Request,
	{procedure, parameters}: DataConfig,
	kinds: ReadonlyMap<unknown, TimeKind>,
	progress: (answer: Answer) => void,
): Promise<Answer> => {
	let answer = nothingYet;
	let failure: Error | undefined;
	request.stream = true;
	request.arrayRowMode = true;
	request.on('recordset', (columns: ReadonlyArray<{readonly name: string; readonly type: unknown}>) => {
		answer = resultSetBegan(
			answer,
			columns.map(({name, type}) => ({name, kind: kinds.get(type)})),
		);
		progress(answer);
	});
	request.on('row', (row: readonly unknown[]) => {
		answer = rowCame(answer, row);
		progress(answer);
	});
	request.on('error', (error: Error) => (failure ??= error));
	for (const [name, value] of Object.entries(parameters)) request.input(name.replace(/^@/, ''), value);
	await request.execute(withSchema(procedure));
	if (failure !== undefined) throw failure;
	return answer;
};
