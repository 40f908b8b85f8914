import type {TimeKind} from './newest.ts';
import {instantsOf, type ClockZone} from './wall-clock.ts';

const minute = 60_000;
const day = 86_400_000;

/** How far in the future a timestamp may lie and still be now: smalldatetime rounds to the minute, and clocks differ a little. */
const futureTolerance = minute;

/** Milliseconds, but for `newest`. */
type Judged = {
	readonly newest: Date;
	readonly age: number;
	/** The age if the other reading is right; undefined when there is one reading only. */
	readonly otherAge: number | undefined;
};

/** What follows from the newest timestamp. */
export type AgeVerdict =
	| (Judged & {readonly verdict: 'fresh' | 'stale'})
	/** It depends on what cannot be known: the zone, the pass of the repeated hour, or the time of the day. */
	| (Judged & {readonly verdict: 'uncertain'; readonly doubt: 'timezone' | 'clock change' | 'day only'})
	/** `ahead` is how far, in milliseconds. */
	| {readonly verdict: 'future'; readonly newest: Date; readonly ahead: number}
	/** No clock of the zone ever showed this. */
	| {readonly verdict: 'no such time'};

/**
 * How old data is, by the clock of the server that holds it. Every instant the timestamp can stand for is considered but those in the
 * future; only when all of them agree there is a verdict.
 *
 * @param timestamp an instant; of a wall clock or a day what stood there, as if it were UTC
 * @param now by the server's clock
 * @param maxAge in milliseconds
 */
export const judgeAge = (timestamp: Date, kind: TimeKind, zone: ClockZone, now: Date, maxAge: number): AgeVerdict => {
	const readings = readingsOf(timestamp, kind, zone, now);
	const possible = readings.filter(reading => reading.getTime() - now.getTime() <= futureTolerance);
	const [newest] = possible;
	if (newest === undefined) {
		const [nearest] = readings.toSorted((one, other) => one.getTime() - other.getTime());
		return nearest === undefined
			? {verdict: 'no such time'}
			: {verdict: 'future', newest: nearest, ahead: nearest.getTime() - now.getTime()};
	}

	const ages = possible.map(reading => Math.max(0, now.getTime() - reading.getTime()));
	const [age = 0] = ages;
	const judged: Judged = {newest, age, otherAge: ages.find(other => other !== age)};
	const tooOld = ages.filter(each => each > maxAge).length;
	if (tooOld === ages.length) return {verdict: 'stale', ...judged};
	if (tooOld === 0) return {verdict: 'fresh', ...judged};
	return {verdict: 'uncertain', doubt: doubtOf(kind, zone), ...judged};
};

const readingsOf = (timestamp: Date, kind: TimeKind, zone: ClockZone, now: Date): readonly Date[] => {
	switch (kind) {
		case 'instant':
			return [timestamp];
		case 'wall clock':
			return instantsOf(timestamp, zone);
		case 'day': {
			const begins = midnights(timestamp, zone);
			const begun = begins.filter(begin => begin.getTime() - now.getTime() <= futureTolerance);
			if (begun.length === 0) return begins;
			// What is dated today was made before now, whenever today ends.
			const ends = midnights(new Date(timestamp.getTime() + day), zone).map(end =>
				end.getTime() > now.getTime() ? now : end,
			);
			return [...begun, ...ends];
		}
	}
};

/** The instants at which a day begins; where the clocks leave midnight out, at one. */
const midnights = (midnight: Date, zone: ClockZone): readonly Date[] => {
	const instants = instantsOf(midnight, zone);
	return instants.length > 0 ? instants : instantsOf(new Date(midnight.getTime() + 60 * minute), zone);
};

const doubtOf = (kind: TimeKind, zone: ClockZone): 'timezone' | 'clock change' | 'day only' => {
	if (kind === 'day') return 'day only';
	return zone.kind === 'undeclared' ? 'timezone' : 'clock change';
};
