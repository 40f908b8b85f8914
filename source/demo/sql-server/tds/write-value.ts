import {uint16, uint32, uint64, uint8, utf16} from './bytes.ts';
import {writeDecimal, writeMoney} from './exact-numbers.ts';
import {writeGuid} from './guid.ts';
import {writeMoment} from './moment-bytes.ts';
import type {Value} from '../procedure.ts';
import type {TypeInfo} from './types.ts';
import {ids, max} from './types.ts';

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
			return long(type, value === null ? null : narrow(String(value)));
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

/** SQL Server puts a question mark for what the code page lacks. */
const narrow = (text: string): Buffer => Buffer.from(text.replaceAll(/[\u0100-\u{10FFFF}]/gu, '?'), 'latin1');

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
		case ids.decimal:
		case ids.numeric:
			return writeDecimal(type, value);
		case ids.money:
			return writeMoney(type, value);
		case ids.guid:
			return writeGuid(value);
		default:
			return writeMoment(type, value, timeZone);
	}
};

const integer = (size: number, value: Value): Buffer => {
	if (value === null || value instanceof Date || value instanceof Uint8Array) {
		throw new TypeError('a whole number is given as a number');
	}

	const bytes = Buffer.alloc(8);
	const whole = BigInt(value);
	// tinyint has no sign.
	const fits = size === 1 ? BigInt.asUintN(8, whole) : BigInt.asIntN(size * 8, whole);
	if (fits !== whole) {
		throw new RangeError(`${whole} does not fit in ${size} bytes`);
	}

	bytes.writeBigInt64LE(whole);
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
