import type {Mark} from '../../engine/log.ts';
import {createSieve} from '../../parse/sieve.ts';
import {scopeOf, type Scope} from '../../streams/scope.ts';
import {shown, spoke, written} from '../../store/log/stretch.ts';
import {begins, widened} from '../../store/log/searches.ts';
import {readFirst} from './first-stretch.ts';
import {follow} from './follow.ts';
import {keepPaged} from './keep-paged.ts';
import {page, type Reader} from './reader.ts';
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

/** Reads the log itself: where somebody wishes to be, onwards from there, and live at its end. */
export const serveStretch = async (reader: Reader, memory: StretchMemory, signal: AbortSignal): Promise<void> => {
	const {state, update} = reader;
	const {filter, context} = state();
	using all = scopeOf(signal);
	let failure: {readonly error: unknown} | undefined;
	const failed = (error: unknown): void => {
		if (all.signal.aborted) return;
		failure = {error};
		all.abort(error);
	};

	let tail: Scope | undefined;
	const running = new Set<Promise<void>>();
	const alongside = (work: Promise<void>): void => {
		const done = work.catch(failed).finally(() => running.delete(done));
		running.add(done);
	};
	const followFrom = (mark: Mark): void => {
		tail?.abort(undefined);
		const mine = scopeOf(all.signal);
		tail = mine;
		alongside(
			follow(reader, mark, {sieve: createSieve(filter, context)}, mine.signal).finally(() => mine[Symbol.dispose]()),
		);
	};

	const begin = async (): Promise<Mark | undefined> => {
		const first = await readFirst(reader, all.signal);
		if (all.signal.aborted) return undefined;
		const {before, after, window} = first;
		const rows = createSieve(filter, context)(window.rows);
		update(shown({rows, start: {mark: window.start}, end: {mark: window.end}, before, after}));
		update(first.widened === undefined ? begins(first.since) : widened(first.widened));
		memory.since = first.since;
		memory.isShown = true;
		return after ? undefined : window.end;
	};

	try {
		const goesOn = memory.isShown && state().rows.length > 0;
		const missed = goesOn ? await catchUp(reader, all.signal) : undefined;
		// Somebody who reads something older stays there.
		const isAway = goesOn && !state().following;
		const mark = missed ?? (isAway ? undefined : await begin());
		if (all.signal.aborted) return;
		if (filter !== undefined) alongside(searchHits(reader, mark === undefined ? 'end' : {mark}, all.signal));
		if (mark === undefined) update(spoke);
		else followFrom(mark);
		const {since} = memory;
		await keepPaged(reader, {sieve: createSieve(filter, context), since, arrived: followFrom}, all.signal);
	} catch (error) {
		failed(error);
	} finally {
		all[Symbol.dispose]();
		await Promise.all(running);
	}
	if (failure !== undefined) throw failure.error;
};
