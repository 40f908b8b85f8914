import type {DataConfig} from '../../source/config/config.ts';

/** A check as a config would describe it. */
export const dataConfig: DataConfig = {
	name: 'patients',
	server: 'sql01',
	port: 1433,
	instance: undefined,
	database: 'ER',
	login: {
		type: 'sql',
		user: 'er_reader',
		password: undefined,
		domain: undefined,
		clientId: undefined,
		tenantId: undefined,
	},
	procedure: 'dbo.GetLatestPatientData',
	parameters: {},
	timestampColumn: 'RegisteredAt',
	timestampParameter: undefined,
	returnValue: undefined,
	columns: [],
	neededBy: [],
	timezone: 'Europe/Stockholm',
	maxAge: 86_400_000,
	timeout: 15_000,
	via: 'host',
	encrypt: true,
	trustServerCertificate: false,
	caFile: undefined,
};
