import {userInfo} from 'node:os';
import type {Options} from './commands/arguments.ts';
import type {HostConfig} from './config/config.ts';
import {defaultHost, hostFromArgument} from './config/host.ts';
import {loadConfig} from './config/load.ts';
import type {Problem} from './domain/problem.ts';
import type {Workshop} from './domain/workshop.ts';
import type {AgeHistory} from './engine/age-history.ts';
import type {Asker, Connection} from './engine/connection.ts';
import type {RunHistory} from './engine/run-history.ts';
import type {OnDialStep} from './engine/ssh/dial-steps.ts';
import {openAgeHistory} from './history/open-age-history.ts';
import {openRunHistory} from './history/open-run-history.ts';
import {rememberAges} from './history/remember-ages.ts';
import {rememberRuns} from './history/remember-runs.ts';

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
	/** Where the ages of its data are kept. */
	readonly history: AgeHistory;
	/** Where the runs of its jobs are kept. */
	readonly runHistory: RunHistory;
	/** `onStep` hears how far it is, where the way leads over SSH. */
	dial(asker: Asker, signal: AbortSignal, onStep?: OnDialStep): Promise<Connection>;
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
		history: rememberAges(practice.ages),
		runHistory: rememberRuns(practice.runs),
		dial: (asker, signal, onStep) => dialSsh(practice.target, asker, signal, undefined, onStep),
		dispose: async () => practice[Symbol.asyncDispose](),
	};
};

type Real = Pick<Destination, 'host' | 'warnings' | 'history' | 'runHistory' | 'dispose'>;

const thisMachine = async (real: Real): Promise<Destination> => {
	const {openLocal} = await import('./engine/host/local.ts');
	return {
		...real,
		practice: false,
		label: 'this machine',
		user: userInfo().username,
		dial: async () => openLocal(),
	};
};

const overSsh = async (real: Real, ssh: string, environment: NodeJS.ProcessEnv): Promise<Destination> => {
	const [{resolveTarget}, {createDialler}] = await Promise.all([
		import('./engine/ssh/target.ts'),
		import('./engine/ssh/dialler.ts'),
	]);
	const target = await resolveTarget(ssh, environment);
	return {
		...real,
		practice: false,
		label: target.label,
		user: target.user,
		dial: createDialler(target),
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
	const history = openAgeHistory(environment, host);
	const runHistory = openRunHistory(environment, host);
	const dispose = async (): Promise<void> => {
		await Promise.all([history[Symbol.asyncDispose](), runHistory[Symbol.asyncDispose]()]);
	};
	const real: Real = {host, warnings, history, runHistory, dispose};
	return host.ssh === undefined ? thisMachine(real) : overSsh(real, host.ssh, environment);
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
