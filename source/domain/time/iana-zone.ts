import {Temporal} from 'temporal-polyfill';
import type {Day} from './instants.ts';

const shownBy = (wall: Date): Temporal.PlainDateTime =>
	Temporal.Instant.fromEpochMilliseconds(wall.getTime()).toZonedDateTimeISO('UTC').toPlainDateTime();

/**
 * The instants at which the clocks of an IANA zone show this, the earlier first: two in the hour that autumn repeats, none in the hour
 * that spring leaves out.
 *
 * @param wall what the clocks showed, as if it were UTC
 * @throws {RangeError} when there is no such zone
 */
export const instantsInZone = (wall: Date, zone: string): readonly Date[] => {
	const shown = shownBy(wall);
	const passes = (['earlier', 'later'] as const)
		.map(disambiguation => shown.toZonedDateTime(zone, {disambiguation}))
		// In the hour that is left out both are moved to a time that exists, and that is no longer the time asked for.
		.filter(pass => pass.toPlainDateTime().equals(shown))
		.map(pass => pass.epochMilliseconds);
	return [...new Set(passes)].map(pass => new Date(pass));
};

/**
 * A day by the clocks of an IANA zone; not every one begins at midnight.
 *
 * @param midnight the date, as midnight in UTC
 * @throws {RangeError} when there is no such zone
 */
export const dayInZone = (midnight: Date, zone: string): Day => {
	const date = shownBy(midnight).toPlainDate();
	const begin = (of: Temporal.PlainDate): Date => new Date(of.toZonedDateTime(zone).epochMilliseconds);
	return {from: begin(date), to: begin(date.add({days: 1}))};
};
