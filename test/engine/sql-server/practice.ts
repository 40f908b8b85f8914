import {once} from 'node:events';
import net from 'node:net';
import type {DataConfig, SqlLogin} from '../../../source/config/config.ts';
import {NoBrowserError, type OpenPort, type Way} from '../../../source/engine/sql-server/way/way.ts';
import {
	startSqlServer,
	type PracticeSqlServer,
	type Procedure,
	type SqlServerOptions,
} from '../../../source/demo/sql-server/server.ts';

export const user = 'er_reader';
export const password = 'S3cret!åäö"';
/** The clock of the practice server: in Stockholm it is 13:00. */
export const serverNow = new Date('2026-11-21T12:00:00Z');
export const hour = 3_600_000;

/** A SQL Server in Stockholm, with the procedure `dbo.Get` unless told otherwise. */
export const startPractice = (
	procedure: Procedure,
	options: Partial<SqlServerOptions> = {},
): Promise<PracticeSqlServer> =>
	startSqlServer({
		databases: ['ER'],
		login: {user, password},
		procedures: {'dbo.Get': procedure},
		now: () => serverNow,
		timeZone: 'Europe/Stockholm',
		encryption: 'none',
		...options,
	});

/** A login of SQL Server's own, unless told otherwise. */
export const loginWith = (changes: Partial<SqlLogin> = {}): SqlLogin => ({
	type: 'sql',
	user,
	password: () => Promise.resolve(password),
	domain: undefined,
	clientId: undefined,
	tenantId: undefined,
	...changes,
});

export const configFor = (port: number, changes: Partial<DataConfig> = {}): DataConfig => ({
	name: 'patients',
	server: 'localhost',
	port,
	database: 'ER',
	login: loginWith(),
	instance: undefined,
	procedure: 'dbo.Get',
	parameters: {},
	timestampColumn: undefined,
	timestampParameter: undefined,
	returnValue: undefined,
	columns: [],
	neededBy: [],
	timezone: 'server',
	maxAge: 24 * hour,
	timeout: 15_000,
	via: 'host',
	encrypt: false,
	trustServerCertificate: false,
	caFile: undefined,
	...changes,
});

/** A plain TCP connection, as a host opens one to which every name is this machine. */
export const openPort = async (_host: string, port: number, signal: AbortSignal): Promise<net.Socket> => {
	const socket = net.connect({host: '127.0.0.1', port});
	try {
		await once(socket, 'connect', {signal});
	} catch (error) {
		socket.destroy();
		throw error;
	}
	return socket;
};

/** `openPort`, and every socket that it has opened. */
export const rememberSockets = () => {
	const sockets: net.Socket[] = [];
	return {
		sockets,
		open: async (...where: Parameters<typeof openPort>): Promise<net.Socket> => {
			const socket = await openPort(...where);
			sockets.push(socket);
			return socket;
		},
	};
};

/** The way that `openPort` is, where no named instance is asked for. */
export const wayBy = (open: OpenPort = openPort, through?: string): Way => ({
	openPort: open,
	through,
	portOf: () => Promise.reject(new NoBrowserError('nobody asks it here')),
	addressOf: () => Promise.resolve('127.0.0.1'),
});

/** One result set with one column of times. */
export const times = (
	type: 'datetime' | 'datetime2' | 'smalldatetime' | 'datetimeoffset' | 'date',
	...values: ReadonlyArray<string | null>
): Procedure => ({
	run: () => ({results: [{columns: [{name: 'RegisteredAt', type}], rows: values.map(value => [value])}]}),
});

/** A TCP server that is no SQL Server. */
export const listen = async (talk: (socket: net.Socket) => void) => {
	const server = net.createServer(socket => {
		socket.on('error', () => {});
		socket.resume();
		talk(socket);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	return {
		port: typeof address === 'object' ? (address?.port ?? 0) : 0,
		async [Symbol.asyncDispose]() {
			server.close();
			await once(server, 'close');
		},
	};
};
