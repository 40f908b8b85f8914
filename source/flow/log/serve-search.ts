import type {LogRow} from '../../domain/log.ts';
import type {Edge, Found, FoundRow, LogQuery, Mark} from '../../engine/log.ts';
import {createSieve} from '../../parse/filter/sieve.ts';
import {begins, searchAdvanced, searchBegan, searchResumed} from '../../store/log/searches.ts';
import {spoke} from '../../store/log/stretch.ts';
import {scopeOf} from '../../streams/scope.ts';
import {follow, type Poured} from './follow.ts';
import {createGatherer} from './gather.ts';
import {createJoint} from './joint.ts';
import {edgeOf, sinceWhen} from './range.ts';
import {page, rest, weigh, type Live, type Reader} from './reader.ts';

/** Runs a search and shows what it finds as it comes. Resolves with where it ended, or undefined when somebody stopped it. */
const search = async (reader: Reader, query: LogQuery, signal: AbortSignal): Promise<Found['end']> => {
	const {log, state, update, subscribe} = reader;
	using scope = scopeOf(signal);
	const stop = subscribe(() => {
		if (state().search.status === 'stopped') scope.abort(undefined);
	});
	let latest: Found | undefined;
	const gatherer = createGatherer<FoundRow>(rows => {
		if (latest === undefined || signal.aborted) return;
		const {searched, done, problems, end} = latest;
		update(searchAdvanced(rows, {searched, done, problems, isOver: end !== undefined}));
	}, rest);
	try {
		for await (const found of log.search(query, scope.signal)) {
			latest = found;
			await gatherer.put(found.rows, weigh(found.rows.map(({row}) => row)));
		}
		gatherer.flush();
	} finally {
		stop();
		gatherer.stop();
	}
	return latest?.end;
};

/**
 * Finds where the hits are while the whole log is shown. What is written behind `to` is looked at as it comes: the view is made ready for that before
 * the first wait.
 */
export const searchHits = async (reader: Reader, to: Edge, signal: AbortSignal): Promise<void> => {
	const {filter, range} = reader.state();
	if (filter === undefined) return;
	reader.update(searchBegan);
	const since = await sinceWhen(range, reader, signal);
	const {pattern, inverse} = filter;
	await search(reader, {pattern, inverse, context: 0, from: edgeOf(since), to}, signal);
};

const showNothing = (_: readonly LogRow[], end: Mark): Poured => ({shown: [], end, searched: [], hits: []});

/**
 * Shows what the filter finds in the range, all of it, and then in what is written. `from` is where a lost connection broke off; `reached` is told of
 * that, and of undefined where it would have to begin anew. Behind a search that somebody stopped only errors are looked for.
 */
export const serveSearch = async (
	reader: Reader,
	from: Edge | undefined,
	reached: (edge: Edge | undefined) => void,
	live: Live,
	signal: AbortSignal,
): Promise<void> => {
	const {filter, context, range, search: before} = reader.state();
	if (filter === undefined || context === 'all') return;
	const begun = live.mark ?? (await reader.log.read('end', 'before', 1, signal)).end;
	if (signal.aborted) return;
	live.mark = begun;
	const seen = (mark: Mark): void => void (live.mark = mark);
	const searchAll = async (): Promise<Mark | undefined> => {
		const since = from === undefined ? await sinceWhen(range, reader, signal) : undefined;
		if (signal.aborted) return undefined;
		if (from === undefined) reader.update(begins(since));
		reader.update(from === undefined ? searchBegan : searchResumed);
		// What a search that breaks off has shown is not shown twice.
		reached(undefined);
		const {pattern, inverse} = filter;
		return search(reader, {pattern, inverse, context, from: from ?? edgeOf(since), to: 'end'}, signal);
	};
	const end = before.status === 'stopped' ? undefined : await searchAll();
	if (signal.aborted) return;
	reader.update(spoke);
	if (end === undefined) {
		await follow(reader, begun, {pour: showNothing, seen}, signal);
		return;
	}
	reached({mark: end});
	const sieve = createSieve(filter, context);
	// Lines that were searched may be around a hit that is written, and the other way round.
	if (context > 0) sieve((await reader.log.read({mark: end}, 'before', page, signal)).rows);
	if (signal.aborted) return;
	const joint = createJoint(begun, end);
	const pour = (rows: readonly LogRow[], mark: Mark): Poured => {
		const searched = joint.behind(rows);
		const hits = sieve(searched);
		reached({mark: joint.endOf(mark)});
		return {shown: hits, end: joint.endOf(mark), searched, hits};
	};
	await follow(reader, begun, {pour, seen}, signal);
};
