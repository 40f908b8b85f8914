import {createCatalog} from './sql/catalog.ts';
import type {FederatedLogin, WindowsLogin} from './login/accounts.ts';
import {createCertificate} from './login/certificate.ts';
import {createLiveHost} from './live-host.ts';
import type {Faults} from './faults.ts';
import type {Host} from './host.ts';
import {logIn} from './login/log-in.ts';
import type {Encryption} from './login/prelogin.ts';
import {openPort} from './port.ts';
import type {Procedure} from './procedure.ts';
import {serve} from './session.ts';
import type {Situation} from './situations/situation.ts';
import type {SituationName} from './situations.ts';
import {situations} from './situations.ts';
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
	/** Accounts of Windows domains that may log in by NTLM. Default none: such a login is from an untrusted domain. */
	readonly windowsLogins?: readonly WindowsLogin[];
	/** Access tokens of Microsoft Entra ID that are good. Default none: logins by token are not understood. */
	readonly tokens?: readonly FederatedLogin[];
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
	/** Procedures, as they are declared, that situations play on. Default all. */
	readonly situated?: readonly string[];
};

export type PracticeSqlServer = AsyncDisposable & {
	readonly port: number;
	/** PEM, self-signed and so its own CA. Empty when `encryption` is `none`. */
	readonly certificate: string;
	/** Change these at any time. */
	readonly faults: Faults;
	/** The situation it was put in. */
	readonly situation: SituationName | undefined;
	/**
	 * Puts it in a situation, or with undefined takes it out of the one it is in, for the next connection and the next request.
	 * Resolves when that is so; rejects when its port was taken by somebody else while the service was stopped.
	 */
	put(situation: SituationName | undefined): Promise<void>;
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
	const names = ['localhost', '127.0.0.1', ...(options.certificateNames ?? [])];
	const ownFaults = {...faults};
	let logins = 0;
	let attentions = 0;
	const {host, turn} = createLiveHost(
		{
			catalog: createCatalog(options),
			accounts: {login: options.login, windows: options.windowsLogins ?? [], federated: options.tokens ?? []},
			encryption,
			certificate: encryption === 'none' ? undefined : createCertificate(names, new Date()),
			faults: ownFaults,
			timeZone,
			now,
			letIn: () => 50 + ++logins,
			interrupted: () => void attentions++,
		},
		names,
		({declared}) => options.situated?.includes(declared) ?? true,
	);
	const certificate = host.certificate?.pem ?? '';

	const port = await openPort(options.host ?? '127.0.0.1', socket => {
		const wire = new Wire(socket);
		if (!wire.strike(host.faults.accept)) {
			// Whatever a client does wrong costs it its own connection and nobody else's.
			void converse(wire, host).catch(() => wire.destroy());
		}
	});

	let situation: SituationName | undefined;
	let turned = Promise.resolve();
	const put = async (name: SituationName | undefined): Promise<void> => {
		const next: Situation | undefined = name && situations[name];
		situation = name;
		turn(next);
		// One after the other, even if one of them failed.
		turned = turned.catch(() => {}).then(() => (next?.stopped ? port.close() : port.open()));
		return turned;
	};

	const stop = async (): Promise<void> => {
		turned = turned.catch(() => {}).then(() => port.close());
		return turned;
	};

	return {
		port: port.number,
		certificate,
		faults: ownFaults,
		get situation() {
			return situation;
		},
		put,
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
