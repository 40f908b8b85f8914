import type {LineRow, LogRow} from '../../domain/log.ts';
import type {Mark} from '../../engine/log.ts';

/** Rows of a log from a place on, as far as a mark. Those behind it may stand among those of others in a merged log. */
export type UpTo = {
	take(rows: readonly LogRow[]): readonly LogRow[];
	/** Whether all that comes is behind the mark. */
	readonly isOver: boolean;
};

/** Tells in rows that come in the order of the log which of them stand before a mark. */
export const upTo = (mark: Mark): UpTo => {
	/** The sources whose part of the mark was come to: another part of theirs is a later one. */
	const arrived = new Set<string>();
	let isOver = false;
	const isBehind = ({source: {key}, line}: LineRow): boolean => {
		const place = mark.get(key);
		if (place === undefined) return true;
		if (line.part !== place.part) return arrived.has(key);
		arrived.add(key);
		return line.position >= place.position;
	};
	return {
		take(rows) {
			const behind = rows.map(row => (row.kind === 'line' ? isBehind(row) : undefined));
			if (!behind.includes(true)) return rows;
			const last = behind.lastIndexOf(false);
			isOver = last === -1 || mark.size < 2;
			// What happened to the log behind its last line came later, too.
			return rows.filter((_, index) => behind[index] === false || (behind[index] === undefined && index < last));
		},
		get isOver() {
			return isOver;
		},
	};
};
