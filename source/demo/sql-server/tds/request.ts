import {ByteReader, MalformedMessage} from './bytes.ts';
import type {Message} from './packets.ts';
import {messageTypes} from './packets.ts';
import type {Value} from '../procedure.ts';
import {SqlError} from '../procedure.ts';
import {readValue} from './read-value.ts';
import type {TypeInfo} from './types.ts';
import {readTypeInfo} from './types.ts';

export type Parameter = {
	/** Empty when given by its place. With its `@`. */
	readonly name: string;
	readonly type: TypeInfo;
	readonly value: Value;
	/** The client wants the value that the procedure leaves in it. */
	readonly output: boolean;
};

export type TransactionStep = 'begin' | 'commit' | 'rollback' | 'save';

export type Request =
	| {readonly kind: 'batch'; readonly sql: string}
	| {readonly kind: 'procedure'; readonly name: string; readonly parameters: readonly Parameter[]}
	/** `begins` is a transaction that follows at once on the one that was ended. */
	| {readonly kind: 'transaction'; readonly step: TransactionStep; readonly begins: boolean};

const namedById = 0xffff;

/** The system procedures that a client may call by number, from 1. MS-TDS 2.2.6.6. */
const numbered = [
	'sp_cursor',
	'sp_cursoropen',
	'sp_cursorprepare',
	'sp_cursorexecute',
	'sp_cursorprepexec',
	'sp_cursorunprepare',
	'sp_cursorfetch',
	'sp_cursoroption',
	'sp_cursorclose',
	'sp_executesql',
	'sp_prepare',
	'sp_execute',
	'sp_prepexec',
	'sp_prepexecrpc',
	'sp_unprepare',
] as const;

/** ALL_HEADERS (MS-TDS 2.2.5.3): transactions and query notifications, of which this server has none. */
const skipHeaders = (reader: ByteReader): void => {
	const length = reader.uint32();
	if (length < 4) {
		throw new MalformedMessage('the headers of a request are too short');
	}

	reader.bytes(length - 4);
};

/**
 * What a message after the login asks for.
 *
 * @throws {MalformedMessage}
 * @throws {SqlError} for what TDS has and this server has not.
 */
export const readRequest = ({type, payload}: Message): Request => {
	const reader = new ByteReader(payload);
	switch (type) {
		case messageTypes.batch:
			skipHeaders(reader);
			return {kind: 'batch', sql: reader.text(Math.floor(reader.left / 2))};
		case messageTypes.procedureCall:
			skipHeaders(reader);
			return readCall(reader);
		case messageTypes.transaction:
			skipHeaders(reader);
			return readTransaction(reader);
		case messageTypes.bulkLoad:
			throw new SqlError({message: 'The practice SQL Server stores nothing, so it takes no bulk load.'});
		default:
			throw new MalformedMessage(`a message of type ${type} after the login`);
	}
};

/** MS-TDS 2.2.6.6. */
const readCall = (reader: ByteReader): Request => {
	const length = reader.uint16();
	const name = length === namedById ? nameOf(reader.uint16()) : reader.text(length);
	// Flags: recompile, and leave out the columns' metadata; both may be ignored.
	reader.uint16();
	const parameters: Parameter[] = [];
	while (reader.left > 0) {
		parameters.push(readParameter(reader));
	}

	return {kind: 'procedure', name, parameters};
};

const nameOf = (id: number): string => {
	const name = numbered[id - 1];
	if (name === undefined) {
		throw new SqlError({message: `The practice SQL Server has no system procedure number ${id}.`});
	}

	return name;
};

const readParameter = (reader: ByteReader): Parameter => {
	const name = reader.text(reader.uint8());
	const output = (reader.uint8() & 0x01) !== 0;
	const type = readTypeInfo(reader);
	return {name, output, type, value: readValue(type, reader)};
};

const steps: Readonly<Record<number, TransactionStep>> = {5: 'begin', 7: 'commit', 8: 'rollback', 9: 'save'};

/** MS-TDS 2.2.6.9. The names of transactions and their isolation levels mean nothing here. */
const readTransaction = (reader: ByteReader): Request => {
	const type = reader.uint16();
	const step = steps[type];
	if (step === undefined) {
		throw new SqlError({message: `The practice SQL Server has no distributed transactions (request ${type}).`});
	}

	switch (step) {
		case 'begin':
			reader.uint8();
			reader.bytes(reader.uint8());
			return {kind: 'transaction', step, begins: false};
		case 'save':
			reader.bytes(reader.uint8());
			return {kind: 'transaction', step, begins: false};
		case 'commit':
		case 'rollback':
			reader.bytes(reader.uint8());
			return {kind: 'transaction', step, begins: (reader.uint8() & 0x01) !== 0};
	}
};
