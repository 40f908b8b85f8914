import type {ByteReader} from './bytes.ts';
import {MalformedMessage} from './bytes.ts';
import type {Value} from '../procedure.ts';
import type {TypeInfo} from './types.ts';
import {ids, max, timeSize} from './types.ts';
import {daysFrom0001, daysFrom1900, later, ticksPerDay, ticksPerMinute, writeMoment} from '../wall-clock.ts';

/**
 * A value that a client sent, in the same terms in which a procedure gives one: dates and times come as text.
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
			if (length !== 0 && length !== type.size) {
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

const readMoment = ({id, size, scale}: TypeInfo, bytes: Buffer): string => {
	const noOffset = {offsetMinutes: undefined};
	if (id === ids.datetime) {
		return size === 4
			? text({day: bytes.readUInt16LE() - daysFrom1900, ticks: bytes.readUInt16LE(2) * ticksPerMinute, ...noOffset})
			: text({
					day: bytes.readInt32LE() - daysFrom1900,
					// Clients read whole milliseconds from the 1/300 s, and so does this.
					ticks: Math.round(bytes.readUInt32LE(4) / 0.3) * 10_000,
					...noOffset,
				});
	}

	if (id === ids.date) {
		return text({day: bytes.readUIntLE(0, 3) - daysFrom0001, ticks: 0, ...noOffset}).slice(0, 10);
	}

	const time = timeSize(scale);
	const ticks = bytes.readUIntLE(0, time) * 10 ** (7 - scale);
	const day = bytes.readUIntLE(time, 3) - daysFrom0001;
	if (id === ids.datetime2) {
		return text({day, ticks, ...noOffset});
	}

	const offsetMinutes = bytes.readInt16LE(time + 3);
	return text(later({day, ticks, offsetMinutes}, offsetMinutes));
};

const text = (moment: Parameters<typeof writeMoment>[0]): string => {
	// Years 1 to 9999; outside of them Date has another way to write a year.
	if (moment.ticks >= ticksPerDay || moment.day < -daysFrom0001 || moment.day > 2_932_896) {
		throw new MalformedMessage('a date or time that no calendar has');
	}

	return writeMoment(moment);
};
