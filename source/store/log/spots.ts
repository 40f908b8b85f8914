import type {LineRow} from '../../domain/log.ts';
import type {Rows, Ticks} from './view.ts';

/**
 * Where a line stands; `sum` is one of its text, since several lines of a container may be written at the same moment. `id` is the same for the same
 * line, whenever it is read.
 */
export type Spot = Ticks[number] & {readonly sum: number; readonly id: string};

export type Spots = readonly Spot[];

/** Spots that are held at most: of more the oldest are let go of. */
export const spotsHeld = 10_000;

/** So much of each end of a long text is summed up: thousands of lines may be found at once. */
const telling = 128;

/** FNV-1a, 32 bits, of the text and how long it is. http://www.isthe.com/chongo/tech/comp/fnv/ */
const sumOf = (text: string): number => {
	const summed = text.length <= 2 * telling ? text : text.slice(0, telling) + text.slice(-telling);
	let sum = 0x811c9dc5 ^ text.length;
	for (let index = 0; index < summed.length; index += 1) sum = Math.imul(sum ^ summed.charCodeAt(index), 0x01000193);
	return sum >>> 0;
};

export const spotOf = ({source, line: {text, part, position, at}}: LineRow): Spot => {
	const sum = sumOf(text);
	return {source: source.key, part, position, at, sum, id: `${source.key}\n${part}\n${position}\n${sum}`};
};

/** A set of something of spots, made once for as long as they are held: there may be thousands. */
const held = <Value>(pick: (spot: Spot) => Value): ((spots: Spots) => ReadonlySet<Value>) => {
	const sets = new WeakMap<Spots, ReadonlySet<Value>>();
	return spots => {
		const set = sets.get(spots) ?? new Set(spots.map(pick));
		sets.set(spots, set);
		return set;
	};
};

const idsIn = held(({id}) => id);
const positionsIn = held(({position}) => position);

/** Whether a line stands at one of the spots. The sum of a long text is made only where its position is that of one. */
export const standsAt = (row: LineRow, spots: Spots): boolean =>
	positionsIn(spots).has(row.line.position) && idsIn(spots).has(spotOf(row).id);

/** Whether a spot stands before another (negative) or behind it; undefined where nothing tells. */
const compare = (one: Spot, other: Spot, ranks: ReadonlyMap<string, number>): number | undefined => {
	if (one.source === other.source && one.part === other.part) return one.position - other.position;
	if (one.at !== undefined && other.at !== undefined && one.at.getTime() !== other.at.getTime())
		return one.at.getTime() - other.at.getTime();
	const [rank, otherRank] = [ranks.get(one.part), ranks.get(other.part)];
	return one.source === other.source && rank !== undefined && otherRank !== undefined ? rank - otherRank : undefined;
};

/** The next of the spots behind a place, or before it when `direction` is negative. They are in the order of the log. */
export const nextSpot = (spots: Spots, from: Spot, direction: 1 | -1): Spot | undefined => {
	const ranks = new Map<string, number>();
	for (const {part} of spots) if (!ranks.has(part)) ranks.set(part, ranks.size);
	const beyond = (spot: Spot): boolean => (compare(spot, from, ranks) ?? 0) * direction > 0;
	return direction === 1 ? spots.find(beyond) : spots.findLast(beyond);
};

/** Where among the rows a line stands; -1 when it does not. One that is told in other words since is found by its place alone. */
export const indexOfSpot = (rows: Rows, spot: Spot): number => {
	let near = -1;
	for (let index = 0; index < rows.length; index += 1) {
		const row = rows.at(index)?.row;
		if (row?.kind !== 'line' || row.line.position !== spot.position) continue;
		if (row.source.key !== spot.source || row.line.part !== spot.part) continue;
		if (sumOf(row.line.text) === spot.sum) return index;
		if (near === -1) near = index;
	}
	return near;
};

/** Those of the spots that are not known. */
export const unknown = (spots: Spots, known: Spots): Spots => {
	if (spots.length === 0) return spots;
	const ids = idsIn(known);
	return spots.filter(({id}) => !ids.has(id));
};

/** Spots with more of them, which belong before the last `late` ones. */
export const withSpots = (spots: Spots, more: Spots, late = 0): Spots =>
	more.length === 0
		? spots
		: [...spots.slice(0, spots.length - late), ...more, ...spots.slice(spots.length - late)].slice(-spotsHeld);
