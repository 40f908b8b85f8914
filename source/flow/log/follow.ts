import type {LineRow, LogRow} from '../../domain/log.ts';
import type {Mark} from '../../engine/log.ts';
import {createErrorTest} from '../../parse/errors/error-test.ts';
import {createFolder, type Folder} from '../../parse/errors/tracebacks.ts';
import type {Sifted} from '../../store/log/dress.ts';
import {errorsWritten, hitsWritten, linesWritten} from '../../store/log/searches.ts';
import {spotOf, type Spot} from '../../store/log/spots.ts';
import {broke, spoke, written} from '../../store/log/stretch.ts';
import {createGatherer} from './gather.ts';
import {rest, silent, weigh, type Reader} from './reader.ts';

/** Tells where errors begin in rows that come one after the other, each once and as soon as it is seen. */
const createErrorSpotter = (errors: RegExp): ((rows: readonly LogRow[]) => readonly Spot[]) => {
	type Held = {readonly text: string; readonly row: LineRow};
	const isError = createErrorTest(errors);
	const folders = new Map<string, Folder<Held>>();
	let begun: LineRow[] = [];
	const told = new WeakSet<LineRow>();
	const take = ({line}: {readonly line: Held}): void => void begun.push(line.row);
	const folderOf = (key: string): Folder<Held> => {
		const known = folders.get(key) ?? createFolder<Held>(isError, take);
		folders.set(key, known);
		return known;
	};
	return rows => {
		begun = [];
		for (const row of rows)
			if (row.kind === 'line') folderOf(row.source.key).push({text: row.line.text, row});
			else folderOf(row.source.key).end();
		for (const folder of folders.values()) for (const occurrence of folder.open()) take(occurrence);
		const fresh = begun.filter(row => !told.has(row));
		for (const row of fresh) told.add(row);
		return fresh.map(spotOf);
	};
};

/** What followed rows are to a view. */
export type Poured = {
	/** What of them is shown, and where what is on hand then ends. */
	readonly shown: readonly Sifted[];
	readonly end: Mark;
	/** What of them is looked at for the filter, and what that finds there. */
	readonly searched: readonly LogRow[];
	readonly hits: readonly Sifted[];
};

type Following = {
	/** Is told of rows that come one after the other, as far as a mark. */
	pour(rows: readonly LogRow[], end: Mark): Poured;
	/** Is told how far the view knows of the log, whether or not what was written belongs there. */
	seen(end: Mark): void;
};

/**
 * Pours what is written behind a place into the view, and spots the errors in it, until `signal` aborts or it breaks. What has not reached the view
 * by then is let go of: it can be read again behind what has. What is silent for too long is not shown as live.
 */
export const follow = async (
	{log, update, state, errors, heartbeat}: Reader,
	from: Mark,
	{pour, seen}: Following,
	signal: AbortSignal,
): Promise<void> => {
	const spotErrors = createErrorSpotter(errors);
	let end = from;
	const gatherer = createGatherer<LogRow>(rows => {
		if (signal.aborted) return;
		const spots = spotErrors(rows);
		const {shown, searched, hits, ...poured} = pour(rows, end);
		update(view =>
			[
				written(shown, {mark: poured.end}),
				linesWritten(rows, searched),
				hitsWritten(hits),
				errorsWritten(spots),
			].reduce((before, next) => next(before), view),
		);
		seen(end);
	}, rest);
	const patience = 3 * heartbeat;
	const watchdog = setTimeout(() => update(broke(silent(state().sources, patience))), patience);
	try {
		for await (const {rows, end: behind} of log.follow(from, signal)) {
			if (signal.aborted) return;
			end = behind;
			watchdog.refresh();
			if (rows.length === 0) update(spoke);
			else await gatherer.put(rows, weigh(rows));
		}
	} finally {
		clearTimeout(watchdog);
		gatherer.stop();
	}
};
