import {onHost} from '../../domain/time/host-clock.ts';
import type {LogRow} from '../../domain/log.ts';
import {spanInWords} from '../../domain/words.ts';
import type {Engine} from '../../engine/engine.ts';
import type {Edge} from '../../engine/log.ts';
import type {Range} from '../../store/log/view.ts';
import type {Reader} from './reader.ts';

/** Tells what the clock of the host shows. */
export const hostNowOf =
	(engine: Pick<Engine, 'clock'>, now: () => Date) =>
	async (signal: AbortSignal): Promise<Date> =>
		onHost(now(), await engine.clock(signal));

/** Since when a range goes back; undefined where it is the whole log. */
export const sinceWhen = async (
	range: Range,
	{hostNow}: Pick<Reader, 'hostNow'>,
	signal: AbortSignal,
): Promise<Date | undefined> =>
	typeof range === 'string' ? undefined : new Date((await hostNow(signal)).getTime() - range.last);

export const edgeOf = (since: Date | undefined): Edge => (since === undefined ? 'start' : {time: since});

/** The rows that were written since then: what says no time belongs to the line before it. */
export const within = (rows: readonly LogRow[], since: Date | undefined): readonly LogRow[] => {
	if (since === undefined) return rows;
	const lastBefore = rows.findLastIndex(row => {
		const at = row.kind === 'line' ? row.line.at : row.at;
		return at !== undefined && at < since;
	});
	if (lastBefore === -1) return rows;
	const first = rows.findIndex(
		(row, index) => index > lastBefore && (row.kind === 'line' ? row.line.at : row.at) !== undefined,
	);
	return first === -1 ? [] : rows.slice(first);
};

/** `nothing in 1h, so its last lines: newest 3d ago` */
export const widenedInWords = (rows: readonly LogRow[], since: Date, now: Date): string => {
	const newest = rows.findLast(row => row.kind === 'line' && row.line.at !== undefined);
	const at = newest?.kind === 'line' ? newest.line.at : undefined;
	const age = at === undefined ? '' : `: newest ${spanInWords(now.getTime() - at.getTime())} ago`;
	return `nothing in ${spanInWords(now.getTime() - since.getTime())}, so its last lines${age}`;
};
