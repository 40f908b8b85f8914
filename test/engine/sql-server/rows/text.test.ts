import sql from 'mssql';
import {expect, test} from 'vitest';
import {kindOf} from '../../../../source/engine/sql-server/driver/time-kind.ts';
import {inWordsOf, type DriverColumn} from '../../../../source/engine/sql-server/rows/text.ts';

const at = new Date('2026-11-21T12:34:56.789Z');
/** As the driver hands on what a `Date` cannot hold. */
const precise = Object.defineProperty(new Date('2026-11-21T12:34:56.789Z'), 'nanosecondsDelta', {value: 0.000_123_4});

const written = (column: Omit<DriverColumn, 'name'>, value: unknown): string | undefined =>
	inWordsOf(sql, {name: 'x', ...column})(value);

test.each([
	['a datetime', {type: sql.DateTime}, at, '2026-11-21 12:34:56.789'],
	['a smalldatetime', {type: sql.SmallDateTime}, at, '2026-11-21 12:34:56'],
	['a datetime2', {type: sql.DateTime2, scale: 7}, precise, '2026-11-21 12:34:56.7891234'],
	['a datetime2 of three digits', {type: sql.DateTime2, scale: 3}, at, '2026-11-21 12:34:56.789'],
	['a datetime2 of whole seconds', {type: sql.DateTime2, scale: 0}, at, '2026-11-21 12:34:56'],
	['a datetimeoffset', {type: sql.DateTimeOffset, scale: 2}, at, '2026-11-21 12:34:56.78 UTC'],
	['a date', {type: sql.Date}, new Date('2026-11-21'), '2026-11-21'],
	['a time', {type: sql.Time, scale: 1}, at, '12:34:56.7'],
	['a time that is none', {type: sql.DateTime}, new Date(Number.NaN), 'no time'],
	['an int', {type: sql.Int}, -7, '-7'],
	['a bigint', {type: sql.BigInt}, '9007199254740993', '9007199254740993'],
	['a bit', {type: sql.Bit}, true, '1'],
	['a bit that is off', {type: sql.Bit}, false, '0'],
	['a float', {type: sql.Float}, 0.1, '0.1'],
	['a decimal', {type: sql.Decimal, precision: 10, scale: 2}, 1.5, '1.50'],
	['a small decimal with room', {type: sql.Numeric, precision: 38, scale: 4}, 1.5, '1.5000'],
	[
		'a decimal that the driver rounds',
		{type: sql.Decimal, precision: 38, scale: 0},
		2 ** 70,
		'≈ 1.1805916207174113e+21',
	],
	['money', {type: sql.Money}, 12.5, '12.5000'],
	['binary', {type: sql.VarBinary}, Buffer.from([0, 255]), '0x00FF'],
	['a text', {type: sql.NVarChar}, 'Åsa', 'Åsa'],
	['a text that is not only to be read', {type: sql.NVarChar}, 'a\u001b[31mb\nc\u202e', 'ab·c·'],
	['an empty text', {type: sql.NVarChar}, '', ''],
	['what has no words of its own', {type: sql.UDT}, {x: 1}, '{"x":1}'],
	['NULL', {type: sql.NVarChar}, null, undefined],
])('%s is written as it stands in the table', (_, column, value, text) => {
	expect(written(column, value)).toBe(text);
});

test('a long value is cut, between signs and not within one', () => {
	expect(written({type: sql.NVarChar}, 'x'.repeat(200))).toBe('x'.repeat(200));
	expect(written({type: sql.NVarChar}, 'x'.repeat(201))).toBe(`${'x'.repeat(199)}…`);
	expect(written({type: sql.NVarChar}, '😀'.repeat(200))).toBe('😀'.repeat(200));
	expect(written({type: sql.NVarChar}, '😀'.repeat(10_000_000))).toBe(`${'😀'.repeat(199)}…`);
	expect(written({type: sql.VarBinary}, Buffer.alloc(1_000_000))).toBe(`0x${'0'.repeat(197)}…`);
});

test.each([
	[sql.DateTimeOffset, 'instant'],
	[sql.DateTime, 'wall clock'],
	[sql.DateTime2, 'wall clock'],
	[sql.SmallDateTime, 'wall clock'],
	[sql.Date, 'day'],
	[sql.Time, undefined],
	[sql.NVarChar, undefined],
])('what a column says about time goes by its type', (type, kind) => {
	expect(kindOf(sql, type)).toBe(kind);
});
