import type {LineRow, LogLine, LogRow, LogSource, Searched, SearchedRange} from '../../../domain/log.ts';
import type {Problem} from '../../../domain/problem.ts';
import {bytesInWords, plural} from '../../../domain/words.ts';
import {createKinds} from '../../../parse/errors/error-events.ts';
import {createErrorSpotter} from '../../../parse/errors/error-spotter.ts';
import {createErrorTest} from '../../../parse/errors/error-test.ts';
import type {SearchedSource} from '../../engine.ts';
import type {FoundError, FoundErrors, Progress} from '../../log.ts';
import {addEvenly, addTime, createAmounts, sumOf} from './amounts.ts';
import {rangeOf, sinceOf, type Reach} from './reach.ts';

/** The errors of one source, counted: what a search found, then what was written after it. */
export type Tally = {
	/** The search has come so far, and found these since. */
	found(found: FoundErrors): void;
	/** What was written then. */
	wrote(rows: readonly LogRow[]): void;
	/** What was searched and found so far, without what has become too old. */
	seen(problem: Problem | undefined): SearchedSource;
};

type Options = {
	readonly source: LogSource;
	/** What an error's line looks like. */
	readonly errors: RegExp;
	/** How far back it goes; everything when left out. */
	readonly reach?: Reach | undefined;
};

/** Times are milliseconds since 1970 by the clock of the host. No line is from the future. */
export const createTally = ({source, errors, reach}: Options): Tally => {
	const isError = createErrorTest(errors);
	const kinds = createKinds(source);
	const amounts = createAmounts();
	/** When lines were written that do not say it, or say that it will be. */
	const times = new WeakMap<LineRow, number>();
	/** Of the search, until it has ended. */
	let progress: Progress | undefined = notBegun;
	/** Of the last error found that says its time. */
	let latest: number | undefined;
	let missing: Problem | undefined;
	let isCut = false;
	/** When the first line was written that was searched, or the search ended that found none which says so. */
	let first = Infinity;
	let unended: {readonly line: LogLine; readonly time: number} | undefined;

	const now = (): number => reach?.now() ?? Infinity;
	const earliest = (): number => (reach === undefined ? -Infinity : sinceOf(reach, reach.now()));
	const timeOf = (row: LineRow): number => times.get(row) ?? row.line.at?.getTime() ?? now();
	const spotter = createErrorSpotter({errors}, ({row, ...rest}) => {
		const time = timeOf(row);
		// A line can be older than the one before it, when a clock was set or a day's log was copied in.
		if (time >= earliest()) kinds.add({...rest, line: row.line}, time);
	});

	const wroteLine = (row: LineRow, since: number): void => {
		unended = undefined;
		const time = now();
		if (row.line.at === undefined || row.line.at.getTime() > time) times.set(row, time);
		// Older ones in between are counted with the oldest, so that there are never more parts than there is time.
		const amount = amounts.at(Math.max(timeOf(row), since));
		amount.lines += 1;
		amount.bytes += Buffer.byteLength(row.line.text) + 1;
		addTime(amount, row.line.at);
		spotter.push(row);
	};

	/** What is written next may belong to it. */
	const goOn = ({row, details}: FoundError): void => {
		const {source: of, line} = row;
		times.set(row, Math.min(latest ?? now(), now()));
		spotter.push(row);
		for (const text of details) spotter.push({kind: 'line', source: of, line: {...line, text}});
	};

	const ended = ({searched, problems}: FoundErrors): void => {
		const {lines, bytes, from, to} = searched;
		progress = undefined;
		[missing] = problems;
		isCut = missing !== undefined || searched.range.kind === 'end';
		first = Math.min(from?.getTime() ?? now(), now());
		const last = Math.min(to?.getTime() ?? first, now());
		addEvenly(amounts, {lines, bytes}, first, last);
		addTime(amounts.at(first), from);
		addTime(amounts.at(last), to);
	};

	const total = (): Omit<Searched, 'range'> => {
		if (progress !== undefined) return progress.searched;
		const {lines, bytes, from, to} = sumOf(amounts);
		return {
			lines,
			bytes,
			from: from === Infinity ? undefined : new Date(from),
			to: to === -Infinity ? undefined : new Date(to),
		};
	};

	const rangeIn = ({lines, from}: Omit<Searched, 'range'>): SearchedRange => {
		if (reach === undefined) return {kind: 'whole'};
		if (first < earliest()) return rangeOf(reach);
		if (isCut) return {kind: 'end'};
		return lines > 0 && from === undefined ? {kind: 'whole'} : rangeOf(reach);
	};

	/** Errors whose last lines may be still to come. */
	const stillOpen = (since: number) => {
		const errorsOpen = spotter
			.open()
			.filter(({row}) => timeOf(row) >= since)
			.map(({row, details, exception}) => ({line: row.line, details, exception}));
		if (unended === undefined || unended.time < since || !isError(unended.line.text)) return errorsOpen;
		return [...errorsOpen, {line: unended.line, details: [], exception: undefined}];
	};

	return {
		found(found) {
			const open = new Set(found.open?.map(({row}) => row));
			for (const error of found.events) {
				const {row, details, exception} = error;
				latest = row.line.at?.getTime() ?? latest;
				if (open.has(row)) goOn(error);
				else kinds.add({line: row.line, details, exception}, Math.min(latest ?? now(), now()));
			}
			if (found.end === undefined) progress = found;
			else ended(found);
		},
		wrote(rows) {
			const since = earliest();
			for (const row of rows) {
				if (row.kind === 'line') wroteLine(row, since);
				else if (row.unended === undefined) spotter.push(row);
				else unended = {line: row.unended, time: Math.min(row.unended.at?.getTime() ?? now(), now())};
			}
		},
		seen(problem) {
			const since = earliest();
			if (first < since) {
				amounts.forget(since);
				kinds.forget(since);
			}
			const searched = total();
			const why = problem ?? (progress && stillSearching(source, progress)) ?? missing;
			const done = problem === undefined ? progress?.done : undefined;
			return {
				source,
				searched: {...searched, range: rangeIn(searched)},
				events: kinds.events(stillOpen(since)),
				problem: why,
				...(done !== undefined && {done}),
			};
		},
	};
};

const notBegun: Progress = {
	searched: {lines: 0, bytes: 0, from: undefined, to: undefined, range: {kind: 'nothing'}},
	done: undefined,
};

const stillSearching = ({name}: LogSource, {searched: {lines, bytes}}: Progress): Problem => ({
	what: `The search of the log of ${name} is not finished`,
	why: `${lines > 0 ? plural(lines, 'line') : bytesInWords(bytes)} ${lines === 1 ? 'is' : 'are'} searched so far`,
	next: 'wait for the rest',
});
