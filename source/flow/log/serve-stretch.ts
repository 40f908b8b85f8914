import type {LogRow} from '../../domain/log.ts';
import type {Mark} from '../../engine/log.ts';
import {createSieve} from '../../parse/filter/sieve.ts';
import {scopeOf} from '../../streams/scope.ts';
import {outrun, shown, spoke, written} from '../../store/log/stretch.ts';
import {begins, widened} from '../../store/log/searches.ts';
import {readFirst} from './first-stretch.ts';
import {follow, type Poured} from './follow.ts';
import {createTail} from './joint.ts';
import {keepPaged} from './keep-paged.ts';
import {page, type Live, type Reader} from './reader.ts';
import {searchHits} from './serve-search.ts';

/** Pages that are read to go on where a lost connection broke off; of more the end is read anew. */
const pagesMissed = 10;

/** Goes on behind what is on hand. Undefined when that is not the end of the log, or when too much was written since. */
const catchUp = async ({log, state, update}: Reader, signal: AbortSignal): Promise<Mark | undefined> => {
	const {filter, context} = state();
	for (let pages = 0; pages < pagesMissed; pages += 1) {
		const {end, after} = state();
		if (end === undefined || after !== 'none') return undefined;
		const window = await log.read(end, 'after', page, signal);
		if (signal.aborted) return undefined;
		update(written(createSieve(filter, context)(window.rows), {mark: window.end}));
		if (!window.more) return window.end;
	}
	return undefined;
};

/** What is remembered of a wish while the connection is lost. */
export type StretchMemory = {
	/** Nothing older is shown. */
	since: Date | undefined;
	isShown: boolean;
};

/**
 * Reads the log itself: where somebody wishes to be, and onwards from there. What is written is followed wherever that is: from where it was `live`
 * before, or else from the end.
 */
export const serveStretch = async (
	reader: Reader,
	memory: StretchMemory,
	live: Live,
	signal: AbortSignal,
): Promise<void> => {
	const {log, state, update} = reader;
	const {filter, context} = state();
	using all = scopeOf(signal);
	let failure: {readonly error: unknown} | undefined;
	const failed = (error: unknown): void => {
		if (all.signal.aborted) return;
		failure = {error};
		all.abort(error);
	};

	const running = new Set<Promise<void>>();
	const alongside = (work: Promise<void>): void => {
		const done = work.catch(failed).finally(() => running.delete(done));
		running.add(done);
	};
	const sieve = createSieve(filter, context);

	const begin = async (): Promise<Mark | undefined> => {
		const first = await readFirst(reader, all.signal);
		if (all.signal.aborted) return undefined;
		const {before, after, window} = first;
		const rows = sieve(window.rows);
		update(shown({rows, start: {mark: window.start}, end: {mark: window.end}, before, after}));
		update(first.widened === undefined ? begins(first.since) : widened(first.widened));
		memory.since = first.since;
		memory.isShown = true;
		return after ? undefined : window.end;
	};

	try {
		const goesOn = memory.isShown && state().rows.length > 0;
		const isReplaced = live.mark === undefined;
		const missed = goesOn && isReplaced ? await catchUp(reader, all.signal) : undefined;
		// Somebody who reads something older stays there.
		const staysAway = goesOn && !state().following;
		if (staysAway && isReplaced && missed === undefined) update(outrun);
		const stays = staysAway || (goesOn && !isReplaced) || missed !== undefined;
		const reaches = stays ? (state().after === 'none' ? state().end?.mark : undefined) : await begin();
		const from = live.mark ?? reaches ?? (await log.read('end', 'before', 1, all.signal)).end;
		if (all.signal.aborted) return;
		live.mark = from;
		const tail = createTail(from);
		if (reaches !== undefined) tail.arrived(reaches);
		if (filter !== undefined) alongside(searchHits(reader, {mark: from}, all.signal));
		update(spoke);
		const pour = (rows: readonly LogRow[], end: Mark): Poured => {
			const fresh = tail.take(rows, end);
			return {shown: sieve(fresh.rows), end: fresh.end, searched: rows, hits: sieve(rows)};
		};
		alongside(follow(reader, from, {pour, seen: mark => (live.mark = mark)}, all.signal));
		await keepPaged(reader, {sieve, since: memory.since, tail}, all.signal);
	} catch (error) {
		failed(error);
	} finally {
		all[Symbol.dispose]();
		await Promise.all(running);
	}
	if (failure !== undefined) throw failure.error;
};
