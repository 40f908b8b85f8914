const minute = 60_000;
const day = 86_400_000;

/** A day from its first instant up to the first of the next one. */
export type Day = {readonly from: Date; readonly to: Date};

/** When clocks so many minutes ahead of UTC showed this; `wall` is what they showed, as if it were UTC. */
export const behind = (wall: Date, minutes: number): Date => new Date(wall.getTime() - minutes * minute);

/** A day of 24 hours. */
export const dayFrom = (from: Date): Day => ({from, to: new Date(from.getTime() + day)});

/** Each instant once, in their order. */
export const distinctInstants = (instants: readonly Date[]): readonly Date[] =>
	[...new Set(instants.map(instant => instant.getTime()))].map(instant => new Date(instant));

/** Each day once, in their order. */
export const distinctDays = (days: readonly Day[]): readonly Day[] => [
	...new Map(days.map(each => [`${each.from.getTime()} ${each.to.getTime()}`, each])).values(),
];
