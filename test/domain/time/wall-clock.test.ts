import {describe, expect, test} from 'vitest';
import {clockZone, instantsOf, isZone, offsetInWords} from '../../../source/domain/time/wall-clock.ts';

const instants = (wall: string, timezone: string | undefined, serverOffset = 60) =>
	instantsOf(new Date(`${wall}Z`), clockZone(timezone, serverOffset, new Date('2026-11-21T12:00Z'))).map(instant =>
		instant.toISOString().slice(0, 16),
	);

describe('what a clock showed becomes an instant', () => {
	test.each([
		['utc', 'utc', '2026-11-21T12:00', ['2026-11-21T12:00']],
		['the offset of the server', 'server', '2026-11-21T12:00', ['2026-11-21T11:00']],
		['winter in a zone', 'Europe/Stockholm', '2026-11-21T12:00', ['2026-11-21T11:00']],
		['summer in a zone', 'Europe/Stockholm', '2026-07-21T12:00', ['2026-07-21T10:00']],
		['a zone west of Greenwich', 'America/New_York', '2026-07-21T12:00', ['2026-07-21T16:00']],
		[
			'both passes of the repeated hour',
			'Europe/Stockholm',
			'2026-10-25T02:30',
			['2026-10-25T00:30', '2026-10-25T01:30'],
		],
		['the hour after the repeated one, once', 'Europe/Stockholm', '2026-10-25T03:00', ['2026-10-25T02:00']],
		['the hour that spring leaves out, never', 'Europe/Stockholm', '2026-03-29T02:30', []],
		['a zone nobody declared, both ways', undefined, '2026-11-21T12:00', ['2026-11-21T11:00', '2026-11-21T12:00']],
	])('%s', (_title, timezone, wall, expected) => {
		expect(instants(wall, timezone)).toEqual(expected);
	});

	test('on a server whose clock is at UTC an undeclared zone makes no difference', () => {
		expect(instants('2026-11-21T12:00', undefined, 0)).toEqual(['2026-11-21T12:00']);
	});
});

test('a zone is one that the machine knows', () => {
	expect(
		['Europe/Stockholm', 'UTC', 'Europe/Stokholm', '', 'W. Europe Standard Time'].map(name => isZone(name)),
	).toEqual([true, true, false, false, false]);
	expect(() => clockZone('Mars/Olympus', 0, new Date(0))).toThrow(RangeError);
});

test('an offset reads as people write it', () => {
	expect([0, 60, -210, 345].map(minutes => offsetInWords(minutes))).toEqual(['+00:00', '+01:00', '-03:30', '+05:45']);
});
