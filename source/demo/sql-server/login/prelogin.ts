import {ByteReader, MalformedMessage} from '../tds/bytes.ts';
import {serverVersion} from '../tds/tokens.ts';

// MS-TDS 2.2.6.5.
const options = {version: 0, encryption: 1, instance: 2, thread: 3, mars: 4, federated: 6, end: 0xff} as const;
const encryption = {off: 0, on: 1, notSupported: 2, required: 3} as const;

/**
 * Which encryption the server has: none, when the client asks for it, or always. `strict` is TDS 8: TLS before the first byte
 * of TDS, and no other client is served.
 */
export type Encryption = 'none' | 'offered' | 'required' | 'strict';

/** What the two agreed on. `login only` is TLS for the LOGIN7 message and plain text after it. */
export type Agreed = 'plain' | 'login only' | 'everything' | 'no agreement';

const agree = (client: number, server: Encryption): {answer: number; agreed: Agreed} => {
	const wants = client === encryption.on || client === encryption.required;
	switch (server) {
		case 'strict':
			// All of this lies inside of TLS already, so nothing more is agreed on.
			return {answer: encryption.notSupported, agreed: 'plain'};
		case 'none':
			return {answer: encryption.notSupported, agreed: wants ? 'no agreement' : 'plain'};
		case 'offered':
			if (client === encryption.notSupported) {
				return {answer: encryption.notSupported, agreed: 'plain'};
			}

			return wants ? {answer: encryption.on, agreed: 'everything'} : {answer: encryption.off, agreed: 'login only'};
		case 'required':
			return client === encryption.notSupported
				? {answer: encryption.required, agreed: 'no agreement'}
				: {answer: wants ? encryption.on : encryption.required, agreed: 'everything'};
	}
};

/** An option of a client's PRELOGIN that is one byte; undefined where it is left out. */
const byteIn = (payload: Buffer, wanted: number): number | undefined => {
	const table = new ByteReader(payload);
	for (let option = table.uint8(); option !== options.end; option = table.uint8()) {
		const at = table.bytes(2).readUInt16BE();
		const length = table.bytes(2).readUInt16BE();
		if (option === wanted) {
			if (length !== 1 || at >= payload.length) {
				throw new MalformedMessage('an option of PRELOGIN lies outside of it');
			}

			return payload.readUInt8(at);
		}
	}

	return undefined;
};

/**
 * The answer to a client's PRELOGIN and what it means for the bytes that follow. With `onlyByToken` a client that can is told
 * to log in by a token, and not by Windows.
 *
 * @throws {MalformedMessage}
 */
export const answerPrelogin = (
	payload: Buffer,
	server: Encryption,
	onlyByToken: boolean,
): {answer: Buffer; agreed: Agreed} => {
	const {answer, agreed} = agree(byteIn(payload, options.encryption) ?? encryption.notSupported, server);
	const values: Array<[option: number, value: Buffer]> = [
		[options.version, Buffer.from([...serverVersion, 0, 0])],
		[options.encryption, Buffer.from([answer])],
		[options.instance, Buffer.from([0])],
		[options.thread, Buffer.alloc(0)],
		[options.mars, Buffer.from([0])],
	];
	// It is told to those who ask alone.
	if (onlyByToken && byteIn(payload, options.federated) === 1) {
		values.push([options.federated, Buffer.from([1])]);
	}

	const table = Buffer.alloc(values.length * 5 + 1, options.end);
	let at = table.length;
	for (const [index, [option, value]] of values.entries()) {
		table.writeUInt8(option, index * 5);
		table.writeUInt16BE(at, index * 5 + 1);
		table.writeUInt16BE(value.length, index * 5 + 3);
		at += value.length;
	}

	return {answer: Buffer.concat([table, ...values.map(([, value]) => value)]), agreed};
};
