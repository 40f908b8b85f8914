import {homedir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import type {Problem} from '../domain/problem.ts';
import type {Config, DataConfig, HostConfig} from './config.ts';
import type {Environment} from './directories.ts';
import type {CheckShape, FileShape, HostShape} from './schema.ts';
import {trustOf} from './sql-trust.ts';
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

const secretOf = (
	host: string,
	name: string,
	{password, passwordCommand}: CheckShape,
	{path, environment}: Origin,
): Password | undefined => {
	if (passwordCommand !== undefined) {
		const of = {name, key: `hosts.${host}.data.${name}.passwordCommand`};
		return passwordOfCommand(passwordCommand, of, environment, dirname(path));
	}
	return password === undefined ? undefined : passwordOfText(password, name, environment);
};

const besideFile = (path: string, {path: file, environment}: Origin): string =>
	path.startsWith('~/') ? join(environment['HOME'] ?? homedir(), path.slice(2)) : resolve(dirname(file), path);

/** Of a default instance. https://learn.microsoft.com/sql/database-engine/configure-windows/configure-a-server-to-listen-on-a-specific-tcp-port */
const usualPort = 1433;

const checkOf = (host: string, name: string, check: CheckShape, origin: Origin): DataConfig => {
	const [server = '', instance] = check.server.split('\\');
	const {type, domain, clientId, tenantId} = check.authentication;
	return {
		name,
		server,
		port: check.port ?? usualPort,
		instance,
		database: check.database,
		login: {type, user: check.user, password: secretOf(host, name, check, origin), domain, clientId, tenantId},
		procedure: check.procedure,
		parameters: check.parameters,
		timestampColumn: check.timestampColumn,
		timestampParameter: check.timestampParameter,
		returnValue: check.returnValue,
		columns: check.columns,
		neededBy: check.neededBy,
		timezone: check.timezone,
		maxAge: check.maxAge,
		timeout: check.timeout,
		via: check.via,
		encrypt: check.encrypt,
		trustServerCertificate: check.trustServerCertificate,
		caFile: check.ca === undefined ? undefined : besideFile(check.ca, origin),
	};
};

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
	data: Object.entries(host.data).map(([check, shape]) => checkOf(name, check, shape, origin)),
	protect: host.protect,
	readonly: host.readonly,
	socket: host.docker.socket,
});

/** That others can read a password in the file; it works all the same. */
const openlyWritten = ({hosts}: FileShape, {name, mode}: Origin): readonly Problem[] => {
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

/** That a password goes over the network in the clear. */
const clearlySent = (hosts: readonly HostConfig[], {name}: Origin): readonly Problem[] =>
	hosts.flatMap(host =>
		host.data
			.filter(check => trustOf(check, host) === 'in the clear')
			.map(check => ({
				what: `Anybody on the network can read the password of ${check.name}`,
				why: `${name} says \`encrypt: false\`, and no SSH connection encrypts the way to ${check.server}`,
				next: `leave \`encrypt\` out, and name the certificate authority of ${check.server} with \`ca\` where this machine does not know it`,
			})),
	);

/** The config that the values of a file stand for. */
export const configOf = (file: FileShape, origin: Origin): Config => {
	const [first, ...others] = Object.entries(file.hosts).map(([name, host]) => hostOf(name, host, origin));
	if (first === undefined) throw new TypeError('The schema lets no file without a host through.');
	const warnings = [...openlyWritten(file, origin), ...clearlySent([first, ...others], origin)];
	return {file: origin.path, hosts: [first, ...others], warnings};
};
