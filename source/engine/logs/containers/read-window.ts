import type {LogSource} from '../../../domain/log.ts';
import type {LogWindow} from '../../log.ts';
import type {ContainerLine} from './container-lines.ts';
import {isSame, markOf, type Cut} from './edges.ts';
import {rowsOf, type Happening} from './happenings.ts';
import {grain, type Place} from './place.ts';
import type {LineReader, Stretch} from './read-lines.ts';

/** One container of a source, with what happened to it. */
export type Part = {
	readonly source: LogSource;
	readonly id: string;
	readonly reader: LineReader;
	readonly happenings: readonly Happening[];
};

const windowOf = (
	{source, id, happenings}: Part,
	{lines, more}: Stretch,
	start: Place,
	end: Place,
	/** Of the happenings: before the start when nothing else is. */
	earliest = start,
): LogWindow => ({
	rows: rowsOf(
		source,
		lines,
		happenings.filter(({place}) => place >= earliest && place < end),
	),
	start: markOf(source, id, Math.min(start, earliest === -Infinity ? (happenings[0]?.place ?? start) : start)),
	end: markOf(source, id, end),
	more,
});

const lastPlace = (lines: readonly ContainerLine[]): Place => lines.at(-1)?.line.position ?? -Infinity;

const behindAll = ({happenings}: Part, lines: readonly ContainerLine[], atLeast: Place): Place =>
	Math.max(atLeast, lastPlace(lines) + grain, ...happenings.map(({place}) => place + grain));

/** Whether Docker may have stamped this place late, after the end that the happening tells of. */
const isLate = (at: Place, {place, lag}: Happening): boolean => lag > 0 && at > place && at <= place + lag + 2 * grain;

/**
 * The part, with what happened last behind what Docker stamped late: windows that end or begin among such lines have to agree on the one place of
 * it. `near` are the edges of what was read; only where one lies there the last line is asked for.
 */
const settled = async (part: Part, near: readonly Place[], signal: AbortSignal): Promise<Part> => {
	if (!part.happenings.some(one => near.some(at => isLate(at, one)))) return part;
	const last = lastPlace((await part.reader.before(undefined, 1, signal)).lines);
	return {...part, happenings: part.happenings.map(one => (isLate(last, one) ? {...one, place: last + grain} : one))};
};

/** What stands before a cut. */
export const readBefore = async (part: Part, cut: Cut, count: number, signal: AbortSignal): Promise<LogWindow> => {
	if (cut.kind === 'start') return windowOf(part, {lines: [], more: false}, 0, 0);
	if (cut.kind === 'end') {
		const stretch = await part.reader.before(undefined, count, signal);
		const whole = await settled(part, [lastPlace(stretch.lines)], signal);
		return before(whole, stretch, behindAll(whole, stretch.lines, 0));
	}
	if (cut.kind === 'place') {
		const stretch = await part.reader.before(cut.place, count, signal);
		return before(await settled(part, [cut.place], signal), stretch, cut.place);
	}
	const {line} = cut;
	const found = await part.reader.before(line.position + grain, count + 1, signal);
	const index = found.lines.findLastIndex(other => isSame(other.line, line));
	const lines =
		index === -1 ? found.lines.filter(other => other.line.position < line.position) : found.lines.slice(0, index);
	return before(await settled(part, [line.position], signal), {lines, more: found.more}, line.position);
};

const before = (part: Part, stretch: Stretch, end: Place): LogWindow => {
	const start = stretch.lines[0]?.line.position ?? end;
	return windowOf(part, stretch, start, end, stretch.more ? start : -Infinity);
};

/** What stands after a cut. */
export const readAfter = async (part: Part, cut: Cut, count: number, signal: AbortSignal): Promise<LogWindow> => {
	if (cut.kind === 'end') {
		const {lines} = await part.reader.before(undefined, 1, signal);
		const end = behindAll(await settled(part, [lastPlace(lines)], signal), lines, 0);
		return windowOf(part, {lines: [], more: false}, end, end);
	}
	if (cut.kind === 'start') return after(part, await part.reader.after(undefined, count, signal), 0, signal);
	if (cut.kind === 'place') return after(part, await part.reader.after(cut.place, count, signal), cut.place, signal);
	const {line} = cut;
	const found = await part.reader.after(line.position, count + 1, signal);
	const index = found.lines.findIndex(other => isSame(other.line, line));
	const lines =
		index === -1 ? found.lines.filter(other => other.line.position > line.position) : found.lines.slice(index + 1);
	return after(part, {lines, more: found.more}, line.position + grain, signal);
};

const after = async (unsettled: Part, stretch: Stretch, start: Place, signal: AbortSignal): Promise<LogWindow> => {
	const part = await settled(unsettled, [start, lastPlace(stretch.lines)], signal);
	const end = stretch.more ? Math.max(start, lastPlace(stretch.lines) + grain) : behindAll(part, stretch.lines, start);
	return windowOf(part, stretch, start, end);
};
