import {connect} from 'node:net';
import sql from 'mssql';
import type {Column, PracticeSqlServer, Procedure, SqlServerOptions} from '../../../source/demo/sql-server/server.ts';
import {startSqlServer} from '../../../source/demo/sql-server/server.ts';

export const login = {user: 'er_reader', password: 'S3cret!åäö"'} as const;

/** A server with the database ER, and what a test changes in it. */
export const start = async (options: Partial<SqlServerOptions> = {}): Promise<PracticeSqlServer> =>
	startSqlServer({databases: ['ER'], login, procedures: {}, encryption: 'none', ...options});

/** A server with these procedures. */
export const startWith = async (
	procedures: Record<string, Procedure>,
	options: Partial<SqlServerOptions> = {},
): Promise<PracticeSqlServer> => start({...options, procedures});

/** One column `x` of whole numbers. */
export const numbers = (...values: number[]): {columns: Column[]; rows: number[][]} => ({
	columns: [{name: 'x', type: 'int'}],
	rows: values.map(value => [value]),
});

type Settings = {
	readonly database?: string;
	readonly user?: string;
	readonly password?: string;
	readonly server?: string;
	/** Milliseconds. */
	readonly connectionTimeout?: number;
	readonly options?: sql.IOptions & {cancelTimeout?: number};
	readonly domain?: string;
	readonly authentication?: {readonly type: string; readonly options: object};
};

export type Pool = AsyncDisposable & {
	/** A request with its own time limit in milliseconds; 5 seconds unless told. */
	request(timeout?: number): sql.Request;
	/** The numbers of the errors that the server gave during the login. */
	readonly loginErrors: number[];
	/** For what the driver builds on its own pool. */
	readonly pool: sql.ConnectionPool;
	connect(): Promise<unknown>;
};

/** The driver, with one connection that is not asked to prove itself before each use. */
export const poolFor = (server: {readonly port: number}, settings: Settings = {}): Pool => {
	const loginErrors: number[] = [];
	const {options, authentication, ...others} = settings;
	const pool = new sql.ConnectionPool({
		server: '127.0.0.1',
		port: server.port,
		database: 'ER',
		...login,
		connectionTimeout: 5000,
		requestTimeout: 5000,
		pool: {max: 1},
		validateConnection: 'socket',
		...others,
		// It has more kinds than its types know.
		...(authentication && {authentication: authentication as sql.config['authentication']}),
		options: {encrypt: false, useUTC: true, ...options},
		beforeConnect: connection => {
			connection.on('errorMessage', error => loginErrors.push(error.number));
		},
	});
	// What goes wrong is asserted where it is awaited.
	pool.on('error', () => {});
	return {
		loginErrors,
		pool,
		connect: () => pool.connect(),
		// The driver takes a limit per request; its types do not know.
		request: timeout =>
			Object.assign(pool.request(), timeout === undefined ? {} : {overrides: {requestTimeout: timeout}}),
		[Symbol.asyncDispose]: async () => pool.close(),
	};
};

export const connectTo = async (server: {readonly port: number}, settings?: Settings): Promise<Pool> => {
	const pool = poolFor(server, settings);
	await pool.connect();
	return pool;
};

/** Sends bytes and resolves to what came back when the server has closed the connection. */
export const sendBytes = async (port: number, ...chunks: readonly Uint8Array[]): Promise<Buffer> =>
	new Promise(resolve => {
		const received: Buffer[] = [];
		const socket = connect({port, host: '127.0.0.1'});
		socket.on('data', bytes => received.push(bytes));
		socket.on('error', () => {});
		socket.on('close', () => resolve(Buffer.concat(received)));
		for (const chunk of chunks) {
			socket.write(chunk);
		}
	});
