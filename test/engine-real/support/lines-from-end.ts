import type {LogRow} from '../../../source/domain/log.ts';
import type {Log} from '../../../source/engine/log.ts';

const textsOf = (rows: readonly LogRow[]): readonly string[] =>
	rows.flatMap(row => (row.kind === 'line' ? row.line.text : []));

/** The last lines of a log, then what is written from there on, as a person reads it. */
export async function* linesFromEnd(log: Log, signal: AbortSignal): AsyncGenerator<readonly string[]> {
	const {rows, end} = await log.read('end', 'before', 100, signal);
	yield textsOf(rows);
	for await (const followed of log.follow(end, signal)) yield textsOf(followed.rows);
}
