import type {LogSource} from '../../domain/log.ts';
import {onHost} from '../../domain/time/host-clock.ts';
import {firstOf} from '../../streams/first.ts';
import type {Log} from '../log.ts';
import {createContainerLog} from './containers/container-log.ts';
import {createFileLog} from './files/file-log.ts';
import {mergeLogs} from './merged/merge-logs.ts';
import type {LogsOptions} from './options.ts';

/** The log of these sources, merged when there are several. Its texts are as they were written, secrets and all. */
export const createLog = (options: LogsOptions, sources: readonly [LogSource, ...LogSource[]]): Log => {
	const [first, ...rest] = sources;
	if (rest.length === 0) return logOf(options, first);
	return mergeLogs(sources.map(source => ({source, log: logOf(options, source)})));
};

const logOf = (options: LogsOptions, source: LogSource): Log => {
	const {connection, docker, containers, clocks, host, heartbeat} = options;
	switch (source.kind) {
		case 'file':
			return createFileLog({connection, clocks, errors: host.errors, heartbeat}, source);
		case 'run':
		case 'service': {
			/** Where the host does not tell its time, this machine's is near enough. */
			const now = async (signal: AbortSignal): Promise<Date> => {
				const clock = await firstOf(clocks, signal).catch(() => undefined);
				signal.throwIfAborted();
				return onHost(new Date(), clock);
			};
			return createContainerLog({source, docker, containers}, {errors: host.errors, now});
		}
	}
};
