import type {ErrorEvent, LogLine, LogSource} from '../domain/log.ts';
import {plural} from '../domain/words.ts';
import {messageOf, tracebackIn} from './levels.ts';
import type {Occurrence} from './occurrence.ts';
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
	add(occurrence: Occurrence<LogLine>): void;
	/** The kinds as they are, those that are still being written included, the newest last. */
	events(open: ReadonlyArray<Occurrence<LogLine>>): readonly ErrorEvent[];
};

/**
 * Counts the errors of one source by kind, each with its newest occurrence. At most `most` kinds and `capacity` characters are kept;
 * the kinds not seen for longest make room, and one event says how many errors those were.
 */
export const createKinds = (
	source: LogSource,
	{most = 1000, capacity = 16 * 1024 * 1024}: {readonly most?: number; readonly capacity?: number} = {},
): Kinds => {
	const kinds = new Map<string, ErrorEvent>();
	let held = 0;
	let left: ErrorEvent | undefined;

	const drop = (event: ErrorEvent): void => {
		kinds.delete(event.key);
		held -= sizeOf(event);
	};

	const makeRoom = (): void => {
		for (const oldest of kinds.values()) {
			if (kinds.size <= most && (held <= capacity || kinds.size === 1)) return;
			drop(oldest);
			const count = (left?.count ?? 0) + oldest.count;
			left = {
				...oldest,
				key: `${source.key}\n…`,
				details: [],
				summary: `… ${plural(count, 'error')} of other kinds, the newest at this line, had to make room`,
				count,
			};
		}
	};

	return {
		add(occurrence) {
			const event = eventOf(source, occurrence);
			const known = kinds.get(event.key);
			if (known !== undefined) drop(known);
			kinds.set(event.key, known === undefined ? event : {...event, count: known.count + 1});
			held += sizeOf(event);
			makeRoom();
		},
		events(open) {
			const now = new Map(kinds);
			for (const occurrence of open) {
				const event = eventOf(source, occurrence);
				const count = (now.get(event.key)?.count ?? 0) + 1;
				now.delete(event.key);
				now.set(event.key, {...event, count});
			}
			return left === undefined ? [...now.values()] : [left, ...now.values()];
		},
	};
};
