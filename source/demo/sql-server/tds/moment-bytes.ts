import {int16, int32, MalformedMessage, uint, uint16, uint32} from './bytes.ts';
import type {Value} from '../procedure.ts';
import type {TypeInfo} from './types.ts';
import {ids, timeSize} from './types.ts';
import type {Moment} from '../wall-clock.ts';
import {
	daysFrom0001,
	daysFrom1900,
	later,
	momentIn,
	readMoment as readText,
	ticksPerDay,
	ticksPerMinute,
	writeMoment as writeText,
} from '../wall-clock.ts';

/**
 * A date, a time or both in the bytes of its type (MS-TDS 2.2.5.5.1.8). `timeZone` is the server's, for a `Date` in a
 * `datetimeoffset`.
 *
 * @throws {TypeError} when the type cannot hold the value.
 */
export const writeMoment = (type: TypeInfo, value: Value, timeZone: string): Buffer => {
	if (type.id === ids.datetimeoffset) {
		return offsetBytes(type, value instanceof Date ? momentIn(value, timeZone) : readText(String(value)));
	}

	if (value instanceof Date) {
		throw new TypeError('a column without a zone takes what the wall clock showed, as text; call.wallClock gives it');
	}

	const moment = readText(type.id === ids.time ? `1970-01-01T${String(value)}` : String(value));
	if (moment.offsetMinutes !== undefined) {
		throw new TypeError(`a column without a zone cannot hold "${String(value)}"`);
	}

	return wallBytes(type, moment);
};

const dayBytes = (day: number): Buffer => uint(day + daysFrom0001, 3);

const tickBytes = (ticks: number, scale: number): Buffer =>
	uint(Math.floor(ticks / 10 ** (7 - scale)), timeSize(scale));

const wallBytes = ({id, size, scale}: TypeInfo, moment: Moment): Buffer => {
	switch (id) {
		case ids.date:
			return dayBytes(moment.day);
		case ids.time:
			return tickBytes(moment.ticks, scale);
		case ids.datetime2:
			return Buffer.concat([tickBytes(moment.ticks, scale), dayBytes(moment.day)]);
		default:
			return size === 4 ? smallBytes(moment) : datetimeBytes(moment);
	}
};

/** smalldatetime rounds to the minute, so it can lie half a minute in the future. */
const smallBytes = (moment: Moment): Buffer => {
	const {day, ticks} = later({...moment, ticks: Math.round(moment.ticks / ticksPerMinute) * ticksPerMinute}, 0);
	return Buffer.concat([uint16(day + daysFrom1900), uint16(ticks / ticksPerMinute)]);
};

/** datetime counts 1/300 s; the last of a day may round up to the next midnight. */
const datetimeBytes = ({day, ticks}: Moment): Buffer => {
	const thirds = Math.round((ticks * 3) / 100_000);
	const perDay = 86_400 * 300;
	return Buffer.concat([int32(day + daysFrom1900 + Math.floor(thirds / perDay)), uint32(thirds % perDay)]);
};

const offsetBytes = ({scale}: TypeInfo, moment: Moment): Buffer => {
	const {offsetMinutes} = moment;
	if (offsetMinutes === undefined) {
		throw new TypeError('a datetimeoffset takes a Date, or text with an offset');
	}

	const utc = later(moment, -offsetMinutes);
	return Buffer.concat([tickBytes(utc.ticks, scale), dayBytes(utc.day), int16(offsetMinutes)]);
};

/** What a client sent, as text: a date, a time, or both. @throws {MalformedMessage} */
export const readMoment = ({id, size, scale}: TypeInfo, bytes: Buffer): string => {
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
		return text({day: bytes.readUIntLE(0, 3) - daysFrom0001, ticks: 0, ...noOffset}).slice(0, 'yyyy-mm-dd'.length);
	}

	const time = timeSize(scale);
	const ticks = bytes.readUIntLE(0, time) * 10 ** (7 - scale);
	if (id === ids.time) {
		return text({day: 0, ticks, ...noOffset}).slice('yyyy-mm-ddT'.length);
	}

	const day = bytes.readUIntLE(time, 3) - daysFrom0001;
	if (id === ids.datetime2) {
		return text({day, ticks, ...noOffset});
	}

	const offsetMinutes = bytes.readInt16LE(time + 3);
	return text(later({day, ticks, offsetMinutes}, offsetMinutes));
};

const text = (moment: Moment): string => {
	// Years 1 to 9999; outside of them Date has another way to write a year.
	if (moment.ticks >= ticksPerDay || moment.day < -daysFrom0001 || moment.day > 2_932_896) {
		throw new MalformedMessage('a date or time that no calendar has');
	}

	return writeText(moment);
};
