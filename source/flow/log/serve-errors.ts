import type {FoundError, FoundErrors, Mark} from '../../engine/log.ts';
import {errorsAdvanced, errorsBegan, errorsResumed} from '../../store/log/searches.ts';
import {spotOf} from '../../store/log/spots.ts';
import {createGatherer} from './gather.ts';
import {edgeOf, sinceWhen} from './range.ts';
import {rest, type Reader} from './reader.ts';

/**
 * Finds where the errors of the range are, beside what else is read. `from` is where an earlier search ended, before the connection was lost;
 * resolves with where this one did.
 */
export const serveErrors = async (
	reader: Reader,
	from: Mark | undefined,
	signal: AbortSignal,
): Promise<Mark | undefined> => {
	const {log, state, update} = reader;
	const edge = from === undefined ? edgeOf(await sinceWhen(state().range, reader, signal)) : {mark: from};
	if (signal.aborted) return from;
	update(from === undefined ? errorsBegan : errorsResumed);
	let latest: FoundErrors | undefined;
	const gatherer = createGatherer<FoundError>(events => {
		if (latest === undefined || signal.aborted) return;
		const {searched, done, problems, end} = latest;
		const spots = events.map(({row}) => spotOf(row));
		update(errorsAdvanced(spots, {searched, done, problems, isOver: end !== undefined}));
	}, rest);
	try {
		for await (const found of log.findErrors(edge, 'end', signal)) {
			latest = found;
			await gatherer.put(found.events, found.events.length);
		}
		gatherer.flush();
	} finally {
		gatherer.stop();
	}
	return latest?.end;
};
