import {int16, int32, uint, uint16, uint32, uint64, uint8, utf16} from './bytes.ts';
import type {Value} from '../procedure.ts';
import type {TypeInfo} from './types.ts';
import {ids, max, timeSize} from './types.ts';
import type {Moment} from '../wall-clock.ts';
import {daysFrom0001, daysFrom1900, later, momentIn, readMoment, ticksPerMinute} from '../wall-clock.ts';

/**
 * A value in the bytes of its type (MS-TDS 2.2.5.5). `timeZone` is the server's, for a `Date` in a `datetimeoffset`.
 *
 * @throws {TypeError | RangeError} when the type cannot hold the value.
 */
export const writeValue = (type: TypeInfo, value: Value, timeZone: string): Buffer => {
	switch (type.id) {
		case ids.nvarchar:
		case ids.nchar:
			return long(type, value === null ? null : utf16(String(value)));
		case ids.varchar:
		case ids.char:
			return long(type, value === null ? null : Buffer.from(String(value), 'latin1'));
		case ids.varbinary:
		case ids.binary:
			return long(type, value === null ? null : bytesIn(value));
		default:
			return value === null ? uint8(0) : short(fixed(type, value, timeZone));
	}
};

const short = (bytes: Buffer): Buffer => Buffer.concat([uint8(bytes.length), bytes]);

const long = ({size}: TypeInfo, bytes: Buffer | null): Buffer => {
	if (size !== max) {
		// Text that is too long for a variable loses its end without an error.
		const cut = bytes?.subarray(0, size);
		return cut ? Buffer.concat([uint16(cut.length), cut]) : uint16(0xffff);
	}

	if (bytes === null) {
		return Buffer.alloc(8, 0xff);
	}

	const chunk = bytes.length === 0 ? [] : [uint32(bytes.length), bytes];
	return Buffer.concat([uint64(BigInt(bytes.length)), ...chunk, uint32(0)]);
};

const bytesIn = (value: Value): Buffer => {
	if (value instanceof Uint8Array) {
		return Buffer.from(value);
	}

	throw new TypeError('a binary value is given as bytes');
};

const fixed = (type: TypeInfo, value: Value, timeZone: string): Buffer => {
	switch (type.id) {
		case ids.bit:
			return uint8(Number(Boolean(value)));
		case ids.int:
			return integer(type.size, value);
		case ids.float:
			return float(type.size, Number(value));
		case ids.datetimeoffset:
			return offsetBytes(type, value instanceof Date ? momentIn(value, timeZone) : readMoment(String(value)));
		default:
			return wallBytes(type, wallMoment(value));
	}
};

const integer = (size: number, value: Value): Buffer => {
	if (value === null || value instanceof Date || value instanceof Uint8Array) {
		throw new TypeError('a whole number is given as a number');
	}

	const bytes = Buffer.alloc(8);
	bytes.writeBigInt64LE(BigInt(value));
	const whole = BigInt(value);
	// tinyint has no sign.
	const fits = size === 1 ? BigInt.asUintN(8, whole) : BigInt.asIntN(size * 8, whole);
	if (fits !== whole) {
		throw new RangeError(`${whole} does not fit in ${size} bytes`);
	}

	return bytes.subarray(0, size);
};

const float = (size: number, value: number): Buffer => {
	if (!Number.isFinite(value)) {
		throw new TypeError(`${value} is not a number that SQL Server can hold`);
	}

	const bytes = Buffer.alloc(size);
	if (size === 4) {
		bytes.writeFloatLE(value);
	} else {
		bytes.writeDoubleLE(value);
	}

	return bytes;
};

const wallMoment = (value: Value): Moment => {
	if (value instanceof Date) {
		throw new TypeError('a column without a zone takes what the wall clock showed, as text; call.wallClock gives it');
	}

	const moment = readMoment(String(value));
	if (moment.offsetMinutes !== undefined) {
		throw new TypeError(`a column without a zone cannot hold "${String(value)}"`);
	}

	return moment;
};

const dayBytes = (day: number): Buffer => uint(day + daysFrom0001, 3);

const tickBytes = (ticks: number, scale: number): Buffer =>
	uint(Math.floor(ticks / 10 ** (7 - scale)), timeSize(scale));

const wallBytes = ({id, size, scale}: TypeInfo, moment: Moment): Buffer => {
	if (id === ids.date) {
		return dayBytes(moment.day);
	}

	if (id === ids.datetime2) {
		return Buffer.concat([tickBytes(moment.ticks, scale), dayBytes(moment.day)]);
	}

	if (size === 4) {
		// smalldatetime rounds to the minute, so it can lie half a minute in the future.
		const {day, ticks} = later({...moment, ticks: Math.round(moment.ticks / ticksPerMinute) * ticksPerMinute}, 0);
		return Buffer.concat([uint16(day + daysFrom1900), uint16(ticks / ticksPerMinute)]);
	}

	// datetime counts 1/300 s; the last of a day may round up to the next midnight.
	const thirds = Math.round((moment.ticks * 3) / 100_000);
	const perDay = 86_400 * 300;
	return Buffer.concat([int32(moment.day + daysFrom1900 + Math.floor(thirds / perDay)), uint32(thirds % perDay)]);
};

const offsetBytes = ({scale}: TypeInfo, moment: Moment): Buffer => {
	const {offsetMinutes} = moment;
	if (offsetMinutes === undefined) {
		throw new TypeError('a datetimeoffset takes a Date, or text with an offset');
	}

	const utc = later(moment, -offsetMinutes);
	return Buffer.concat([tickBytes(utc.ticks, scale), dayBytes(utc.day), int16(offsetMinutes)]);
};
