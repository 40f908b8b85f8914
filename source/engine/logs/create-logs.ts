import type {LogSource} from '../../domain/log.ts';
import {aborted} from '../../streams/aborted.ts';
import type {Engine, LogBatch, Place} from '../engine.ts';
import {openContainerAround, openContainerEnd} from './open-container.ts';
import {openFileAround, openFileEnd} from './open-file.ts';
import type {LogsOptions} from './options.ts';
import {searchErrors} from './search-errors.ts';
import {watchErrors} from './watch-errors.ts';
import {withHeartbeat} from '../../streams/with-heartbeat.ts';

const nothingNew: LogBatch = {lines: [], omitted: undefined};

/** What may be asked of the logs of a host. */
export const createLogs = (options: LogsOptions): Engine['logs'] => ({
	watchErrors: signal => watchErrors(options, signal),
	searchErrors: signal => searchErrors(options, signal),
	open: (source, place, signal) =>
		withHeartbeat(over => openPlace(options, source, place, over), nothingNew, options.heartbeat, signal),
});

async function* openPlace(
	{connection, clocks, docker, heartbeat}: LogsOptions,
	source: LogSource,
	place: Place,
	signal: AbortSignal,
): AsyncGenerator<LogBatch, void, undefined> {
	if (place === 'end') {
		if (source.kind === 'file') yield* openFileEnd({connection, clocks}, source, heartbeat, signal);
		else yield* openContainerEnd(docker, source, signal);
		return;
	}
	if (source.kind === 'file') yield* openFileAround({connection, clocks}, source, place.around, signal);
	else yield* openContainerAround(docker, source, place.around, signal);
	// What is around a line does not change; the stream lasts as long as somebody looks at it.
	await aborted(signal);
}
