import type {DataConfig, HostConfig} from '../config/config.ts';
import {firstOf} from '../streams/first.ts';
import {ProblemError} from '../domain/problem.ts';
import type {Connection} from './connection.ts';
import {createContainers} from './docker/containers.ts';
import {createJobFiles} from './compose/declared.ts';
import {createDocker} from './docker/docker.ts';
import type {Engine} from './engine.ts';
import {createJobs} from './jobs/jobs.ts';
import {createLogs} from './logs/create-logs.ts';
import {createHostClocks} from './host/host-clock.ts';
import {noHistory, type AgeHistory} from './age-history.ts';
import {createServices} from './services/services.ts';
import {watchFreshness} from './sql-server/watch.ts';
import {direct} from './sql-server/way/direct.ts';
import {throughHost} from './sql-server/way/through-host.ts';
import type {Way} from './sql-server/way/way.ts';

type Options = {
	/** Milliseconds between two signs of life. */
	readonly heartbeat: number;
	now(): Date;
	/** Where ages are kept; nowhere when left out. */
	readonly history?: AgeHistory;
};

/** Milliseconds from one freshness check to the next, at the most: data that turns stale before is checked when it does. */
const freshnessInterval = 5 * 60_000;

/** The engine of one host over a connection that is up. It ends with the connection. */
export const createEngine = (
	connection: Connection,
	host: HostConfig,
	{heartbeat, now, history = noHistory}: Options,
): Engine => {
	const docker = createDocker(use => connection.openSocket(host.socket, use), connection.lost);
	const containers = createContainers({docker, heartbeat});
	const clocks = createHostClocks(connection);
	const jobFiles = createJobFiles(host, {containers, connection});
	const jobs = createJobs({docker, host, containers, jobFiles, clocks});
	const projectDirectories = async (signal: AbortSignal): Promise<readonly string[]> => {
		const list = await firstOf(containers, signal);
		return [...new Set(list.flatMap(({compose}) => compose?.workingDirectory ?? []))];
	};
	const viaHost = throughHost(connection, host.ssh === undefined ? undefined : connection.label);
	const wayTo = ({via}: DataConfig): Way => (via === 'direct' ? direct : viaHost);
	return {
		heartbeat,
		clock: signal => firstOf(clocks, signal),
		docker: {facts: signal => docker.facts(signal)},
		services: createServices({docker, connection, host, containers, jobFiles, clocks}),
		jobs,
		logs: createLogs({connection, docker, containers, host, jobs, clocks, heartbeat, projectDirectories}),
		data: {
			...watchFreshness(host.data, wayTo, {
				interval: freshnessInterval,
				heartbeat,
				now,
				history,
			}),
			cancel: () => undefined,
			rows: async () => {
				throw new ProblemError({
					what: 'Cannot show rows',
					why: 'the procedure is not run by hand yet',
					next: 'run it in SQL Server Management Studio',
				});
			},
		},
	};
};
