import {MalformedMessage} from '../tds/bytes.ts';

/** What a LOGIN7 message asks for. */
export type Login = {
	/** As in the message: 0x74000004 is TDS 7.4. */
	readonly tdsVersion: number;
	/** Bytes; 0 leaves it to the server. */
	readonly packetSize: number;
	readonly user: string;
	readonly password: string;
	readonly database: string;
	/** Windows authentication, which a practice server refuses. */
	readonly integrated: boolean;
};

// MS-TDS 2.2.6.4: fixed fields, then a table of (offset, length in characters).
const smallest = 94;
const at = {tdsVersion: 4, packetSize: 8, flags2: 25, user: 40, password: 44, database: 68} as const;
const integratedSecurity = 0x80;

// Each byte was XORed with 0xa5 after its halves were swapped. That hides nothing: TLS does.
const reveal = (bytes: Buffer): Buffer =>
	Buffer.from(
		bytes.map(byte => {
			const mixed = byte ^ 0xa5;
			return ((mixed << 4) & 0xf0) | (mixed >> 4);
		}),
	);

/** @throws {MalformedMessage} */
export const readLogin = (payload: Buffer): Login => {
	if (payload.length < smallest) {
		throw new MalformedMessage('LOGIN7 is too short');
	}

	const field = (entry: number): Buffer => {
		const start = payload.readUInt16LE(entry);
		const end = start + payload.readUInt16LE(entry + 2) * 2;
		if (end > payload.length) {
			throw new MalformedMessage('a field of LOGIN7 lies outside of it');
		}

		return payload.subarray(start, end);
	};

	return {
		tdsVersion: payload.readUInt32LE(at.tdsVersion),
		packetSize: payload.readUInt32LE(at.packetSize),
		user: field(at.user).toString('utf16le'),
		password: reveal(field(at.password)).toString('utf16le'),
		database: field(at.database).toString('utf16le'),
		integrated: (payload.readUInt8(at.flags2) & integratedSecurity) !== 0,
	};
};
