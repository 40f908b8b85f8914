import type {LogRow} from '../../domain/log.ts';
import type {Rows, Ticks} from './view.ts';

/** Where a line stands. */
export type Spot = Ticks[number];

export type LineRow = Extract<LogRow, {kind: 'line'}>;

/** Spots that are held at most: of more the oldest are let go of. */
export const spotsHeld = 10_000;

export const spotOf = ({source, line: {part, position, at}}: LineRow): Spot => ({
	source: source.key,
	part,
	position,
	at,
});

/** The same for the same line, whenever it is read. */
export const spotId = ({source, part, position}: Spot): string => `${source}\n${part}\n${position}`;

/** Whether a spot stands before another (negative) or behind it; undefined where nothing tells. */
const compare = (one: Spot, other: Spot, ranks: ReadonlyMap<string, number>): number | undefined => {
	if (one.source === other.source && one.part === other.part) return one.position - other.position;
	if (one.at !== undefined && other.at !== undefined && one.at.getTime() !== other.at.getTime())
		return one.at.getTime() - other.at.getTime();
	const [rank, otherRank] = [ranks.get(one.part), ranks.get(other.part)];
	return one.source === other.source && rank !== undefined && otherRank !== undefined ? rank - otherRank : undefined;
};

/** The next of the spots behind a place, or before it when `direction` is negative. They are in the order of the log. */
export const nextSpot = (spots: Ticks, from: Spot, direction: 1 | -1): Spot | undefined => {
	const ranks = new Map<string, number>();
	for (const {part} of spots) if (!ranks.has(part)) ranks.set(part, ranks.size);
	const beyond = (spot: Spot): boolean => (compare(spot, from, ranks) ?? 0) * direction > 0;
	return direction === 1 ? spots.find(beyond) : spots.findLast(beyond);
};

/** Where among the rows a line stands; -1 when it does not. */
export const indexOfSpot = (rows: Rows, spot: Spot): number => {
	for (let index = 0; index < rows.length; index += 1) {
		const row = rows.at(index)?.row;
		if (row?.kind !== 'line' || row.line.position !== spot.position) continue;
		if (row.source.key === spot.source && row.line.part === spot.part) return index;
	}
	return -1;
};

/** Those of the spots that are not known. */
export const unknown = (spots: Ticks, known: Ticks): Ticks => {
	if (spots.length === 0) return spots;
	const ids = new Set(known.map(spotId));
	return spots.filter(spot => !ids.has(spotId(spot)));
};

/** Spots with more of them, which belong before the last `late` ones. */
export const withSpots = (spots: Ticks, more: Ticks, late = 0): Ticks =>
	more.length === 0
		? spots
		: [...spots.slice(0, spots.length - late), ...more, ...spots.slice(spots.length - late)].slice(-spotsHeld);
