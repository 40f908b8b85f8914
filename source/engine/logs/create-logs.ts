import type {LogSource} from '../../domain/log.ts';
import {ProblemError} from '../../domain/problem.ts';
import {firstOf} from '../../streams/first.ts';
import {aborted} from '../../streams/aborted.ts';
import {createMask} from '../../parse/mask.ts';
import type {Engine, LogBatch, Place, SearchedSource} from '../engine.ts';
import {createLog} from './create-log.ts';
import {discreet, discreetly} from './discreet.ts';
import {openContainerAround, openContainerEnd} from './open-container.ts';
import {openFileAround, openFileEnd} from './open-file.ts';
import type {LogsOptions} from './options.ts';
import {searchErrors} from './errors/search-errors.ts';
import {watchErrors} from './errors/watch-errors.ts';
import {watchSources} from './watch-sources.ts';
import {withHeartbeat} from '../../streams/with-heartbeat.ts';
import {runBefore} from './sources.ts';

const nothingNew: LogBatch = {lines: [], omitted: undefined};

/** What may be asked of the logs of a host. */
export const createLogs = (options: LogsOptions): Engine['logs'] => {
	const mask = createMask(options.host.mask);
	const withoutSecrets = (sources: readonly SearchedSource[]): readonly SearchedSource[] =>
		sources.map(source => discreetly(source, mask));
	return {
		log: sources => discreet(createLog(options, sources), mask),
		watchSources: signal => watchSources(options, signal),
		async previous(source, signal) {
			return source.kind === 'run' ? runBefore(source, (await firstOf(options.jobs.watch, signal)).rows) : undefined;
		},
		async *watchErrors(signal) {
			for await (const sources of watchErrors(options, signal)) yield withoutSecrets(sources);
		},
		searchErrors: async signal => withoutSecrets(await searchErrors(options, signal)),
		open: (source, place, signal) =>
			withHeartbeat(over => openPlace(options, source, place, over), nothingNew, options.heartbeat, signal),
	};
};

async function* openPlace(
	options: LogsOptions,
	source: LogSource,
	place: Place,
	signal: AbortSignal,
): AsyncGenerator<LogBatch, void, undefined> {
	const {connection, clocks, docker, heartbeat} = options;
	if (source.kind === 'file') {
		if (place === 'end') yield* openFileEnd({connection, clocks}, source, heartbeat, signal);
		else yield* openFileAround({connection, clocks}, source, place.around, signal);
	} else {
		const container = source.kind === 'run' ? source : await containerOf(options, source, signal);
		if (place === 'end') yield* openContainerEnd(docker, container, signal);
		else yield* openContainerAround(docker, container, place.around, signal);
	}
	// What is around a line does not change; the stream lasts as long as somebody looks at it.
	await aborted(signal);
}

/** The container that a service has now. */
const containerOf = async (
	{containers}: LogsOptions,
	{name, project, service, number}: Extract<LogSource, {kind: 'service'}>,
	signal: AbortSignal,
) => {
	const found = (await firstOf(containers, signal)).find(
		({compose}) =>
			compose?.oneOff === false &&
			compose.project === project &&
			compose.service === service &&
			compose.number === number,
	);
	if (found === undefined)
		throw new ProblemError({
			what: `Cannot show the log of ${name}`,
			why: 'it has no container',
			next: 'start it with docker compose up -d',
		});
	return {name, containerId: found.id, terminal: found.details?.terminal ?? false};
};
