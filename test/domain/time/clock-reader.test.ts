import {expect, test} from 'vitest';
import {createClockReader} from '../../../source/domain/time/clock-reader.ts';
import type {ClockZone} from '../../../source/domain/time/wall-clock.ts';

const stockholm: ClockZone = {kind: 'iana', zone: 'Europe/Stockholm'};

/** The instants of times that stand one after the other in a log, to the minute. */
const read = (zone: ClockZone, walls: readonly string[]): readonly string[] => {
	const reader = createClockReader(zone);
	return walls.map(wall => new Date(reader(Date.parse(`${wall}Z`))).toISOString().slice(0, 16));
};

test('each time is read by the offset of its own day', () => {
	expect(read(stockholm, ['2026-10-24T12:00', '2026-10-25T01:59', '2026-10-25T03:00', '2026-10-26T12:00'])).toEqual([
		'2026-10-24T10:00',
		'2026-10-24T23:59',
		'2026-10-25T02:00',
		'2026-10-26T11:00',
	]);
	expect(read(stockholm, ['2026-07-21T12:00', '2026-07-21T12:59'])).toEqual(['2026-07-21T10:00', '2026-07-21T10:59']);
	expect(read({kind: 'offset', minutes: -330}, ['2026-07-21T12:00'])).toEqual(['2026-07-21T17:30']);
	expect(read({kind: 'utc'}, ['2026-07-21T12:00'])).toEqual(['2026-07-21T12:00']);
});

test('the second pass of the repeated hour is known by what was read before it', () => {
	expect(read(stockholm, ['2026-10-25T02:10', '2026-10-25T02:50', '2026-10-25T02:05', '2026-10-25T02:55'])).toEqual([
		'2026-10-25T00:10',
		'2026-10-25T00:50',
		'2026-10-25T01:05',
		'2026-10-25T01:55',
	]);
});

test('lines of the repeated hour that stand in the wrong order are still of one pass', () => {
	expect(read(stockholm, ['2026-10-25T02:10:01', '2026-10-25T02:10:00', '2026-10-25T02:11:00'])).toEqual([
		'2026-10-25T00:10',
		'2026-10-25T00:10',
		'2026-10-25T00:11',
	]);
});

test('a time that spring leaves out is read as if the clocks had not been changed', () => {
	expect(read(stockholm, ['2026-03-29T01:30', '2026-03-29T02:30', '2026-03-29T03:30'])).toEqual([
		'2026-03-29T00:30',
		'2026-03-29T01:30',
		'2026-03-29T01:30',
	]);
});

test('a zone whose clocks are changed by half an hour is read too', () => {
	const zone: ClockZone = {kind: 'iana', zone: 'Australia/Lord_Howe'};
	expect(read(zone, ['2026-04-05T01:15', '2026-04-05T01:45', '2026-04-05T01:35', '2026-04-05T02:15'])).toEqual([
		'2026-04-04T14:15',
		'2026-04-04T14:45',
		'2026-04-04T15:05',
		'2026-04-04T15:45',
	]);
});
