import type {ErrorEvent, LogLine, LogSource} from '../../domain/log.ts';
import {plural} from '../../domain/words.ts';
import {fingerprintOf} from './fingerprint.ts';
import {exceptionIn, tracebackIn} from './field-traceback.ts';
import {messageOf} from '../lines/levels.ts';
import type {Occurrence} from './occurrence.ts';
import {withoutColour} from '../lines/log-lines.ts';
import {ownFrame} from './own-frame.ts';
import {createSlots, type Slots} from './slots.ts';
import {createFolder} from './tracebacks.ts';

/** An occurrence with the traceback that its own line carries, where a JSON line has one. */
const unfolded = (found: Occurrence<LogLine>): Occurrence<LogLine> => {
	if (found.details.length > 0) return found;
	const trace = tracebackIn(found.line.text);
	let exception = exceptionIn(found.line.text);
	if (trace.length === 0) return exception === undefined ? found : {...found, exception};
	const folder = createFolder<{readonly text: string}>(
		() => false,
		inner => (exception = inner.exception ?? exception),
	);
	for (const text of trace) folder.push({text});
	folder.end();
	return {line: found.line, details: trace.slice(0, 300), exception};
};

const eventOf = (source: LogSource, occurrence: Occurrence<LogLine>): ErrorEvent => {
	const {line, details, exception} = unfolded(occurrence);
	const message = messageOf(line.text);
	const frame = ownFrame(details.map(withoutColour), exception);
	const fingerprint = fingerprintOf(message, exception, frame);
	return {
		key: `${source.key}\n${fingerprint}`,
		source,
		at: line.at,
		line,
		details,
		summary: exception ?? message,
		frame,
		fingerprint,
		count: 1,
		first: line.at,
		isNew: undefined,
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

/** How many were written in a quarter of an hour, and the first of them. */
type Counted = {count: number; time: number; first: Date | undefined};

type Kind = {
	/** The newest occurrence. */
	readonly event: ErrorEvent;
	readonly latest: number;
	readonly counts: Slots<Counted>;
};

const countsOf = (): Kind['counts'] => createSlots(() => ({count: 0, time: Infinity, first: undefined}));

/** The lines of a log may go back in time. */
const countIn = (counts: Kind['counts'], at: number, {count, time, first}: Counted): void => {
	const counted = counts.at(at);
	counted.count += count;
	if (time < counted.time) Object.assign(counted, {time, first});
};

const totalOf = ({counts}: Kind): Pick<ErrorEvent, 'count' | 'first'> => {
	const total: Counted = {count: 0, time: Infinity, first: undefined};
	for (const {count, time, first} of counts.parts()) {
		total.count += count;
		if (time < total.time) Object.assign(total, {time, first});
	}
	return {count: total.count, first: total.first};
};

/** Of what stands for several kinds, which are equal in nothing. */
export const leftOutFingerprint = '…';

/** What stands for the kinds that had to make room. */
const leftOut = (source: LogSource, kind: Kind): ErrorEvent => {
	const total = totalOf(kind);
	return {
		...kind.event,
		key: `${source.key}\n…`,
		details: [],
		frame: undefined,
		fingerprint: leftOutFingerprint,
		summary: `… ${plural(total.count, 'error')} of other kinds, the newest at this line, had to make room`,
		...total,
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
		for (const [at, counted] of counts.entries()) countIn(left.counts, at, counted);
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
			countIn(kind.counts, at, {count: 1, time: at, first: event.first});
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
			const now = new Map([...kinds].map(([key, kind]) => [key, {...kind.event, ...totalOf(kind)}] as const));
			for (const occurrence of open) {
				const event = eventOf(source, occurrence);
				const known = now.get(event.key);
				now.delete(event.key);
				now.set(event.key, known === undefined ? event : {...event, count: known.count + 1, first: known.first});
			}
			return left === undefined ? [...now.values()] : [leftOut(source, left), ...now.values()];
		},
	};
};
