import type {Socket} from 'node:net';
import type {config as PoolConfig} from 'mssql';
import type {DataConfig} from '../../../config/config.ts';
import {authenticationOf} from '../login/authentication.ts';
import type {Secrets} from '../login/secrets.ts';

// With a duration of its own the driver would tell the steps apart less well than the one deadline around the check.
const never = 2 ** 31 - 1;

/**
 * Bytes that SQL Server sends of a value of a type without a limit. The driver holds a value as a whole, and a document beside the timestamp
 * can be a gigabyte; of no value is more than this shown.
 */
const mostOfValue = 4096;

/** What the driver is told; `connector` opens the stream that it speaks over. */
export const poolConfig = (
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
		textsize: mostOfValue,
	},
});
