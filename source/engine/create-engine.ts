import {connect} from 'node:net';
import {once} from 'node:events';
import type {Duplex} from 'node:stream';
import type {DataConfig, HostConfig} from '../config/config.ts';
import {firstOf} from '../streams/first.ts';
import type {Connection} from './connection.ts';
import {createContainers} from './docker/containers.ts';
import {createJobFiles} from './compose/declared.ts';
import {createDocker} from './docker/docker.ts';
import type {Engine} from './engine.ts';
import {createJobs} from './jobs/jobs.ts';
import {createLogs} from './logs/create-logs.ts';
import {createHostClocks} from './host/host-clock.ts';
import {createServices} from './services/services.ts';
import {watchFreshness, type Way} from './sql-server/watch.ts';

type Options = {
	/** Milliseconds between two signs of life. */
	readonly heartbeat: number;
	now(): Date;
};

/** Milliseconds from one freshness check to the next, at the most: data that turns stale before is checked when it does. */
const freshnessInterval = 5 * 60_000;

/** A TCP connection from this machine, for what is configured as `via: direct`. */
const openDirectly = async (host: string, port: number, signal: AbortSignal): Promise<Duplex> => {
	const socket = connect({host, port});
	try {
		await once(socket, 'connect', {signal});
		return socket;
	} catch (error) {
		socket.destroy();
		throw error;
	}
};

/** The engine of one host over a connection that is up. It ends with the connection. */
export const createEngine = (connection: Connection, host: HostConfig, {heartbeat, now}: Options): Engine => {
	const docker = createDocker(use => connection.openSocket(host.socket, use), connection.lost);
	const containers = createContainers({docker, heartbeat});
	const clocks = createHostClocks(connection);
	const jobFiles = createJobFiles(host, {containers, connection});
	const jobs = createJobs({docker, host, containers, jobFiles, clocks});
	const projectDirectories = async (signal: AbortSignal): Promise<readonly string[]> => {
		const list = await firstOf(containers, signal);
		return [...new Set(list.flatMap(({compose}) => compose?.workingDirectory ?? []))];
	};
	const wayTo = ({via}: DataConfig): Way =>
		via === 'direct'
			? {openPort: openDirectly, through: undefined}
			: {
					openPort: (name, port) => connection.openPort(name, port),
					through: host.ssh === undefined ? undefined : connection.label,
				};
	return {
		heartbeat,
		clock: signal => firstOf(clocks, signal),
		docker: {facts: signal => docker.facts(signal)},
		services: createServices({docker, connection, host, containers, jobFiles, clocks}),
		jobs,
		logs: createLogs({connection, docker, containers, host, jobs, clocks, heartbeat, projectDirectories}),
		data: watchFreshness(host.data, wayTo, {interval: freshnessInterval, heartbeat, now}),
	};
};
