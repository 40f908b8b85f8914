import type {LogLine, LogSource} from '../../domain/log.ts';
import type {Problem} from '../../domain/problem.ts';
import {createKinds} from '../../parse/error-events.ts';
import {createFolder, type Folder} from '../../parse/tracebacks.ts';
import type {SearchedSource} from '../engine.ts';

/** One search through a source, while its lines come. */
export type Search = {
	/** `bytes` with the line's end; `stream` tells apart outputs whose lines are mixed but whose tracebacks are not. */
	line(line: LogLine, bytes: number, stream?: string): void;
	/** No line follows: what was open is complete. */
	end(): void;
	/** What was searched and found so far; `unfinished` is a line that has begun and may never end. */
	seen(problem: Problem | undefined, unfinished?: LogLine): SearchedSource;
};

/**
 * Searches the lines of a source for what matches `pattern`, from the first line on that was written at `since` or later. Lines before it
 * are neither counted nor searched, so that what `searched` names is what was searched.
 */
export const createSearch = (source: LogSource, pattern: RegExp, since: Date | undefined): Search => {
	const wanted = new RegExp(pattern.source, pattern.flags.replaceAll(/[gy]/g, '')); // Those two make `test` remember its last call.
	const matches = (text: string): boolean => wanted.test(text);
	const earliest = since?.getTime() ?? -Infinity;
	let range: 'not known' | 'too old' | 'within' = 'not known';
	let counts = noCounts();

	return {
		line(line, bytes, stream = '') {
			const at = line.at?.getTime();
			if (at !== undefined && range !== 'within') {
				// Lines without a time before the first one with a time are no newer than it.
				if (range === 'not known' && at < earliest) counts = noCounts();
				range = at < earliest ? 'too old' : 'within';
			}
			if (range === 'too old') return;
			counts.lines += 1;
			counts.bytes += bytes;
			if (at !== undefined) {
				counts.from = Math.min(counts.from, at);
				counts.to = Math.max(counts.to, at);
			}
			folderOf(stream).push(line);
		},
		end() {
			for (const folder of counts.folders.values()) folder.end();
		},
		seen(problem, unfinished) {
			const {lines, bytes, from, to, folders, kinds} = counts;
			const open = [...folders.values()].flatMap(folder => folder.open());
			if (unfinished !== undefined && range !== 'too old' && matches(unfinished.text))
				open.push({line: unfinished, details: [], exception: undefined});
			const searched = {
				lines,
				bytes,
				from: from === Infinity ? undefined : new Date(from),
				to: to === -Infinity ? undefined : new Date(to),
			};
			return {source, searched, events: kinds.events(open), problem};
		},
	};

	function noCounts() {
		return {
			lines: 0,
			bytes: 0,
			from: Infinity,
			to: -Infinity,
			kinds: createKinds(source),
			folders: new Map<string, Folder<LogLine>>(),
		};
	}

	function folderOf(stream: string): Folder<LogLine> {
		const {folders, kinds} = counts;
		const known = folders.get(stream);
		if (known !== undefined) return known;
		const folder = createFolder<LogLine>(matches, occurrence => {
			// A line can be older than the one before it, when a clock was set or a day's log was copied in.
			if ((occurrence.line.at?.getTime() ?? Infinity) >= earliest) kinds.add(occurrence);
		});
		folders.set(stream, folder);
		return folder;
	}
};
