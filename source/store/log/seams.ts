import type {LogRow} from '../../domain/log.ts';
import type {HeldRows} from './held-rows.ts';
import type {Seam} from './state.ts';

/** Whether a mark can stand between two rows: in front of a rule there is none, nor between lines of one position. */
const isBetween = (one: LogRow | undefined, other: LogRow | undefined): boolean =>
	other?.kind === 'line' &&
	(one?.kind !== 'line' ||
		one.source.key !== other.source.key ||
		one.line.part !== other.line.part ||
		one.line.position !== other.line.position);

/** The first index, from this one on, in front of which rows can be cut; as many as there are rows where there is none. */
export const cutFrom = (rows: HeldRows, index: number): number => {
	let cut = index;
	while (cut < rows.length && !isBetween(rows.at(cut - 1)?.row, rows.at(cut)?.row)) cut += 1;
	return cut;
};

/**
 * The seam in front of a row: each source at its first line from there on, and one that has none where the rows end. Rows of several sources that
 * are followed stand as they came, so that no single row says it for all.
 */
export const seamAt = (rows: HeldRows, index: number, end: Seam): Seam => {
	const mark = new Map(end.mark);
	const left = new Set(mark.keys());
	for (let at = index; at < rows.length && left.size > 0; at += 1) {
		const row = rows.at(at)?.row;
		if (row?.kind !== 'line' || !left.delete(row.source.key)) continue;
		mark.set(row.source.key, {part: row.line.part, position: row.line.position});
	}
	return {mark};
};
