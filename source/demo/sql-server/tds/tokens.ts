import {int32, longText, shortText, uint16, uint32, uint64, uint8} from './bytes.ts';
import type {SqlMessage, Value} from '../procedure.ts';
import type {TypeInfo} from './types.ts';
import {collation, writeTypeInfo} from './types.ts';
import {writeValue} from './write-value.ts';

/** SQL Server 2022: major, minor, and the build in two bytes. */
export const serverVersion = [16, 0, 0x03, 0xe8] as const;
export const serverName = 'PRACTICE';

// MS-TDS 2.2.7, one function a token.
const token = (id: number, ...parts: readonly Buffer[]): Buffer => Buffer.concat([uint8(id), ...parts]);

const sized = (id: number, ...parts: readonly Buffer[]): Buffer => {
	const body = Buffer.concat(parts);
	return token(id, uint16(body.length), body);
};

export const doneKinds = {batch: 0xfd, procedure: 0xfe, statement: 0xff} as const;
export type DoneKind = keyof typeof doneKinds;
export const doneFlags = {more: 0x01, error: 0x02, count: 0x10, attention: 0x20} as const;

export const done = (kind: DoneKind, flags: number, rows = 0): Buffer =>
	token(doneKinds[kind], uint16(flags), uint16(0), uint64(BigInt(rows)));

/** RAISERROR cuts its text at this many characters. */
const longestMessage = 2047;

/** INFO up to class 10, ERROR above it. */
export const message = (details: SqlMessage): Buffer => {
	const {number = 50_000, class: severity = 16, state = 1, procedure = '', line = 1} = details;
	return sized(
		severity > 10 ? 0xaa : 0xab,
		int32(number),
		uint8(state),
		uint8(severity),
		longText(details.message.slice(0, longestMessage)),
		shortText(serverName),
		shortText(procedure),
		uint32(line),
	);
};

const change = (kind: number, now: string, before: string): Buffer =>
	sized(0xe3, uint8(kind), shortText(now), shortText(before));

export const databaseChange = (now: string, before: string): Buffer => change(1, now, before);
export const languageChange = (now: string): Buffer => change(2, now, '');
export const packetSizeChange = (now: number, before: number): Buffer => change(4, String(now), String(before));
export const collationChange = (): Buffer => sized(0xe3, uint8(7), uint8(collation.length), collation, uint8(0));
export const resetDone = (): Buffer => change(18, '', '');

export const transactionBegan = (id: number): Buffer => sized(0xe3, uint8(8), uint8(8), uint64(BigInt(id)), uint8(0));
export const transactionEnded = (how: 'commit' | 'rollback', id: number): Buffer =>
	sized(0xe3, uint8(how === 'commit' ? 9 : 10), uint8(0), uint8(8), uint64(BigInt(id)));

/** `tdsVersion` as it is in LOGIN7; this token alone has it the other way round. */
export const loginAcknowledged = (tdsVersion: number): Buffer => {
	const version = Buffer.alloc(4);
	version.writeUInt32BE(tdsVersion);
	return sized(0xad, uint8(1), version, shortText('Microsoft SQL Server'), Buffer.from(serverVersion));
};

const nullable = uint16(0x01);

export const columnMetadata = (columns: ReadonlyArray<{name: string; type: TypeInfo}>): Buffer =>
	token(
		0x81,
		uint16(columns.length),
		...columns.flatMap(({name, type}) => [uint32(0), nullable, writeTypeInfo(type), shortText(name)]),
	);

/**
 * A row, its values in the bytes of their types already and undefined for NULL. One with a NULL is sent as NBCROW (MS-TDS 2.2.7.13): a bit
 * for each column says which are NULL, and those are left out.
 */
export const row = (values: ReadonlyArray<Buffer | undefined>): Buffer => {
	const given = values.filter(value => value !== undefined);
	if (given.length === values.length) {
		return token(0xd1, ...given);
	}

	const bitmap = Buffer.alloc(Math.ceil(values.length / 8));
	for (const [index, value] of values.entries()) {
		const byte = index >> 3;
		bitmap[byte] = (bitmap[byte] ?? 0) | (Number(value === undefined) << (index & 7));
	}

	return token(0xd2, bitmap, ...given);
};

export const returnStatus = (value: number): Buffer => token(0x79, int32(value));

/** `name` with its `@`; `ordinal` counts the parameters of the call from 0. */
export const returnValue = (ordinal: number, name: string, type: TypeInfo, value: Value, timeZone: string): Buffer =>
	token(
		0xac,
		uint16(ordinal),
		shortText(name),
		uint8(1),
		uint32(0),
		nullable,
		writeTypeInfo(type),
		writeValue(type, value, timeZone),
	);
