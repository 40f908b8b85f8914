import {check} from '../../source/commands/check.ts';
import {reportOf, type Report} from '../../source/commands/check-report.ts';
import type {Reached} from '../../source/commands/errand.ts';
import type {LogsWanted} from '../../source/commands/logs-arguments.ts';
import type {HostConfig} from '../../source/config/config.ts';
import {startPractice, type Practice} from '../../source/demo/practice.ts';
import type {Asker} from '../../source/engine/connection.ts';
import {createEngine} from '../../source/engine/create-engine.ts';
import {dialSsh} from '../../source/engine/ssh/dial.ts';

/** What `mlops-tui logs` does when nothing but the name of a log is given. */
export const everyLine: Omit<LogsWanted, 'source'> = {
	errors: false,
	grep: undefined,
	context: 0,
	since: undefined,
	until: undefined,
	follow: false,
	failOnError: false,
};

/** Nobody is there to answer. */
export const nobody: Asker = {secret: async () => undefined, trust: async () => false};

const now = (): Date => new Date();

/** The practice server, ten times as fast as it is, with a way to it as commands have it. */
export const startHost = async (scenario: string) => {
	const practice: Practice = await startPractice(scenario, {pace: 0.1, scheduled: false});
	const reach =
		(host: HostConfig) =>
		async (asker: Asker, signal: AbortSignal): Promise<Reached> => {
			const connection = await dialSsh(practice.target, asker, signal);
			return {connection, engine: createEngine(connection, host, {heartbeat: 1000, now})};
		};
	return {
		practice,
		/** The way to the host as a config describes it. */
		reach,
		/** The report of a check of it, or of a host that the config describes in another way. */
		async inspect(
			config: Partial<HostConfig> = {},
			{limit = 60_000, signal = new AbortController().signal}: {limit?: number; signal?: AbortSignal} = {},
		): Promise<Report> {
			// One check of data shows what becomes of any.
			const host = {...practice.host, data: practice.host.data.slice(0, 1), ...config};
			return reportOf(await check({name: host.name, reach: reach(host), asker: nobody, now, limit}, signal));
		},
		[Symbol.asyncDispose]: async () => practice[Symbol.asyncDispose](),
	};
};
