import {Temporal} from 'temporal-polyfill';

const minute = 60_000;

/**
 * How a date/time value that carries no offset is meant. `undeclared` is one about which nobody has said anything: UTC and the server's
 * local time are both possible.
 */
export type ClockZone =
	| {readonly kind: 'utc'}
	| {readonly kind: 'offset'; readonly minutes: number}
	| {readonly kind: 'undeclared'; readonly minutes: number}
	| {readonly kind: 'iana'; readonly zone: string};

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
 * The zone that `timezone` of the config stands for, on a server whose clock is `serverOffset` minutes ahead of UTC now.
 *
 * @throws {RangeError} when it names no zone; `isZone` asks first.
 */
export const clockZone = (timezone: string | undefined, serverOffset: number): ClockZone => {
	switch (timezone) {
		case undefined:
			return {kind: 'undeclared', minutes: serverOffset};
		case 'server':
			return {kind: 'offset', minutes: serverOffset};
		case 'utc':
			return {kind: 'utc'};
		default:
			if (!isZone(timezone)) throw new RangeError(`There is no time zone ${timezone}`);
			return {kind: 'iana', zone: timezone};
	}
};

/**
 * The instants at which the clocks of a zone show this: one, two in the hour that autumn repeats or when the zone is not declared, none
 * in the hour that spring leaves out. The likelier one first.
 *
 * @param wall what the clock showed, as if it were UTC
 */
export const instantsOf = (wall: Date, zone: ClockZone): readonly Date[] => {
	switch (zone.kind) {
		case 'utc':
			return [wall];
		case 'offset':
			return [new Date(wall.getTime() - zone.minutes * minute)];
		case 'undeclared':
			return zone.minutes === 0 ? [wall] : [new Date(wall.getTime() - zone.minutes * minute), wall];
		case 'iana':
			return instantsInZone(wall, zone.zone);
	}
};

const instantsInZone = (wall: Date, zone: string): readonly Date[] => {
	const shown = Temporal.Instant.fromEpochMilliseconds(wall.getTime()).toZonedDateTimeISO('UTC').toPlainDateTime();
	const passes = (['earlier', 'later'] as const)
		.map(disambiguation => shown.toZonedDateTime(zone, {disambiguation}))
		// In the hour that is left out both are moved to a time that exists, and that is no longer the time asked for.
		.filter(pass => pass.toPlainDateTime().equals(shown))
		.map(pass => pass.epochMilliseconds);
	return [...new Set(passes)].map(pass => new Date(pass));
};
