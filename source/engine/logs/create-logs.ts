import {firstOf} from '../../streams/first.ts';
import {createMask} from '../../parse/mask/mask.ts';
import type {Engine, SearchedSource} from '../engine.ts';
import {createLog} from './create-log.ts';
import {discreet, discreetly} from './discreet.ts';
import type {LogsOptions} from './options.ts';
import {searchErrors} from './errors/search-errors.ts';
import {watchErrors} from './errors/watch-errors.ts';
import {watchSources} from './watch-sources.ts';
import {runBefore} from './sources.ts';

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
	};
};
