import {ByteReader, MalformedMessage} from './bytes.ts';
import type {Message} from './packets.ts';
import {messageTypes} from './packets.ts';
import type {Value} from '../procedure.ts';
import {SqlError} from '../procedure.ts';
import {readValue} from './read-value.ts';
import type {TypeInfo} from './types.ts';
import {ids, readTypeInfo} from './types.ts';

export type Parameter = {
	/** Empty when given by its place. With its `@`. */
	readonly name: string;
	readonly type: TypeInfo;
	readonly value: Value;
	/** The client wants the value that the procedure leaves in it. */
	readonly output: boolean;
};

export type Request =
	| {readonly kind: 'batch'; readonly sql: string; readonly parameters: readonly Parameter[]}
	| {readonly kind: 'sp_executesql'; readonly sql: string; readonly parameters: readonly Parameter[]}
	| {readonly kind: 'procedure'; readonly name: string; readonly parameters: readonly Parameter[]};

const executeSql = 10;
const namedById = 0xffff;
const noTransaction = 'The practice SQL Server understands batches and procedure calls, not requests of this kind.';

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
			return {kind: 'batch', sql: reader.text(Math.floor(reader.left / 2)), parameters: []};
		case messageTypes.procedureCall:
			skipHeaders(reader);
			return readCall(reader);
		case messageTypes.bulkLoad:
		case messageTypes.transaction:
			throw new SqlError({message: noTransaction});
		default:
			throw new MalformedMessage(`a message of type ${type} after the login`);
	}
};

/** MS-TDS 2.2.6.6. */
const readCall = (reader: ByteReader): Request => {
	const length = reader.uint16();
	const id = length === namedById ? reader.uint16() : undefined;
	const name = id === undefined ? reader.text(length) : undefined;
	// Flags: recompile, and leave out the columns' metadata; both may be ignored.
	reader.uint16();
	const parameters: Parameter[] = [];
	while (reader.left > 0) {
		parameters.push(readParameter(reader));
	}

	if (id === executeSql || name?.toLowerCase() === 'sp_executesql') {
		return {kind: 'sp_executesql', sql: textOf(parameters[0]), parameters: parameters.slice(2)};
	}

	if (name === undefined) {
		throw new SqlError({message: `The practice SQL Server has no system procedure number ${id}.`});
	}

	return {kind: 'procedure', name, parameters};
};

const readParameter = (reader: ByteReader): Parameter => {
	const name = reader.text(reader.uint8());
	const output = (reader.uint8() & 0x01) !== 0;
	const type = readTypeInfo(reader);
	return {name, output, type, value: readValue(type, reader)};
};

const textOf = (parameter: Parameter | undefined): string => {
	if (parameter && (parameter.type.id === ids.nvarchar || parameter.type.id === ids.nchar)) {
		return typeof parameter.value === 'string' ? parameter.value : '';
	}

	throw new SqlError({
		number: 214,
		state: 2,
		message: "Procedure expects parameter '@statement' of type 'ntext/nchar/nvarchar'.",
		procedure: 'sp_executesql',
	});
};
