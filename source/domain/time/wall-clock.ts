import {Temporal} from 'temporal-polyfill';
import {dayInZone, instantsInZone} from './iana-zone.ts';
import {daysOnServer, instantsOnServer} from './server-zone.ts';
import {behind, dayFrom, distinctDays, distinctInstants, type Day} from './instants.ts';

/**
 * How a date/time value that carries no offset is meant. `server` is the local time of a server of which no more is known than how far it is
 * ahead of UTC now; `undeclared` one about which nobody has said anything: that and UTC are both possible. `carried` is said of values
 * that all carry their offset, so one that does not means nothing.
 */
export type ClockZone =
	| {readonly kind: 'utc'}
	| {readonly kind: 'offset'; readonly minutes: number}
	| {readonly kind: 'server' | 'undeclared'; readonly minutes: number; readonly now: Date}
	| {readonly kind: 'iana'; readonly zone: string}
	| {readonly kind: 'carried'};

const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');

/** `+01:00` for 60. */
export const offsetInWords = (minutes: number): string => {
	const size = Math.abs(minutes);
	return `${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`;
};

/** Whether the machine knows a zone of this name, such as `Europe/Stockholm`. */
export const isZone = (zone: string): boolean => {
	try {
		Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone);
		return true;
	} catch {
		return false;
	}
};

/** How many minutes the clocks of a zone are ahead of UTC at an instant. */
export const offsetAt = (zone: string, at: Date): number =>
	Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone).offsetNanoseconds / 60e9;

/**
 * The zone that `timezone` of the config stands for, on a server whose clock is `serverOffset` minutes ahead of UTC at `now`.
 *
 * @throws {RangeError} when it names no zone; `isZone` asks first.
 */
export const clockZone = (timezone: string | undefined, serverOffset: number, now: Date): ClockZone => {
	switch (timezone) {
		case undefined:
			return {kind: 'undeclared', minutes: serverOffset, now};
		case 'server':
			return {kind: 'server', minutes: serverOffset, now};
		case 'utc':
			return {kind: 'utc'};
		case 'offset':
			return {kind: 'carried'};
		default:
			if (!isZone(timezone)) throw new RangeError(`There is no time zone ${timezone}`);
			return {kind: 'iana', zone: timezone};
	}
};

/**
 * The instants at which the clocks of a zone show this, the likeliest first: one, none in the hour that spring leaves out, two in the
 * hour that autumn repeats. Where the zone is not known, those of every zone that it can be.
 *
 * @param wall what the clock showed, as if it were UTC
 */
export const instantsOf = (wall: Date, zone: ClockZone): readonly Date[] => {
	switch (zone.kind) {
		case 'utc':
			return [wall];
		case 'offset':
			return [behind(wall, zone.minutes)];
		case 'server':
			return instantsOnServer(wall, zone);
		case 'undeclared':
			return distinctInstants([...instantsOnServer(wall, zone), wall]);
		case 'iana':
			return instantsInZone(wall, zone.zone);
		case 'carried':
			return [];
	}
};

/** The days that a date can mean in a zone, the likeliest first. */
export const daysOf = (midnight: Date, zone: ClockZone): readonly Day[] => {
	switch (zone.kind) {
		case 'utc':
			return [dayFrom(midnight)];
		case 'offset':
			return [dayFrom(behind(midnight, zone.minutes))];
		case 'server':
			return daysOnServer(midnight, zone);
		case 'undeclared':
			return distinctDays([...daysOnServer(midnight, zone), dayFrom(midnight)]);
		case 'iana':
			return [dayInZone(midnight, zone.zone)];
		case 'carried':
			return [];
	}
};
