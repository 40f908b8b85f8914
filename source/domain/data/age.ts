import type {TimeKind} from './newest.ts';
import {clockZone, daysOf, instantsOf, type ClockZone} from '../time/wall-clock.ts';

/** How far in the future a timestamp may lie and still be now: smalldatetime rounds to the minute, and clocks differ a little. */
const futureTolerance = 60_000;

/** Milliseconds, but for `newest`. */
type Judged = {
	readonly newest: Date;
	readonly age: number;
	/** The age if another reading is right: where it decides, one that would. Undefined when there is one reading only. */
	readonly otherAge: number | undefined;
};

/** What cannot be known: the zone, whether clocks were changed since (the pass of the repeated hour too), or the time of the day. */
export type Doubt = 'timezone' | 'clock change' | 'day only';

/** What follows from the newest timestamp now. */
type Verdict =
	| (Judged & {readonly verdict: 'fresh' | 'stale'})
	| (Judged & {readonly verdict: 'uncertain'; readonly doubt: Doubt})
	/** `ahead` is how far, in milliseconds. */
	| {readonly verdict: 'future'; readonly newest: Date; readonly ahead: number}
	/** No clock of the zone ever showed this. */
	| {readonly verdict: 'no such time'};

/** What follows from the newest timestamp, for how many milliseconds it stays so, and what it is after; undefined where that is for good. */
export type AgeVerdict = Verdict & {
	readonly turnsIn: number | undefined;
	readonly turnsTo?: Verdict['verdict'] | undefined;
};

/** What a timestamp can mean: any instant from `from` to `to`. */
type Reading = {readonly from: number; readonly to: number};

/**
 * How old data is, by the clock of the server that holds it. Every instant the timestamp can stand for is considered but those in the
 * future; only when all of them agree there is a verdict.
 *
 * @param timestamp an instant; of a wall clock or a day what stood there, as if it were UTC
 * @param now by the server's clock
 * @param maxAge in milliseconds
 */
export const judgeAge = (timestamp: Date, kind: TimeKind, zone: ClockZone, now: Date, maxAge: number): AgeVerdict => {
	const readings = readingsOf(timestamp, kind, zone);
	const doubt = doubtOf(kind, zone);
	const at = now.getTime();
	const judged = judge(readings, doubt, at, maxAge);
	const turn = readings
		.flatMap(({from, to}) => [from - futureTolerance - 1, from + maxAge, to + maxAge])
		.filter(moment => moment >= at)
		.toSorted((one, other) => one - other)
		.map(moment => ({in: moment - at, to: judge(readings, doubt, moment + 1, maxAge).verdict}))
		.find(({to}) => to !== judged.verdict);
	return {...judged, turnsIn: turn?.in, turnsTo: turn?.to};
};

/** Whether a time that lies in the future would be one of the past as local time of the server, so that it looks like that read in another way. */
export const looksLocal = (timestamp: Date, kind: TimeKind, serverOffset: number, now: Date): boolean => {
	const asWritten = kind === 'day' ? 'day' : 'wall clock';
	return possibleOf(readingsOf(timestamp, asWritten, clockZone('server', serverOffset, now)), now.getTime()).length > 0;
};

const possibleOf = (readings: readonly Reading[], now: number): readonly Reading[] =>
	readings.filter(({from}) => from - now <= futureTolerance);

const judge = (readings: readonly Reading[], doubt: Doubt, now: number, maxAge: number): Verdict => {
	const possible = possibleOf(readings, now);
	const [likeliest] = possible;
	if (likeliest === undefined) {
		const nearest = Math.min(...readings.map(({from}) => from));
		return readings.length === 0
			? {verdict: 'no such time'}
			: {verdict: 'future', newest: new Date(nearest), ahead: nearest - now};
	}

	// What is dated today was made before now, whenever today ends.
	const ages = [...possible.map(({from}) => from), ...possible.map(({to}) => to)].map(then => Math.max(0, now - then));
	const [age = 0] = ages;
	const newest = new Date(likeliest.from);
	const isTooOld = (each: number): boolean => each > maxAge;
	const tooOld = ages.filter(isTooOld).length;
	if (tooOld === 0 || tooOld === ages.length) {
		const otherAge = ages.find(other => other !== age);
		return {verdict: tooOld === 0 ? 'fresh' : 'stale', newest, age, otherAge};
	}
	return {verdict: 'uncertain', doubt, newest, age, otherAge: ages.find(other => isTooOld(other) !== isTooOld(age))};
};

const readingsOf = (timestamp: Date, kind: TimeKind, zone: ClockZone): readonly Reading[] => {
	switch (kind) {
		case 'instant':
			return [onlyAt(timestamp)];
		case 'wall clock':
			return instantsOf(timestamp, zone).map(instant => onlyAt(instant));
		case 'day':
			return daysOf(timestamp, zone).map(({from, to}) => ({from: from.getTime(), to: to.getTime()}));
	}
};

const onlyAt = (instant: Date): Reading => ({from: instant.getTime(), to: instant.getTime()});

const doubtOf = (kind: TimeKind, zone: ClockZone): Doubt => {
	if (kind === 'day') return 'day only';
	return zone.kind === 'undeclared' ? 'timezone' : 'clock change';
};
