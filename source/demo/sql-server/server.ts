import type {Socket} from 'node:net';
import {createServer} from 'node:net';
import {createCatalog} from './sql/catalog.ts';
import {createCertificate} from './login/certificate.ts';
import type {Faults} from './faults.ts';
import type {Host} from './host.ts';
import {logIn} from './login/log-in.ts';
import type {Encryption} from './login/prelogin.ts';
import type {Procedure} from './procedure.ts';
import {serve} from './session.ts';
import {Wire} from './tds/wire.ts';

export type {Fault, Faults} from './faults.ts';
export type {
	Column,
	ColumnType,
	Procedure,
	ProcedureAnswer,
	ProcedureCall,
	ResultSet,
	SqlMessage,
	Value,
} from './procedure.ts';
export {SqlError} from './procedure.ts';
export {wallClock} from './wall-clock.ts';

export type SqlServerOptions = {
	readonly host?: '127.0.0.1';
	/** Besides these there is always `master`, where nothing is stored. */
	readonly databases: readonly string[];
	readonly login: {readonly user: string; readonly password: string};
	/** By name: `dbo.X` is in every database, `ER.dbo.X` in that one alone. */
	readonly procedures: Readonly<Record<string, Procedure>>;
	/** Names of procedures, as they are declared, that the login may not execute. */
	readonly denied?: readonly string[];
	/** The server's clock. Default the machine's. */
	readonly now?: () => Date;
	/** The server's wall clock, an IANA zone. Default UTC. */
	readonly timeZone?: string;
	/** Default `offered`, as SQL Server is installed. */
	readonly encryption?: Encryption;
	/** DNS names and IPv4 addresses that the certificate is for, besides localhost and 127.0.0.1. */
	readonly certificateNames?: readonly string[];
	/** Faults to start with. */
	readonly faults?: Faults;
};

export type PracticeSqlServer = AsyncDisposable & {
	readonly port: number;
	/** PEM, self-signed and so its own CA. Empty when `encryption` is `none`. */
	readonly certificate: string;
	/** Change these at any time. */
	readonly faults: Faults;
	/** How many logins were let in so far. */
	readonly logins: number;
	/** How many times a client asked for a cancellation so far, whether there was anything to cancel or not. */
	readonly attentions: number;
	/** Drops every connection. */
	stop(): Promise<void>;
};

/**
 * A SQL Server to practise on: TDS 7.4 and 8.0 on loopback, with stored procedures written in TypeScript. It was written from MS-TDS
 * (https://learn.microsoft.com/openspecs/windows_protocols/ms-tds) and shares no code with any client.
 *
 * @throws when no port can be opened.
 */
export const startSqlServer = async (options: SqlServerOptions): Promise<PracticeSqlServer> => {
	const {encryption = 'offered', timeZone = 'UTC', now = () => new Date(), faults = {}} = options;
	let logins = 0;
	let attentions = 0;
	const host: Host = {
		catalog: createCatalog(options),
		login: options.login,
		encryption,
		certificate:
			encryption === 'none'
				? undefined
				: createCertificate(['localhost', '127.0.0.1', ...(options.certificateNames ?? [])], new Date()),
		faults: {...faults},
		timeZone,
		now,
		letIn: () => 50 + ++logins,
		interrupted: () => void attentions++,
	};

	const sockets = new Set<Socket>();
	const server = createServer(socket => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		const wire = new Wire(socket);
		if (!wire.strike(host.faults.accept)) {
			// Whatever a client does wrong costs it its own connection and nobody else's.
			void converse(wire, host).catch(() => wire.destroy());
		}
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen({port: 0, host: options.host ?? '127.0.0.1'}, resolve);
	});

	const stop = async (): Promise<void> => {
		const closed = new Promise<void>(resolve => {
			server.close(() => resolve());
		});
		for (const socket of sockets) {
			socket.destroy();
		}

		await closed;
	};

	const address = server.address();
	return {
		port: typeof address === 'object' && address ? address.port : 0,
		certificate: host.certificate?.pem ?? '',
		faults: host.faults,
		get logins() {
			return logins;
		},
		get attentions() {
			return attentions;
		},
		stop,
		[Symbol.asyncDispose]: stop,
	};
};

const converse = async (wire: Wire, host: Host): Promise<void> => {
	if (host.encryption === 'strict' && host.certificate) {
		wire.startTls(host.certificate, () => host.faults.tls, 'strict');
	}

	const session = await logIn(wire, host);
	if (session) {
		await serve(wire, host, session);
	}
};
