import type sql from 'mssql';
import {printable, printableJson} from '../../../domain/printable.ts';

/** The driver's types, by which columns are told apart. */
export type SqlTypes = Pick<
	typeof sql,
	| 'Date'
	| 'DateTime'
	| 'DateTime2'
	| 'DateTimeOffset'
	| 'Decimal'
	| 'Money'
	| 'Numeric'
	| 'SmallDateTime'
	| 'SmallMoney'
	| 'Time'
>;

/** A column as the driver describes it. */
export type DriverColumn = {
	readonly name: string;
	readonly type: unknown;
	/** Digits behind the point, of seconds too. */
	readonly scale?: number | undefined;
	/** Digits in all. */
	readonly precision?: number | undefined;
};

/** A value of a column as text that is safe to print; NULL is undefined. */
export type InWords = (value: unknown) => string | undefined;

/**
 * How the values of a column are written: as they stand in the table, which for times without an offset is what the clock on the wall
 * showed. Those with one are in UTC, and say so: the driver keeps the instant alone.
 */
export const inWordsOf = (types: SqlTypes, column: DriverColumn): InWords => {
	const write = writerOf(types, column);
	return value => (value === null || value === undefined ? undefined : shown(write(value)));
};

const writerOf = (types: SqlTypes, {type, scale, precision}: DriverColumn): ((value: unknown) => string) => {
	switch (type) {
		case types.DateTime:
			return timed(value => `${day(value)} ${time(value, 3)}`);
		case types.SmallDateTime:
			return timed(value => `${day(value)} ${time(value, 0)}`);
		case types.DateTime2:
			return timed(value => `${day(value)} ${time(value, scale)}`);
		case types.DateTimeOffset:
			return timed(value => `${day(value)} ${time(value, scale)} UTC`);
		case types.Date:
			return timed(day);
		case types.Time:
			return timed(value => time(value, scale));
		case types.Decimal:
		case types.Numeric:
			return value => (typeof value === 'number' ? decimal(value, precision, scale) : anything(value));
		case types.Money:
			return value => (typeof value === 'number' ? decimal(value, 19, 4) : anything(value));
		case types.SmallMoney:
			return value => (typeof value === 'number' ? decimal(value, 10, 4) : anything(value));
		default:
			return anything;
	}
};

const timed =
	(write: (value: Date) => string) =>
	(value: unknown): string =>
		value instanceof Date && !Number.isNaN(value.getTime()) ? write(value) : anything(value);

/** `2026-11-21` */
const day = (value: Date): string => value.toISOString().replace(/T.*$/, '');

/** `13:05:06.1234567`, with so many digits behind the point as the column has. */
const time = (value: Date, digits = 7): string => {
	const clock = value.toISOString().slice(-13, -5);
	if (digits === 0) return clock;
	// What a `Date` cannot hold the driver adds to it, in seconds.
	const rest = 'nanosecondsDelta' in value && typeof value.nanosecondsDelta === 'number' ? value.nanosecondsDelta : 0;
	const ticks = value.getUTCMilliseconds() * 10_000 + Math.round(rest * 1e7);
	return `${clock}.${String(ticks).padStart(7, '0').slice(0, digits)}`;
};

/** More digits than a number of JavaScript can hold, the driver has lost. */
const exactDigits = 15;

const decimal = (value: number, precision = 0, scale = 0): string => {
	const exact = precision <= exactDigits || Math.abs(value) * 10 ** scale < 10 ** exactDigits;
	return exact ? value.toFixed(scale) : `≈ ${value}`;
};

const anything = (value: unknown): string => {
	if (value instanceof Uint8Array) return `0x${Buffer.from(value.subarray(0, longest)).toString('hex').toUpperCase()}`;
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no time' : `${day(value)} ${time(value)}`;
	if (typeof value === 'boolean') return value ? '1' : '0';
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'bigint' ? String(value) : printableJson(value);
};

/** Signs of a value that are shown. */
const longest = 200;

/** Of a very long text no more is looked at. */
const considered = 10 * longest;

const shown = (text: string): string => {
	const signs = Array.from(printable(text.slice(0, considered)));
	if (signs.length <= longest && text.length <= considered) return signs.join('');
	return `${signs.slice(0, longest - 1).join('')}…`;
};
