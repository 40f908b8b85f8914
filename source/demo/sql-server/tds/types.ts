import type {ByteReader} from './bytes.ts';
import {uint16, uint8} from './bytes.ts';
import {SqlError} from '../procedure.ts';

/**
 * TYPE_INFO: a TDS type with its size in bytes. `scale` are the digits after the point, of numbers or of seconds; `precision` are
 * all digits of a decimal.
 */
export type TypeInfo = {
	readonly id: number;
	readonly size: number;
	readonly scale: number;
	readonly precision?: number;
};

// MS-TDS 2.2.5.4.2 and 2.2.5.4.3.
export const ids = {
	guid: 0x24,
	int: 0x26,
	date: 0x28,
	time: 0x29,
	datetime2: 0x2a,
	datetimeoffset: 0x2b,
	bit: 0x68,
	decimal: 0x6a,
	numeric: 0x6c,
	float: 0x6d,
	money: 0x6e,
	datetime: 0x6f,
	varbinary: 0xa5,
	varchar: 0xa7,
	binary: 0xad,
	char: 0xaf,
	nvarchar: 0xe7,
	nchar: 0xef,
} as const;

/** A size that means "as long as it takes", sent in chunks. */
export const max = 0xffff;
/** Bytes; what is longer is declared as `nvarchar(max)` and the like. */
export const largestText = 8000;
/** SQL_Latin1_General_CP1_CI_AS, SQL Server's default in US English. */
export const collation = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34]);

/** Most digits of a decimal. */
export const mostDigits = 38;

const hasCollation = (id: number) => id === ids.varchar || id === ids.char || id === ids.nvarchar || id === ids.nchar;
export const hasLongSize = (id: number) => hasCollation(id) || id === ids.varbinary || id === ids.binary;
const hasScale = (id: number) => id === ids.time || id === ids.datetime2 || id === ids.datetimeoffset;
export const isDecimal = (id: number) => id === ids.decimal || id === ids.numeric;

export const writeTypeInfo = ({id, size, scale, precision = 0}: TypeInfo): Buffer => {
	if (hasLongSize(id)) {
		return Buffer.concat([uint8(id), uint16(size), ...(hasCollation(id) ? [collation] : [])]);
	}

	if (hasScale(id)) {
		return Buffer.from([id, scale]);
	}

	if (isDecimal(id)) {
		return Buffer.from([id, size, precision, scale]);
	}

	return id === ids.date ? uint8(id) : Buffer.from([id, size]);
};

const sizes: Readonly<Record<number, readonly number[]>> = {
	[ids.guid]: [16],
	[ids.int]: [1, 2, 4, 8],
	[ids.bit]: [1],
	[ids.float]: [4, 8],
	[ids.money]: [4, 8],
	[ids.datetime]: [4, 8],
};

/**
 * Reads the type of a parameter.
 *
 * @throws {SqlError} for a type this server does not have. What follows in the message cannot be read then.
 */
export const readTypeInfo = (reader: ByteReader): TypeInfo => {
	const id = reader.uint8();
	if (hasLongSize(id)) {
		const size = reader.uint16();
		if (hasCollation(id)) {
			reader.bytes(collation.length);
		}

		return {id, size, scale: 0};
	}

	if (hasScale(id)) {
		const scale = reader.uint8();
		if (scale <= 7) {
			return momentType(id, scale);
		}
	}

	if (isDecimal(id)) {
		reader.uint8();
		const [precision, scale] = [reader.uint8(), reader.uint8()];
		if (precision >= 1 && precision <= mostDigits && scale <= precision) {
			return decimalType(id, precision, scale);
		}
	}

	if (id === ids.date) {
		return {id, size: 3, scale: 0};
	}

	const size = id in sizes ? reader.uint8() : 0;
	if (!sizes[id]?.includes(size)) {
		throw new SqlError({message: `The practice SQL Server has no parameters of TDS type 0x${id.toString(16)}.`});
	}

	return {id, size, scale: 0};
};

/** Bytes of a time of day with this many digits after the second. MS-TDS 2.2.5.5.1.8. */
export const timeSize = (scale: number): number => {
	if (scale <= 2) {
		return 3;
	}

	return scale <= 4 ? 4 : 5;
};

/** `time`, `datetime2` or `datetimeoffset` with this many digits after the second. */
export const momentType = (id: number, scale: number): TypeInfo => {
	const more = {[ids.time]: 0, [ids.datetime2]: 3}[id] ?? 5;
	return {id, size: timeSize(scale) + more, scale};
};

/** A sign and a whole number of 4, 8, 12 or 16 bytes. MS-TDS 2.2.5.5.1.6. */
export const decimalType = (id: number, precision: number, scale: number): TypeInfo => {
	const words = [9, 19, 28].filter(most => precision > most).length + 1;
	return {id, size: 1 + words * 4, precision, scale};
};
