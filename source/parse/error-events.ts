import type {ErrorEvent, LogLine, LogSource} from '../domain/log.ts';
import {plural} from '../domain/words.ts';
import {messageOf, tracebackIn} from './levels.ts';
import type {Occurrence} from './occurrence.ts';
import {createSlots, type Slots} from './slots.ts';
import {createFolder} from './tracebacks.ts';

/** What is the same in two errors that differ only in numbers, ids, quoted values and times. */
export const alike = (text: string): string =>
	text
		.slice(0, 2000)
		.replaceAll(/'[^']*'|"[^"]*"|`[^`]*`/g, '""')
		.replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '#')
		.replaceAll(/\b0x[0-9a-f]+\b|\b(?=[a-f]*\d)[0-9a-f]{8,}\b/gi, '#')
		.replaceAll(/\d+(?:[\d.,:/-]*\d)?/g, '#');

/** An occurrence with the traceback that its own line carries, where a JSON line has one. */
const unfolded = (found: Occurrence<LogLine>): Occurrence<LogLine> => {
	if (found.details.length > 0) return found;
	const trace = tracebackIn(found.line.text);
	if (trace.length === 0) return found;
	let exception: string | undefined;
	const folder = createFolder<{readonly text: string}>(
		() => false,
		inner => (exception ??= inner.exception),
	);
	for (const text of trace) folder.push({text});
	folder.end();
	return {line: found.line, details: trace.slice(0, 300), exception};
};

const eventOf = (source: LogSource, occurrence: Occurrence<LogLine>): ErrorEvent => {
	const {line, details, exception} = unfolded(occurrence);
	const message = messageOf(line.text);
	const kind = exception === undefined || exception === message ? message : `${message}\n${exception}`;
	return {
		key: `${source.key}\n${alike(kind)}`,
		source,
		at: line.at,
		line,
		details,
		summary: exception ?? message,
		count: 1,
	};
};

const sizeOf = ({line, details}: ErrorEvent): number =>
	details.reduce((sum, detail) => sum + detail.length, line.text.length);

export type Kinds = {
	/** `at` is when it was written, in milliseconds, as far as that is known; its own time when left out. */
	add(occurrence: Occurrence<LogLine>, at?: number): void;
	/** Forgets what was written before this, to a quarter of an hour, and each kind whose newest occurrence was. */
	forget(before: number): void;
	/** The kinds as they are, those that are still being written included, the newest last. */
	events(open: ReadonlyArray<Occurrence<LogLine>>): readonly ErrorEvent[];
};

type Kind = {
	/** The newest occurrence. */
	readonly event: ErrorEvent;
	readonly latest: number;
	readonly counts: Slots<{count: number}>;
};

const countsOf = (): Kind['counts'] => createSlots(() => ({count: 0}));

const totalOf = ({counts}: Kind): number => [...counts.parts()].reduce((sum, {count}) => sum + count, 0);

/** What stands for the kinds that had to make room. */
const leftOut = (source: LogSource, kind: Kind): ErrorEvent => {
	const count = totalOf(kind);
	return {
		...kind.event,
		key: `${source.key}\n…`,
		details: [],
		summary: `… ${plural(count, 'error')} of other kinds, the newest at this line, had to make room`,
		count,
	};
};

/**
 * Counts the errors of one source by kind, each with its newest occurrence. At most `most` kinds and `capacity` characters are kept;
 * the kinds not seen for longest make room, and one event says how many errors those were.
 */
export const createKinds = (
	source: LogSource,
	{most = 1000, capacity = 16 * 1024 * 1024}: {readonly most?: number; readonly capacity?: number} = {},
): Kinds => {
	const kinds = new Map<string, Kind>();
	let held = 0;
	let left: Kind | undefined;

	const drop = ({event}: Kind): void => {
		kinds.delete(event.key);
		held -= sizeOf(event);
	};

	const leave = ({event, latest, counts}: Kind): void => {
		left = {event, latest: Math.max(latest, left?.latest ?? -Infinity), counts: left?.counts ?? countsOf()};
		for (const [at, {count}] of counts.entries()) left.counts.at(at).count += count;
	};

	const makeRoom = (): void => {
		for (const oldest of kinds.values()) {
			if (kinds.size <= most && (held <= capacity || kinds.size === 1)) return;
			drop(oldest);
			leave(oldest);
		}
	};

	return {
		add(occurrence, at = occurrence.line.at?.getTime() ?? -Infinity) {
			const event = eventOf(source, occurrence);
			const known = kinds.get(event.key);
			if (known !== undefined) drop(known);
			const kind = {event, latest: Math.max(at, known?.latest ?? -Infinity), counts: known?.counts ?? countsOf()};
			kind.counts.at(at).count += 1;
			kinds.set(event.key, kind);
			held += sizeOf(event);
			makeRoom();
		},
		forget(before) {
			for (const kind of kinds.values()) {
				if (kind.latest < before) drop(kind);
				else kind.counts.forget(before);
			}
			if (left !== undefined && left.latest < before) left = undefined;
			left?.counts.forget(before);
		},
		events(open) {
			const now = new Map([...kinds].map(([key, kind]) => [key, {...kind.event, count: totalOf(kind)}] as const));
			for (const occurrence of open) {
				const event = eventOf(source, occurrence);
				const count = (now.get(event.key)?.count ?? 0) + 1;
				now.delete(event.key);
				now.set(event.key, {...event, count});
			}
			return left === undefined ? [...now.values()] : [leftOut(source, left), ...now.values()];
		},
	};
};
