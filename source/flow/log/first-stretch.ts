import type {LogRow, LogSource} from '../../domain/log.ts';
import type {Edge, LogWindow} from '../../engine/log.ts';
import type {Spot} from '../../store/log/spots.ts';
import {edgeOf, sinceWhen, widenedInWords, within} from './range.ts';
import {page, type Reader} from './reader.ts';

/** Rows to begin with, and what is known of the log beyond them. */
export type FirstStretch = {
	readonly window: Pick<LogWindow, 'rows' | 'start' | 'end'>;
	readonly before: boolean;
	readonly after: boolean;
	/** Nothing older is shown, as long as somebody stays in this range. */
	readonly since: Date | undefined;
	/** Said where the range had nothing. */
	readonly widened: string | undefined;
};

const edgeAt = ({source: key, part, position, at}: Spot, sources: readonly LogSource[]): Edge => {
	const source = sources.find(one => one.key === key);
	return source === undefined ? 'end' : {row: {kind: 'line', source, line: {text: '', part, position, at}}};
};

const readEnd = async (reader: Reader, since: Date | undefined, signal: AbortSignal): Promise<FirstStretch> => {
	const window = await reader.log.read('end', 'before', page, signal);
	const rows = within(window.rows, since);
	if (since === undefined || rows.length > 0 || window.rows.length === 0) {
		const cut = rows.length < window.rows.length;
		return {window: {...window, rows}, before: window.more && !cut, after: false, since, widened: undefined};
	}
	const widened = widenedInWords(window.rows, since, await reader.hostNow(signal));
	return {window, before: window.more, after: false, since: undefined, widened};
};

const readStart = async (reader: Reader, since: Date | undefined, signal: AbortSignal): Promise<FirstStretch> => {
	const window = await reader.log.read(edgeOf(since), 'after', page, signal);
	if (since !== undefined && window.rows.length === 0) return readEnd(reader, since, signal);
	return {window, before: false, after: window.more, since, widened: undefined};
};

const readAround = async (reader: Reader, spot: Spot, signal: AbortSignal): Promise<FirstStretch> => {
	const {log} = reader;
	const earlier = await log.read(edgeAt(spot, reader.state().sources), 'before', page / 2, signal);
	// From where the one ends, so that the line itself is read again, as it is now.
	const later = await log.read({mark: earlier.end}, 'after', page / 2, signal);
	const rows: readonly LogRow[] = [...earlier.rows, ...later.rows];
	const window = {rows, start: earlier.start, end: later.end};
	return {window, before: earlier.more, after: later.more, since: undefined, widened: undefined};
};

/** Reads what somebody wishes to see first. */
export const readFirst = async (reader: Reader, signal: AbortSignal): Promise<FirstStretch> => {
	const {wish, range} = reader.state();
	if (typeof wish.place !== 'string') return readAround(reader, wish.place.around, signal);
	const since = await sinceWhen(range, reader, signal);
	return wish.place === 'end' ? readEnd(reader, since, signal) : readStart(reader, since, signal);
};
