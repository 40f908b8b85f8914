import {
	assert,
	constantFrom,
	double,
	integer,
	oneof,
	option,
	property,
	record,
	tuple,
	type Arbitrary,
} from 'fast-check';
import {Temporal} from 'temporal-polyfill';
import {expect, test} from 'vitest';
import {judgeAge} from '../../../source/domain/data/age.ts';
import type {TimeKind} from '../../../source/domain/data/newest.ts';
import {clockZone} from '../../../source/domain/time/wall-clock.ts';

const minute = 60_000;
const hour = 60 * minute;

/** Zones with odd rules: changes at midnight, of half an hour, of two, in Ramadan, over the date line. */
const odd = [
	'Europe/Stockholm',
	'America/New_York',
	'Africa/Casablanca',
	'Australia/Lord_Howe',
	'America/St_Johns',
	'Asia/Beirut',
	'America/Havana',
	'Pacific/Apia',
	'Antarctica/Troll',
	'Asia/Kathmandu',
];
const zones = oneof(constantFrom(...odd), constantFrom(...Intl.supportedValuesOf('timeZone')));

const from = Date.parse('2005-01-01T00:00Z');
const to = Date.parse('2030-01-01T00:00Z');

const shown = (at: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
const asIfUtc = (zoned: Temporal.ZonedDateTime): Date => new Date(`${zoned.toPlainDateTime().toString()}Z`);
const offsetOf = (at: number, zone: string): number => shown(at, zone).offsetNanoseconds / 60e9;

/** An instant at which a row is written, more often than not within hours of a clock change, and when it is looked at. */
const situations = zones.chain(zone =>
	record({
		start: integer({min: from, max: to}),
		near: option(integer({min: -4 * hour, max: 4 * hour})),
		age: oneof(integer({min: 0, max: 5 * hour}), integer({min: 0, max: 72 * hour})),
		slack: integer({min: -150 * minute, max: 150 * minute}),
	}).map(({start, near, age, slack}) => {
		const change = near === null ? undefined : shown(start, zone).getTimeZoneTransition('next')?.epochMilliseconds;
		const writtenAt = change === undefined || near === null ? start : change + near;
		return {zone, writtenAt, now: writtenAt + age, maxAge: Math.max(minute, age + slack)};
	}),
);

/** What stands in the column, and the ways to declare it that are true. */
const stored = constantFrom(
	{kind: 'wall clock', column: 'local', declared: 'zone'},
	{kind: 'wall clock', column: 'local', declared: 'server'},
	{kind: 'wall clock', column: 'local', declared: undefined},
	{kind: 'wall clock', column: 'utc', declared: undefined},
	{kind: 'wall clock', column: 'utc', declared: 'utc'},
	{kind: 'day', column: 'local', declared: 'zone'},
	{kind: 'day', column: 'local', declared: 'server'},
	{kind: 'day', column: 'local', declared: undefined},
	{kind: 'day', column: 'utc', declared: undefined},
	{kind: 'day', column: 'utc', declared: 'utc'},
	{kind: 'instant', column: 'utc', declared: 'offset'},
	{kind: 'instant', column: 'utc', declared: 'server'},
) satisfies Arbitrary<{
	readonly kind: TimeKind;
	readonly column: 'local' | 'utc';
	readonly declared: 'zone' | 'server' | 'utc' | 'offset' | undefined;
}>;

type Written = {
	readonly zone: string;
	readonly writtenAt: number;
	readonly now: number;
	readonly maxAge: number;
	readonly kind: TimeKind;
	readonly column: 'local' | 'utc';
	readonly declared: 'zone' | 'server' | 'utc' | 'offset' | undefined;
};

const judged = ({zone, writtenAt, now, maxAge, kind, column, declared}: Written, at = now) => {
	const wall = asIfUtc(shown(writtenAt, column === 'local' ? zone : 'UTC'));
	const value = kind === 'day' ? new Date(wall.toISOString().slice(0, 10)) : wall;
	const clock = clockZone(declared === 'zone' ? zone : declared, offsetOf(now, zone), new Date(now));
	return judgeAge(value, kind, clock, new Date(at), maxAge);
};

const written = tuple(situations, stored).map(([situation, {kind, column, declared}]): Written =>
	Object.assign({kind, column, declared}, situation),
);

test('whatever the zone and the moment, the verdict is the truth or uncertain', {timeout: 30_000}, () => {
	assert(
		property(written, row => {
			const truth = row.now - row.writtenAt > row.maxAge ? 'stale' : 'fresh';
			expect([truth, 'uncertain']).toContain(judged(row).verdict);
		}),
		{numRuns: 400},
	);
});

test('with the name of the zone, it is uncertain only in the hour that clocks repeat', {timeout: 30_000}, () => {
	assert(
		property(situations, situation => {
			const row: Written = {...situation, kind: 'wall clock', column: 'local', declared: 'zone'};
			if (judged(row).verdict !== 'uncertain') return;
			const wall = shown(row.writtenAt, row.zone).toPlainDateTime();
			const passes = (['earlier', 'later'] as const).map(
				disambiguation => wall.toZonedDateTime(row.zone, {disambiguation}).epochMilliseconds,
			);
			expect(passes[1]).toBeGreaterThan(passes[0] ?? Infinity);
		}),
		{numRuns: 400},
	);
});

test('the verdict stays until it is said to turn, and is another one then', {timeout: 30_000}, () => {
	assert(
		property(written, double({min: 0, max: 1, noNaN: true}), (row, part) => {
			const {verdict, turnsIn, turnsTo} = judged(row);
			const stays = turnsIn === undefined ? 1000 * hour : turnsIn;
			expect(judged(row, row.now + Math.floor(part * stays)).verdict).toBe(verdict);
			const turned = turnsIn === undefined ? undefined : judged(row, row.now + turnsIn + 1).verdict;
			expect(turned).not.toBe(verdict);
			expect(turned).toBe(turnsTo);
		}),
		{numRuns: 400},
	);
});
