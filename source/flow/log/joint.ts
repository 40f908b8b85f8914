import type {LogRow} from '../../domain/log.ts';
import type {Mark} from '../../engine/log.ts';

/** Tells of rows that come one after the other which of them stand behind a mark. */
export type Joint = {
	behind(rows: readonly LogRow[]): readonly LogRow[];
	/** Where what is on hand ends, once rows as far as `end` have come: of a source that has not come to the mark, still there. */
	endOf(end: Mark): Mark;
};

/** Joins rows that come from one mark on to what is on hand as far as another, which is not before it. */
export const createJoint = (from: Mark, to: Mark): Joint => {
	/** The sources whose part of the mark was come to: another part of theirs is a later one. */
	const arrived = new Set([...to].flatMap(([key, {part}]) => (from.get(key)?.part === part ? key : [])));
	const passed = new Set<string>();
	const isBehind = (row: LogRow): boolean => {
		const {key} = row.source;
		const place = to.get(key);
		const line = row.kind === 'line' ? row.line : row.unended;
		if (place === undefined || line === undefined) return true;
		if (line.part !== place.part) return arrived.has(key);
		arrived.add(key);
		return line.position >= place.position;
	};
	return {
		behind(rows) {
			const later = rows.map(isBehind);
			const last = new Map<string, number>();
			rows.forEach(({source: {key}}, index) => {
				if (later[index] === false) last.set(key, index);
				else if (rows[index]?.kind === 'line') passed.add(key);
			});
			// What happened to a log before a line that is on hand is on hand, too.
			return last.size === 0 ? rows : rows.filter(({source: {key}}, index) => index > (last.get(key) ?? -1));
		},
		endOf: end => new Map([...end, ...[...to].filter(([key]) => !passed.has(key))]),
	};
};

/** What is followed, beside the stretch on hand that it joins where that reaches the end. */
export type Tail = {
	/** How far it has come. */
	readonly end: Mark;
	/** What of the rows, which go as far as `end`, is not on hand, and where all that is on hand ends with them. */
	take(rows: readonly LogRow[], end: Mark): {readonly rows: readonly LogRow[]; readonly end: Mark};
	/** What comes from now on may be behind what is read now. */
	reading(): void;
	/**
	 * What is on hand reaches the end of the log now. Hands out what came since `reading` and stands behind it, and where that ends; undefined where
	 * that was too much to keep, so that there is a hole between the two.
	 */
	arrived(end: Mark): {readonly rows: readonly LogRow[]; readonly end: Mark} | undefined;
};

/** Rows that are kept while something is read. */
const room = 10_000;

export const createTail = (from: Mark): Tail => {
	let reached = from;
	let joint: Joint | undefined;
	let kept: {readonly from: Mark; readonly rows: LogRow[]} = {from, rows: []};
	let isKeeping = false;
	return {
		get end() {
			return reached;
		},
		take(rows, end) {
			reached = end;
			if (isKeeping && kept.rows.length <= room) for (const row of rows) kept.rows.push(row);
			return joint === undefined ? {rows, end} : {rows: joint.behind(rows), end: joint.endOf(end)};
		},
		reading() {
			kept = {from: reached, rows: []};
			isKeeping = true;
		},
		arrived(end) {
			const {rows, from: since} = kept;
			const known = isKeeping ? since : reached;
			isKeeping = false;
			kept = {from: reached, rows: []};
			if (rows.length > room) return undefined;
			joint = createJoint(known, end);
			return {rows: joint.behind(rows), end: joint.endOf(reached)};
		},
	};
};
