import type {LogLine, LogSource, Searched, SearchedRange} from '../../../domain/log.ts';
import type {Problem} from '../../../domain/problem.ts';
import {createKinds} from '../../../parse/errors/error-events.ts';
import type {Line} from '../../../parse/errors/occurrence.ts';
import {createErrorTest} from '../../../parse/errors/error-test.ts';
import {createFolder, type Folder} from '../../../parse/errors/tracebacks.ts';
import type {SearchedSource} from '../../engine.ts';
import {addEvenly, addTime, createAmounts, sumOf} from './amounts.ts';
import {rangeOf, sinceOf, type Reach} from './reach.ts';

/** What else there is to say of a source. */
type Rest = {
	/** A line that has begun and may never end, and since when it stands there so. */
	readonly unfinished?: {readonly line: LogLine; readonly since: number} | undefined;
	/** Whether there is more before the first line that was read. */
	readonly isCut?: boolean;
};

/** One search through a source, while its lines come. */
export type Search = {
	/** `bytes` with the line's end; `stream` tells apart outputs whose lines are mixed but whose tracebacks are not. */
	line(line: LogLine, bytes: number, stream?: string): void;
	/** A line that somebody else found and counts; `matches` says whether all of it is looked for where only a part of it is there. */
	found(line: LogLine, matches?: boolean): void;
	/** Others that were not handed on stand before the next line: no error goes on over them. */
	apart(): void;
	/** What comes now was written then (milliseconds) or later, as far as it is known; `older` where there is more before it. */
	startsAt(time: number | undefined, older: boolean): void;
	/** So much was searched elsewhere, the last of it was written then at the latest. */
	passed(amount: {readonly lines: number; readonly bytes: number}, until: number): void;
	/** All that was there has come: the lines that come from now on are being written. */
	caughtUp(): void;
	/** No line follows: what was open is complete. */
	end(): void;
	/** What was searched and found so far, without what has become too old. */
	seen(problem: Problem | undefined, rest?: Rest): SearchedSource;
};

/** A line with when it was written, as far as that is known: it is no older than the line with a time before it. */
type Timed = Line & {readonly line: LogLine; readonly time: number};

/**
 * Searches the lines of a source for errors, as `pattern` and their levels tell them, all of them or those within `reach`. Lines before the first
 * one within are neither counted nor searched, and those that have become too old are forgotten, so that what `searched` names is what was
 * searched.
 */
export const createSearch = (source: LogSource, pattern: RegExp, reach?: Reach): Search => {
	const isError = createErrorTest(pattern);
	const earliest = (): number => (reach === undefined ? -Infinity : sinceOf(reach, reach.now()));
	let range: 'not known' | 'too old' | 'within' = 'not known';
	let metOlder = false;
	let isLive = false;
	/** When the first line within was written, or nothing that was there is newer than this. */
	let first = Infinity;
	/** Of the last line of which it is known. */
	let lastTime = -Infinity;
	let counts = noCounts();

	/** When a line was written, as far as that matters: no line is from the future. */
	const timeOf = ({at}: LogLine, now: number): number | undefined => {
		if (at === undefined) return isLive ? now : undefined;
		return Math.min(at.getTime(), now);
	};

	/** Whether it is too old. What was written before any known time is no newer than the first one. */
	const isOld = (time: number, since = earliest()): boolean => (time === -Infinity ? first : time) < since;

	const begin = (time: number, since: number): void => {
		if (isOld(time, since)) {
			if (range === 'not known') counts = noCounts();
			range = 'too old';
			metOlder = true;
		} else {
			range = 'within';
			first = Math.min(first, time);
		}
	};

	const searchedRange = (lines: number, isCut: boolean): SearchedRange => {
		if (reach === undefined) return {kind: 'whole'};
		const all = rangeOf(reach);
		if (metOlder || first < earliest()) return all;
		if (isCut) return {kind: 'end'};
		return range === 'not known' && lines > 0 ? {kind: 'whole'} : all;
	};

	return {
		line(line, bytes, stream = '') {
			const since = place(line);
			if (range === 'too old') return;
			// Older ones in between are counted with the oldest, so that there are never more parts than there is time.
			const amount = counts.amounts.at(isOld(lastTime, since) ? since : lastTime);
			amount.lines += 1;
			amount.bytes += bytes;
			addTime(amount, line.at);
			fold(line, stream);
		},
		found(line, isWanted) {
			const since = place(line);
			if (range === 'too old') return;
			addTime(counts.amounts.at(isOld(lastTime, since) ? since : lastTime), line.at);
			fold(line, '', isWanted);
		},
		apart: endFolders,
		startsAt(time, older) {
			metOlder ||= older;
			if (time === undefined) return;
			range = 'within';
			first = Math.min(first, time);
			lastTime = Math.max(lastTime, time);
			addTime(counts.amounts.at(time), new Date(time));
		},
		passed(amount, until) {
			if (range !== 'too old') addEvenly(counts.amounts, amount, range === 'within' ? first : -Infinity, until);
		},
		caughtUp() {
			isLive = true;
			if (reach !== undefined && range === 'not known') first = reach.now();
		},
		end: endFolders,
		seen(problem, {unfinished, isCut = false} = {}) {
			const {amounts, folders, kinds} = counts;
			if (first < earliest()) {
				amounts.forget(earliest());
				kinds.forget(earliest());
			}
			const open = [...folders.values()]
				.flatMap(folder => folder.open())
				.flatMap(({line: {line, time}, ...rest}) => (isOld(time) ? [] : [{...rest, line}]));
			if (unfinished !== undefined && range !== 'too old' && isError(unfinished.line.text)) {
				const {line, since} = unfinished;
				if (!isOld(line.at?.getTime() ?? since)) open.push({line, details: [], exception: undefined});
			}
			const {lines, bytes, from, to} = sumOf(amounts);
			const searched: Searched = {
				lines,
				bytes,
				from: from === Infinity ? undefined : new Date(from),
				to: to === -Infinity ? undefined : new Date(to),
				range: searchedRange(lines, isCut),
			};
			return {source, searched, events: kinds.events(open), problem};
		},
	};

	function noCounts() {
		return {
			amounts: createAmounts(),
			kinds: createKinds(source),
			folders: new Map<string, Folder<Timed>>(),
		};
	}

	/** Takes note of when a line was written. Returns since when lines are searched. */
	function place(line: LogLine): number {
		if (reach === undefined) return -Infinity;
		const now = reach.now();
		const since = sinceOf(reach, now);
		const time = timeOf(line, now);
		if (time !== undefined) {
			if (range !== 'within') begin(time, since);
			lastTime = time;
		}
		return since;
	}

	function fold(line: LogLine, stream: string, isWanted?: boolean): void {
		folderOf(stream).push({text: line.text, matches: isWanted, line, time: lastTime});
	}

	function endFolders(): void {
		for (const folder of counts.folders.values()) folder.end();
	}

	function folderOf(stream: string): Folder<Timed> {
		const {folders, kinds} = counts;
		const known = folders.get(stream);
		if (known !== undefined) return known;
		const folder = createFolder<Timed>(isError, ({line: {line, time}, ...rest}) => {
			// A line can be older than the one before it, when a clock was set or a day's log was copied in.
			if (!isOld(time)) kinds.add({...rest, line}, time);
		});
		folders.set(stream, folder);
		return folder;
	}
};
