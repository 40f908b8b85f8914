import {userInfo} from 'node:os';
import type {Options} from './commands/arguments.ts';
import type {HostConfig} from './config/config.ts';
import {defaultHost, hostFromArgument} from './config/host.ts';
import {loadConfig} from './config/load.ts';
import type {Problem} from './domain/problem.ts';
import type {Workshop} from './domain/workshop.ts';
import type {Asker, Connection} from './engine/connection.ts';

/** A host, and the way to it. Disposing ends what had to be started for it. */
export type Destination = {
	readonly host: HostConfig;
	readonly practice: boolean;
	/** What can be broken there, on the practice server alone. */
	readonly workshop?: Workshop;
	readonly label: string;
	/** Who acts there, for the audit log. */
	readonly user: string;
	readonly warnings: readonly Problem[];
	dial(asker: Asker, signal: AbortSignal): Promise<Connection>;
	dispose(): Promise<void>;
};

const practiceServer = async (scenario: string): Promise<Destination> => {
	const [{startPractice}, {dialSsh}] = await Promise.all([
		import('./demo/practice.ts'),
		import('./engine/ssh/dial.ts'),
	]);
	const practice = await startPractice(scenario);
	return {
		host: practice.host,
		practice: true,
		workshop: practice.workshop,
		label: practice.target.label,
		user: practice.target.user,
		warnings: [],
		dial: (asker, signal) => dialSsh(practice.target, asker, signal),
		dispose: async () => practice[Symbol.asyncDispose](),
	};
};

const thisMachine = async (host: HostConfig, warnings: readonly Problem[]): Promise<Destination> => {
	const {openLocal} = await import('./engine/host/local.ts');
	return {
		host,
		practice: false,
		label: 'this machine',
		user: userInfo().username,
		warnings,
		dial: async () => openLocal(),
		dispose: async () => undefined,
	};
};

const overSsh = async (
	host: HostConfig,
	ssh: string,
	warnings: readonly Problem[],
	environment: NodeJS.ProcessEnv,
): Promise<Destination> => {
	const [{resolveTarget}, {createDialler}] = await Promise.all([
		import('./engine/ssh/target.ts'),
		import('./engine/ssh/dialler.ts'),
	]);
	const target = await resolveTarget(ssh, environment);
	return {
		host,
		practice: false,
		label: target.label,
		user: target.user,
		warnings,
		dial: createDialler(target),
		dispose: async () => undefined,
	};
};

const realServer = async (
	options: Pick<Options, 'host' | 'config'>,
	environment: NodeJS.ProcessEnv,
	cwd: string,
): Promise<Destination> => {
	const config = await loadConfig({file: options.config, cwd, environment});
	const warnings = config?.warnings ?? [];
	const host =
		options.host === undefined ? (config?.hosts[0] ?? defaultHost()) : hostFromArgument(options.host, config);
	return host.ssh === undefined ? thisMachine(host, warnings) : overSsh(host, host.ssh, warnings, environment);
};

/** The host that a command line means. Throws `ConfigError` for a config that cannot be used, `ProblemError` for a host that is not there. */
export const findDestination = async (
	options: Pick<Options, 'host' | 'demo' | 'config' | 'readonly'>,
	environment: NodeJS.ProcessEnv,
	cwd: string,
): Promise<Destination> => {
	const destination =
		options.demo === undefined ? await realServer(options, environment, cwd) : await practiceServer(options.demo);
	return options.readonly ? {...destination, host: {...destination.host, readonly: true}} : destination;
};
