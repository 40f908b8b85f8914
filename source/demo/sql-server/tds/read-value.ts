import type {ByteReader} from './bytes.ts';
import {MalformedMessage} from './bytes.ts';
import {readDecimal, readMoney} from './exact-numbers.ts';
import {readGuid} from './guid.ts';
import {readMoment} from './moment-bytes.ts';
import type {Value} from '../procedure.ts';
import type {TypeInfo} from './types.ts';
import {ids, isDecimal, max} from './types.ts';

/**
 * A value that a client sent, in the same terms in which a procedure gives one: dates, times and exact numbers come as text.
 *
 * @throws {MalformedMessage}
 */
export const readValue = (type: TypeInfo, reader: ByteReader): Value => {
	switch (type.id) {
		case ids.nvarchar:
		case ids.nchar:
			return readLong(type, reader)?.toString('utf16le') ?? null;
		case ids.varchar:
		case ids.char:
			return readLong(type, reader)?.toString('latin1') ?? null;
		case ids.varbinary:
		case ids.binary:
			return readLong(type, reader);
		default: {
			const length = reader.uint8();
			// A client may send fewer bytes of a decimal than its digits could need.
			if (length !== 0 && length !== type.size && !(isDecimal(type.id) && length < type.size)) {
				throw new MalformedMessage(`a value of ${length} bytes in a type of ${type.size}`);
			}

			return length === 0 ? null : readFixed(type, reader.bytes(length));
		}
	}
};

const readLong = ({size}: TypeInfo, reader: ByteReader): Buffer | null => {
	if (size !== max) {
		const length = reader.uint16();
		return length === 0xffff ? null : reader.bytes(length);
	}

	// The total that comes first may be "unknown", so the chunks decide.
	if (reader.uint64() === 0xffff_ffff_ffff_ffffn) {
		return null;
	}

	const chunks: Buffer[] = [];
	for (let length = reader.uint32(); length > 0; length = reader.uint32()) {
		chunks.push(reader.bytes(length));
	}

	return Buffer.concat(chunks);
};

const readFixed = (type: TypeInfo, bytes: Buffer): Value => {
	switch (type.id) {
		case ids.bit:
			return bytes.readUInt8() !== 0;
		case ids.float:
			return type.size === 4 ? bytes.readFloatLE() : bytes.readDoubleLE();
		case ids.int:
			return readInteger(bytes);
		case ids.decimal:
		case ids.numeric:
			return readDecimal(type, bytes);
		case ids.money:
			return readMoney(type, bytes);
		case ids.guid:
			return readGuid(bytes);
		default:
			return readMoment(type, bytes);
	}
};

const readInteger = (bytes: Buffer): number | bigint => {
	if (bytes.length === 8) {
		return bytes.readBigInt64LE();
	}

	return bytes.length === 1 ? bytes.readUInt8() : bytes.readIntLE(0, bytes.length);
};
