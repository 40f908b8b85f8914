import type {HostConfig} from '../config/config.ts';
import {firstOf} from '../streams/first.ts';
import type {Connection} from './connection.ts';
import {createContainers} from './docker/containers.ts';
import {createJobFiles} from './compose/declared.ts';
import {createDocker} from './docker/docker.ts';
import type {Engine} from './engine.ts';
import {createHeardRuns} from './jobs/heard-runs.ts';
import {createJobs} from './jobs/jobs.ts';
import {createKnownRuns} from './jobs/known-runs.ts';
import {createLogs} from './logs/create-logs.ts';
import {createHostClocks} from './host/host-clock.ts';
import {noHistory, type AgeHistory} from './age-history.ts';
import {noRunHistory, type RunHistory} from './run-history.ts';
import {createRuns} from './runs/create-runs.ts';
import {createKeptRuns} from './runs/kept-runs.ts';
import {createParts} from './parts/parts.ts';
import {createServices} from './services/services.ts';
import {createData} from './sql-server/watch/create-data.ts';

type Options = {
	/** Milliseconds between two signs of life. */
	readonly heartbeat: number;
	now(): Date;
	/** Where ages are kept; nowhere when left out. */
	readonly history?: AgeHistory;
	/** Where the runs that were seen are kept; nowhere when left out. */
	readonly runHistory?: RunHistory;
};

/** The engine of one host over a connection that is up. It ends with the connection. */
export const createEngine = (
	connection: Connection,
	host: HostConfig,
	{heartbeat, now, history = noHistory, runHistory = noRunHistory}: Options,
): Engine => {
	const docker = createDocker(use => connection.openSocket(host.socket, use), connection.lost);
	const heard = createHeardRuns();
	const containers = createContainers({docker, heartbeat, heard: heard.hear});
	const clocks = createHostClocks(connection);
	const jobFiles = createJobFiles(host, {containers, connection});
	const kept = createKeptRuns(connection, heartbeat);
	const known = createKnownRuns({history: runHistory, heard, now});
	const jobs = createJobs({docker, host, containers, jobFiles, clocks, started: kept.watch, known, now});
	const services = createServices({docker, connection, host, containers, jobFiles, clocks});
	const projectDirectories = async (signal: AbortSignal): Promise<readonly string[]> => {
		const list = await firstOf(containers, signal);
		return [...new Set(list.flatMap(({compose}) => compose?.workingDirectory ?? []))];
	};
	return {
		heartbeat,
		parts: createParts(connection, host, {docker, services}),
		clock: signal => firstOf(clocks, signal),
		docker: {facts: signal => docker.facts(signal)},
		services,
		jobs,
		runs: createRuns({connection, docker, containers, host, kept}),
		logs: createLogs({connection, docker, containers, host, jobs, clocks, heartbeat, projectDirectories}),
		data: createData({connection, host, clocks, heartbeat, history, now}),
	};
};
