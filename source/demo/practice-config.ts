import type {DataConfig, HostConfig, SqlLogin} from '../config/config.ts';
import {timeZone} from './scenario/clock-times.ts';
import {bedsLimit, dataLimit} from './scenario/scenario.ts';

export const name = 'er-forecast';
export const dockerSocket = '/var/run/docker.sock';
/** The name that the practice server knows SQL Server by; it leads to a port on loopback. */
export const sqlHost = 'sql01';
export const sqlPort = 1433;
export const database = 'ER';
export const sqlUser = 'er_reader';
export const procedures = {patients: 'dbo.GetLatestPatientData', beds: 'dbo.GetFreeBeds'} as const;

/** What the config of the practice server does not know by itself. */
type Place = {
	/** Of its project. */
	readonly directory: string;
	readonly password: string;
	/** PEM of whoever signed SQL Server's certificate. */
	readonly caFile: string;
};

const login = (password: string): SqlLogin => ({
	type: 'sql',
	user: sqlUser,
	password: async () => password,
	domain: undefined,
	clientId: undefined,
	tenantId: undefined,
});

/** What its checks have in common. */
const check = ({
	password,
	caFile,
}: Place): Omit<DataConfig, 'name' | 'procedure' | 'timestampColumn' | 'timezone' | 'maxAge'> => ({
	server: sqlHost,
	port: sqlPort,
	database,
	login: login(password),
	instance: undefined,
	parameters: {},
	timestampParameter: undefined,
	returnValue: undefined,
	columns: [],
	neededBy: [],
	timeout: 15_000,
	via: 'host',
	encrypt: true,
	trustServerCertificate: false,
	caFile,
});

/** The practice server as a config would have it. Of its patients nothing is shown but how they came; the rest stays hidden. */
export const practiceConfig = (place: Place): HostConfig => ({
	name,
	ssh: `user@${name}`,
	directory: place.directory,
	services: ['docker-compose.services.yml'],
	jobs: ['docker-compose.jobs.yml'],
	logs: {training: 'logs/training.log', prediction: 'logs/prediction.log'},
	errors: /ERROR|Exception/,
	mask: [],
	schedules: {training: '0 2 * * *', prediction: '15 * * * *'},
	triggers: {},
	data: [
		{
			...check(place),
			name: 'patients',
			procedure: procedures.patients,
			timestampColumn: 'RegisteredAt',
			columns: ['Arrival'],
			neededBy: ['prediction'],
			timezone: timeZone,
			maxAge: dataLimit,
		},
		{
			...check(place),
			name: 'beds',
			procedure: procedures.beds,
			parameters: {Department: 'ER'},
			timestampColumn: 'ReportedAt',
			columns: ['Ward', 'Free'],
			timezone: 'offset',
			maxAge: bedsLimit,
		},
	],
	protect: ['postgres', 'minio'],
	readonly: false,
	socket: dockerSocket,
});
