/**
 * Where something stands in the log of a container: microseconds since 1970. In this century a number tells quarters of one apart, so a place
 * and the next one are that far from each other.
 */
export type Place = number;

/** From a place to the next one. */
export const grain = 0.25;

export const placeOf = (at: Date): Place => at.getTime() * 1000;

export const dateOf = (place: Place): Date => new Date(Math.floor(place / 1000));

/**
 * Microseconds that a line may be written after one with a later stamp: Docker stamps a line before it waits for its turn to write, and each
 * output of a container has a writer of its own.
 */
export const disorder = 20_000;
