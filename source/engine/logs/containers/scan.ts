import type {LineRow, LogSource, Searched, SearchedRange} from '../../../domain/log.ts';
import type {Mark, Progress} from '../../log.ts';
import type {ContainerLine} from './container-lines.ts';
import {entriesIn} from './collect.ts';
import {isSame, markOf, type Cut} from './edges.ts';
import {linesOf, type Output} from './lines-of.ts';
import {dateOf, grain, placeOf, type Place} from './place.ts';
import type {LineReader} from './read-lines.ts';

/** Milliseconds between two reports of how far a search has come. */
const rest = 200;
/** Lines after which the clock is looked at. */
const often = 256;

/** A range of one container's log that is searched. */
export type Scan = {
	readonly source: LogSource;
	readonly output: Output;
	readonly reader: LineReader;
	readonly from: Cut;
	readonly to: Cut;
	/** By the clock of the host. */
	readonly now: Date;
	/** Entries that are read at most where it does not begin at the start. */
	readonly most: number | undefined;
};

/** Told now and then, and at last with where the range ends. */
export type Report = Progress & {readonly end: Mark | undefined};

const firstPlace = (cut: Cut): Place | undefined => {
	switch (cut.kind) {
		case 'start':
		case 'end':
			return undefined;
		case 'place':
			return cut.place;
		case 'line':
			return cut.line.position;
	}
};

const lastPlace = (cut: Cut): Place | undefined => (cut.kind === 'line' ? cut.line.position + grain : firstPlace(cut));

export const rangeOf = (from: Cut, to: Cut, now: Date): SearchedRange => {
	if (from.kind === 'end' || to.kind === 'start') return {kind: 'nothing'};
	const first = firstPlace(from);
	const since = first === undefined || first === 0 ? undefined : dateOf(first);
	const last = firstPlace(to);
	if (last !== undefined) return {kind: 'between', since, until: dateOf(last)};
	return since === undefined
		? {kind: 'whole'}
		: {kind: 'last', milliseconds: Math.max(0, now.getTime() - since.getTime())};
};

/** Whether a line that was written at the moment of a cut stands behind it. */
const createBehind = (cut: Cut): ((line: ContainerLine) => boolean) => {
	let isBehind = cut.kind !== 'line';
	return ({line}) => {
		if (isBehind || cut.kind !== 'line') return true;
		isBehind = isSame(line, cut.line) || line.position > cut.line.position;
		return line.position > cut.line.position;
	};
};

/**
 * Reads a range once, hands on its lines, and tells how far it has come: at once when `hasMuch`, else a few times a second. The last report is that
 * of the whole range. Ends quietly on `signal`.
 */
export async function* scan(
	{source, output, reader, from, to, now, most = Infinity}: Scan,
	take: (row: LineRow, stream: ContainerLine['from']) => void,
	hasMuch: () => boolean,
	signal: AbortSignal,
): AsyncGenerator<Report, void, undefined> {
	const first = firstPlace(from);
	const until = lastPlace(to) ?? placeOf(now);
	const range = rangeOf(from, to, now);
	let lines = 0;
	let bytes = 0;
	let entries = 0;
	let oldest: Date | undefined;
	let newest: Date | undefined;
	let last: Place | undefined;

	const searched = (): Searched => ({
		lines,
		bytes,
		from: oldest,
		to: newest,
		range: entries >= most ? {kind: 'end'} : range,
	});
	const done = (): number => {
		const start = first ?? (oldest === undefined ? until : placeOf(oldest));
		return Math.min(1, Math.max(0, ((last ?? start) - start) / Math.max(1, until - start)));
	};
	const endPlace = async (): Promise<Place> => {
		if (to.kind === 'start') return 0;
		if (to.kind !== 'end') return firstPlace(to) ?? 0;
		if (last !== undefined) return last + grain;
		if (from.kind !== 'end') return first ?? 0;
		const end = await reader.before(undefined, 1, signal);
		return (end.lines.at(-1)?.line.position ?? -grain) + grain;
	};

	const isBehind = createBehind(from);
	if (from.kind !== 'end' && to.kind !== 'start') {
		const tail = first === undefined || first === 0 ? undefined : await reader.tailFrom(first, signal);
		let spoke = performance.now();
		for await (const found of linesOf(output, {from: first, to: lastPlace(to), tail}, signal)) {
			if (!isBehind(found)) continue;
			const {line} = found;
			if (to.kind === 'line' && isSame(line, to.line)) break;
			lines += 1;
			bytes += found.bytes;
			if (tail !== undefined) entries += entriesIn([found]);
			oldest ??= line.at;
			newest = line.at ?? newest;
			last = line.position;
			take({kind: 'line', source, line}, found.from);
			if (!hasMuch() && (lines % often !== 0 || performance.now() < spoke + rest)) continue;
			yield {searched: searched(), done: done(), end: undefined};
			spoke = performance.now();
		}
	}
	if (signal.aborted) return;
	const end = markOf(source, output.containerId, await endPlace());
	yield {searched: searched(), done: 1, end};
}
