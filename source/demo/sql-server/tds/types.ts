import type {ByteReader} from './bytes.ts';
import {uint16, uint8} from './bytes.ts';
import type {ColumnType} from '../procedure.ts';
import {SqlError} from '../procedure.ts';

/** TYPE_INFO: a TDS type with its size in bytes and, for the types with fractions of a second, its digits. */
export type TypeInfo = {readonly id: number; readonly size: number; readonly scale: number};

// MS-TDS 2.2.5.4.2 and 2.2.5.4.3.
export const ids = {
	int: 0x26,
	bit: 0x68,
	float: 0x6d,
	datetime: 0x6f,
	date: 0x28,
	datetime2: 0x2a,
	datetimeoffset: 0x2b,
	varbinary: 0xa5,
	varchar: 0xa7,
	binary: 0xad,
	char: 0xaf,
	nvarchar: 0xe7,
	nchar: 0xef,
} as const;

/** A size that means "as long as it takes", sent in chunks. */
export const max = 0xffff;
/** Bytes; what is longer is declared as `nvarchar(max)`. */
export const largestText = 8000;
/** SQL_Latin1_General_CP1_CI_AS, SQL Server's default in US English. */
export const collation = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34]);

export const typeInfoOf = (type: ColumnType): TypeInfo => {
	switch (type) {
		case 'int':
			return {id: ids.int, size: 4, scale: 0};
		case 'bigint':
			return {id: ids.int, size: 8, scale: 0};
		case 'bit':
			return {id: ids.bit, size: 1, scale: 0};
		case 'float':
			return {id: ids.float, size: 8, scale: 0};
		case 'nvarchar':
			return {id: ids.nvarchar, size: largestText, scale: 0};
		case 'datetime':
			return {id: ids.datetime, size: 8, scale: 0};
		case 'smalldatetime':
			return {id: ids.datetime, size: 4, scale: 0};
		case 'date':
			return {id: ids.date, size: 3, scale: 0};
		case 'datetime2':
			return {id: ids.datetime2, size: 8, scale: 7};
		case 'datetimeoffset':
			return {id: ids.datetimeoffset, size: 10, scale: 7};
	}
};

/** The column type that holds every value of this type; undefined for bytes. */
export const columnTypeOf = ({id, size}: TypeInfo): ColumnType | undefined => {
	switch (id) {
		case ids.int:
			return size === 8 ? 'bigint' : 'int';
		case ids.bit:
			return 'bit';
		case ids.float:
			return 'float';
		case ids.datetime:
			return size === 4 ? 'smalldatetime' : 'datetime';
		case ids.date:
			return 'date';
		case ids.datetime2:
			return 'datetime2';
		case ids.datetimeoffset:
			return 'datetimeoffset';
		case ids.varbinary:
		case ids.binary:
			return undefined;
		default:
			return 'nvarchar';
	}
};

const hasCollation = (id: number) => id === ids.varchar || id === ids.char || id === ids.nvarchar || id === ids.nchar;
const hasLongSize = (id: number) => hasCollation(id) || id === ids.varbinary || id === ids.binary;
const hasScale = (id: number) => id === ids.datetime2 || id === ids.datetimeoffset;

export const writeTypeInfo = ({id, size, scale}: TypeInfo): Buffer => {
	if (hasLongSize(id)) {
		return Buffer.concat([uint8(id), uint16(size), ...(hasCollation(id) ? [collation] : [])]);
	}

	if (hasScale(id)) {
		return Buffer.from([id, scale]);
	}

	return id === ids.date ? uint8(id) : Buffer.from([id, size]);
};

const sizes: Readonly<Record<number, readonly number[]>> = {
	[ids.int]: [1, 2, 4, 8],
	[ids.bit]: [1],
	[ids.float]: [4, 8],
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
			return {id, size: timeSize(scale) + (id === ids.datetime2 ? 3 : 5), scale};
		}
	}

	if (id === ids.date) {
		return typeInfoOf('date');
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
