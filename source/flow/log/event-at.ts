import type {LineRow, LogRow} from '../../domain/log.ts';
import type {Engine} from '../../engine/engine.ts';
import {createErrorTest} from '../../parse/errors/error-test.ts';
import {createFolder} from '../../parse/errors/tracebacks.ts';
import {isSifted, type LogState} from '../../store/log/state.ts';
import {lineAtCursor} from '../../store/log/wishes.ts';

/** Rows on either side of the line that are looked at: a recursion error has a thousand frames. */
const reach = 1200;

/** Rows in the order of the log; `apart` where others were left out before one. */
type Neighbour = {readonly row: LogRow; readonly apart: boolean};

const isSame = (one: LineRow, other: LineRow): boolean =>
	one.source.key === other.source.key &&
	one.line.part === other.line.part &&
	one.line.position === other.line.position &&
	one.line.text === other.line.text;

/** The error that a line among these belongs to, all lines of it; else that line. Nothing is an event over a rule or over rows that were left out. */
const eventAmong = (rows: readonly Neighbour[], own: LineRow, errors: RegExp): string => {
	const {key} = own.source;
	let found: string | undefined;
	let index = -1;
	let place = Infinity;
	const folder = createFolder<{readonly text: string; readonly index: number}>(
		createErrorTest(errors),
		({line, details}) => {
			if (line.index <= place && place <= line.index + details.length) found = [line.text, ...details].join('\n');
		},
	);
	for (const {row, apart} of rows) {
		if (apart) folder.end();
		if (row.source.key !== key) continue;
		if (row.kind === 'rule') {
			folder.end();
			continue;
		}
		index += 1;
		if (place === Infinity && isSame(row, own)) place = index;
		folder.push({text: row.line.text, index});
	}
	folder.end();
	return found ?? own.line.text;
};

/** Whether rows that may belong to the event of the cursor are not on hand. */
const isPart = (state: LogState): boolean =>
	isSifted(state) ||
	(state.before !== 'none' && state.cursor < reach) ||
	(state.after !== 'none' && state.rows.length - state.cursor < reach);

/**
 * The error that the line of the cursor belongs to, all lines of it; else that line. What is not on hand is read from the log; without an
 * `engine` it is what is on hand. Undefined where there is no line. Rejects as reading does.
 */
export const eventAt = async (
	state: LogState,
	errors: RegExp,
	engine: Pick<Engine, 'logs'> | undefined,
	signal: AbortSignal,
): Promise<string | undefined> => {
	const own = lineAtCursor(state);
	if (own === undefined) return undefined;
	if (engine === undefined || !isPart(state))
		return eventAmong(state.rows.slice(Math.max(0, state.cursor - reach), state.cursor + reach), own, errors);
	const log = engine.logs.log([own.source]);
	const before = await log.read({row: own}, 'before', reach, signal);
	// From where the one ends, so that the line itself is read again, as it is now.
	const after = await log.read({mark: before.end}, 'after', reach, signal);
	const rows = [...before.rows, ...after.rows].map(row => ({row, apart: false}));
	return eventAmong(rows, own, errors);
};
