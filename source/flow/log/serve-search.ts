import type {Filter} from '../../domain/log.ts';
import type {Edge, Found, FoundRow, LogQuery} from '../../engine/log.ts';
import {createSieve} from '../../parse/sieve.ts';
import {searchAdvanced, searchBegan} from '../../store/log/searches.ts';
import {scopeOf} from '../../streams/scope.ts';
import {follow} from './follow.ts';
import {createGatherer} from './gather.ts';
import {edgeOf, sinceWhen} from './range.ts';
import {rest, weigh, type Reader} from './reader.ts';

/** Runs a search and shows what it finds as it comes. Resolves with where it ended, or undefined when somebody stopped it. */
const search = async (reader: Reader, query: LogQuery, signal: AbortSignal): Promise<Found['end']> => {
	const {log, state, update, subscribe} = reader;
	using scope = scopeOf(signal);
	const stop = subscribe(() => {
		if (state().search.status === 'stopped') scope.abort(undefined);
	});
	let latest: Found | undefined;
	let problems: Found['problems'] = [];
	const gatherer = createGatherer<FoundRow>(rows => {
		if (latest === undefined || signal.aborted) return;
		const {searched, done, end} = latest;
		update(searchAdvanced(rows, {searched, done, problems, isOver: end !== undefined}));
		problems = [];
	}, rest);
	try {
		for await (const found of log.search(query, scope.signal)) {
			latest = found;
			problems = [...problems, ...found.problems];
			await gatherer.put(found.rows, weigh(found.rows.map(({row}) => row)));
		}
		gatherer.flush();
	} finally {
		stop();
		gatherer.stop();
	}
	return latest?.end;
};

const queryFor = ({pattern, inverse}: Filter, from: Edge, context: number): LogQuery => ({
	pattern,
	inverse,
	context,
	from,
	to: 'end',
});

/** Finds where the hits are while the whole log is shown. */
export const searchHits = async (reader: Reader, signal: AbortSignal): Promise<void> => {
	const {filter, range} = reader.state();
	if (filter === undefined) return;
	const since = await sinceWhen(range, reader, signal);
	reader.update(searchBegan);
	await search(reader, queryFor(filter, edgeOf(since), 0), signal);
};

/** Shows what the filter finds in the range, all of it, and then in what is written. `from` is where a lost connection broke off. */
export const serveSearch = async (
	reader: Reader,
	from: Edge | undefined,
	reached: (edge: Edge) => void,
	signal: AbortSignal,
): Promise<void> => {
	const {filter, context, range} = reader.state();
	if (filter === undefined || context === 'all') return;
	const start = from ?? edgeOf(await sinceWhen(range, reader, signal));
	if (signal.aborted) return;
	if (from === undefined) reader.update(searchBegan);
	const end = await search(reader, queryFor(filter, start, context), signal);
	if (end === undefined || signal.aborted) return;
	reached({mark: end});
	await follow(reader, end, {sieve: createSieve(filter, context), seen: mark => reached({mark})}, signal);
};
