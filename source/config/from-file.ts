import {homedir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import type {Problem} from '../domain/problem.ts';
import type {Config, DataConfig, HostConfig} from './config.ts';
import type {Environment} from './directories.ts';
import type {CheckShape, FileShape, HostShape} from './schema.ts';
import {isPlain, passwordOfCommand, passwordOfText, type Password} from './secrets.ts';

/** Where a config came from. */
type Origin = {
	readonly path: string;
	/** What people call it. */
	readonly name: string;
	/** Its permission bits. */
	readonly mode: number;
	readonly environment: Environment;
};

const passwordOf = (name: string, check: CheckShape, {path, environment}: Origin): Password =>
	check.passwordCommand === undefined
		? passwordOfText(check.password ?? '', name, environment)
		: passwordOfCommand(check.passwordCommand, name, environment, dirname(path));

const besideFile = (path: string, {path: file, environment}: Origin): string =>
	path.startsWith('~/') ? join(environment['HOME'] ?? homedir(), path.slice(2)) : resolve(dirname(file), path);

const checkOf = (name: string, check: CheckShape, origin: Origin): DataConfig => ({
	name,
	server: check.server,
	port: check.port,
	database: check.database,
	login: {
		type: check.authentication.type,
		user: check.user,
		password: passwordOf(name, check, origin),
		domain: check.authentication.domain,
		clientId: undefined,
		tenantId: undefined,
	},
	instance: undefined,
	procedure: check.procedure,
	parameters: check.parameters,
	timestampColumn: check.timestampColumn,
	timestampParameter: undefined,
	returnValue: undefined,
	columns: [],
	neededBy: [],
	timezone: check.timezone,
	maxAge: check.maxAge,
	via: check.via,
	encrypt: check.encrypt,
	trustServerCertificate: check.trustServerCertificate,
	caFile: check.ca === undefined ? undefined : besideFile(check.ca, origin),
});

const hostOf = (name: string, host: HostShape, origin: Origin): HostConfig => ({
	name,
	ssh: host.ssh,
	directory: host.directory,
	services: host.services,
	jobs: host.jobs,
	logs: host.logs,
	errors: host.errors,
	mask: host.mask,
	schedules: host.schedules,
	triggers: host.triggers,
	data: Object.entries(host.data).map(([check, shape]) => checkOf(check, shape, origin)),
	protect: host.protect,
	readonly: host.readonly,
	socket: host.docker.socket,
});

/** That others can read a password; it works all the same. */
const warningsOf = ({hosts}: FileShape, {name, mode}: Origin): readonly Problem[] => {
	if ((mode & 0o044) === 0) return [];
	const passwords = Object.values(hosts).flatMap(({data}) => Object.values(data).map(({password}) => password ?? ''));
	if (!passwords.some(password => isPlain(password))) return [];
	return [
		{
			what: `Other users can read the password in ${name}`,
			why: `it stands there in plain text and the mode of the file is ${(mode & 0o777).toString(8)}`,
			next: `run chmod 600 ${name}, or write \${NAME} and put the password into the environment`,
		},
	];
};

/** The config that the values of a file stand for. */
export const configOf = (file: FileShape, origin: Origin): Config => {
	const [first, ...others] = Object.entries(file.hosts).map(([name, host]) => hostOf(name, host, origin));
	if (first === undefined) throw new TypeError('The schema lets no file without a host through.');
	return {file: origin.path, hosts: [first, ...others], warnings: warningsOf(file, origin)};
};
