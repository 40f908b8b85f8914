import {uint16, uint32, uint8, utf16} from '../tds/bytes.ts';

// MS-TDS 2.2.7: SSPI, FEDAUTHINFO and FEATUREEXTACK.

/** A message of Windows' own protocol, for the client to answer. */
export const sspi = (bytes: Buffer): Buffer => Buffer.concat([uint8(0xed), uint16(bytes.length), bytes]);

/** Where a client gets a token, and for what: two URLs. */
export const federatedInfo = (authority: string, resource: string): Buffer => {
	const values = [
		{id: 0x01, value: utf16(authority)},
		{id: 0x02, value: utf16(resource)},
	];
	let at = 4 + values.length * 9;
	const entries = values.map(({id, value}) => {
		const entry = Buffer.concat([uint8(id), uint32(value.length), uint32(at)]);
		at += value.length;
		return entry;
	});
	const body = Buffer.concat([uint32(values.length), ...entries, ...values.map(({value}) => value)]);
	return Buffer.concat([uint8(0xee), uint32(body.length), body]);
};

/** The server has understood how the client logs in. */
export const federatedAcknowledged = (): Buffer => Buffer.concat([uint8(0xae), uint8(0x02), uint32(0), uint8(0xff)]);
