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

/** What stands before a cut. */
export const readBefore = async (part: Part, cut: Cut, count: number, signal: AbortSignal): Promise<LogWindow> => {
	if (cut.kind === 'start') return windowOf(part, {lines: [], more: false}, 0, 0);
	if (cut.kind === 'end') {
		const stretch = await part.reader.before(undefined, count, signal);
		const end = behindAll(part, stretch.lines, 0);
		return before(part, stretch, end);
	}
	if (cut.kind === 'place') return before(part, await part.reader.before(cut.place, count, signal), cut.place);
	const {line} = cut;
	const found = await part.reader.before(line.position + grain, count + 1, signal);
	const index = found.lines.findLastIndex(other => isSame(other.line, line));
	const lines =
		index === -1 ? found.lines.filter(other => other.line.position < line.position) : found.lines.slice(0, index);
	return before(part, {lines, more: found.more}, line.position);
};

const before = (part: Part, stretch: Stretch, end: Place): LogWindow => {
	const start = stretch.lines[0]?.line.position ?? end;
	return windowOf(part, stretch, start, end, stretch.more ? start : -Infinity);
};

/** What stands after a cut. */
export const readAfter = async (part: Part, cut: Cut, count: number, signal: AbortSignal): Promise<LogWindow> => {
	if (cut.kind === 'end') {
		const {lines} = await part.reader.before(undefined, 1, signal);
		const end = behindAll(part, lines, 0);
		return windowOf(part, {lines: [], more: false}, end, end);
	}
	if (cut.kind === 'start') return after(part, await part.reader.after(undefined, count, signal), 0);
	if (cut.kind === 'place') return after(part, await part.reader.after(cut.place, count, signal), cut.place);
	const {line} = cut;
	const found = await part.reader.after(line.position, count + 1, signal);
	const index = found.lines.findIndex(other => isSame(other.line, line));
	const lines =
		index === -1 ? found.lines.filter(other => other.line.position > line.position) : found.lines.slice(index + 1);
	return after(part, {lines, more: found.more}, line.position + grain);
};

const after = (part: Part, stretch: Stretch, start: Place): LogWindow => {
	const end = stretch.more ? Math.max(start, lastPlace(stretch.lines) + grain) : behindAll(part, stretch.lines, start);
	return windowOf(part, stretch, start, end);
};
