import {ByteReader, MalformedMessage} from '../tds/bytes.ts';

/** How a client logs in with an account of Microsoft Entra ID, once called Azure AD. */
export type Federated = {
	/** Undefined when it wants to be told first where to get one. */
	readonly token: string | undefined;
	/** Whether it heard that it must log in this way. */
	readonly echo: boolean;
};

// MS-TDS 2.2.6.4, FEDAUTH.
const features = {federated: 0x02, end: 0xff} as const;
const libraries = {token: 0x01, adal: 0x02} as const;

/** @throws {MalformedMessage} */
export const readFederated = (bytes: Buffer): Federated | undefined => {
	const reader = new ByteReader(bytes);
	let federated: Federated | undefined;
	for (let id = reader.uint8(); id !== features.end; id = reader.uint8()) {
		const data = reader.bytes(reader.uint32());
		if (id === features.federated) {
			federated = read(new ByteReader(data));
		}
	}

	return federated;
};

const read = (reader: ByteReader): Federated => {
	const options = reader.uint8();
	const echo = (options & 1) !== 0;
	switch (options >> 1) {
		case libraries.token:
			return {token: reader.bytes(reader.uint32()).toString('utf16le'), echo};
		case libraries.adal:
			return {token: undefined, echo};
		default:
			throw new MalformedMessage('a way of federated login that there is not');
	}
};

/** The message with the token that a client got meanwhile. MS-TDS 2.2.6.3. @throws {MalformedMessage} */
export const readFederatedToken = (payload: Buffer): string => {
	const reader = new ByteReader(payload);
	const whole = new ByteReader(reader.bytes(reader.uint32()));
	return whole.bytes(whole.uint32()).toString('utf16le');
};
