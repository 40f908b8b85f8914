import {describe, expect, test} from 'vitest';
import {judgeAge} from '../../../source/domain/data/age.ts';
import type {TimeKind} from '../../../source/domain/data/newest.ts';
import {clockZone} from '../../../source/domain/time/wall-clock.ts';

const hour = 3_600_000;
const stockholm = 'Europe/Stockholm';

type Row = readonly [
	title: string,
	timestamp: string,
	kind: TimeKind,
	timezone: string | undefined,
	serverOffset: number,
	now: string,
	maxAgeHours: number,
	verdict: string,
	ageHours: number | undefined,
];

describe('the age of the newest row', () => {
	test.each<Row>([
		['an instant within the limit', '2026-11-20T12:00', 'instant', undefined, 60, '2026-11-21T11:00', 24, 'fresh', 23],
		[
			'an instant exactly at the limit',
			'2026-11-20T12:00',
			'instant',
			undefined,
			60,
			'2026-11-21T12:00',
			24,
			'fresh',
			24,
		],
		[
			'an instant past the limit',
			'2026-11-20T12:00',
			'instant',
			'utc',
			0,
			'2026-11-21T12:01',
			24,
			'stale',
			24 + 1 / 60,
		],
		['UTC', '2026-11-21T10:00', 'wall clock', 'utc', 60, '2026-11-21T12:00', 1, 'stale', 2],
		['local time of the server', '2026-11-21T12:30', 'wall clock', 'server', 60, '2026-11-21T12:00', 1, 'fresh', 0.5],
		['local time of a zone', '2026-07-21T12:30', 'wall clock', stockholm, 0, '2026-07-21T12:00', 1, 'stale', 1.5],
		['rounded up by half a minute', '2026-11-21T12:00:30', 'wall clock', 'utc', 0, '2026-11-21T12:00', 1, 'fresh', 0],
		['the future', '2026-11-21T13:00', 'wall clock', 'utc', 60, '2026-11-21T12:00', 1, 'future', undefined],
		[
			'an hour that never was',
			'2026-03-29T02:30',
			'wall clock',
			stockholm,
			120,
			'2026-03-29T12:00',
			1,
			'no such time',
			undefined,
		],
		// 2026-10-25: 02:30 in Stockholm was at 00:30Z and at 01:30Z.
		[
			'the repeated hour, both passes stale',
			'2026-10-25T02:30',
			'wall clock',
			stockholm,
			60,
			'2026-10-25T04:00',
			1,
			'stale',
			3.5,
		],
		[
			'the repeated hour, both passes fresh',
			'2026-10-25T02:30',
			'wall clock',
			stockholm,
			60,
			'2026-10-25T02:00',
			24,
			'fresh',
			1.5,
		],
		[
			'the repeated hour, one of each',
			'2026-10-25T02:30',
			'wall clock',
			stockholm,
			60,
			'2026-10-25T02:00',
			1,
			'uncertain (clock change)',
			1.5,
		],
		[
			'the repeated hour before its second pass',
			'2026-10-25T02:30',
			'wall clock',
			stockholm,
			60,
			'2026-10-25T01:00',
			1,
			'fresh',
			0.5,
		],
		[
			'undeclared, where it makes no difference',
			'2026-11-21T09:00',
			'wall clock',
			undefined,
			60,
			'2026-11-21T12:00',
			24,
			'fresh',
			4,
		],
		[
			'undeclared, stale either way',
			'2026-11-20T09:00',
			'wall clock',
			undefined,
			60,
			'2026-11-21T12:00',
			24,
			'stale',
			28,
		],
		[
			'undeclared, where it decides',
			'2026-11-21T11:30',
			'wall clock',
			undefined,
			60,
			'2026-11-21T12:00',
			1,
			'uncertain (timezone)',
			1.5,
		],
		[
			'undeclared, and local since UTC would be in the future',
			'2026-11-21T12:30',
			'wall clock',
			undefined,
			60,
			'2026-11-21T12:00',
			1,
			'fresh',
			0.5,
		],
		[
			'undeclared, and UTC since local would be in the future',
			'2026-11-21T11:30',
			'wall clock',
			undefined,
			-300,
			'2026-11-21T12:00',
			1,
			'fresh',
			0.5,
		],
		['a day, long ago', '2026-11-18T00:00', 'day', 'utc', 0, '2026-11-21T12:00', 24, 'stale', 84],
		['a day, today', '2026-11-21T00:00', 'day', 'utc', 0, '2026-11-21T12:00', 24, 'fresh', 12],
		['a day, yesterday', '2026-11-20T00:00', 'day', 'utc', 0, '2026-11-21T12:00', 24, 'uncertain (day only)', 36],
		['a day, tomorrow', '2026-11-22T00:00', 'day', 'utc', 0, '2026-11-21T12:00', 24, 'future', undefined],
	])('%s', (_title, timestamp, kind, timezone, serverOffset, now, maxAgeHours, verdict, ageHours) => {
		const judged = judgeAge(
			new Date(`${timestamp}Z`),
			kind,
			clockZone(timezone, serverOffset, new Date(`${now}Z`)),
			new Date(`${now}Z`),
			maxAgeHours * hour,
		);
		expect('doubt' in judged ? `${judged.verdict} (${judged.doubt})` : judged.verdict).toBe(verdict);
		expect('age' in judged ? judged.age : undefined).toBe(ageHours === undefined ? undefined : ageHours * hour);
	});

	test('says how far ahead the future is', () => {
		const judged = judgeAge(
			new Date('2026-11-21T13:00Z'),
			'wall clock',
			clockZone('utc', 60, new Date(0)),
			new Date('2026-11-21T12:10Z'),
			hour,
		);
		expect(judged).toMatchObject({verdict: 'future', ahead: 50 * 60_000});
	});

	test('says the other age where there are two', () => {
		const judged = judgeAge(
			new Date('2026-11-21T11:30Z'),
			'wall clock',
			clockZone(undefined, 60, new Date('2026-11-21T12:00Z')),
			new Date('2026-11-21T12:00Z'),
			hour,
		);
		expect(judged).toMatchObject({age: 1.5 * hour, otherAge: 0.5 * hour, newest: new Date('2026-11-21T10:30Z')});
	});
});
