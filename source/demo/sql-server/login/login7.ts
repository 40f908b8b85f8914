import {MalformedMessage} from '../tds/bytes.ts';
import type {Federated} from './feature-extension.ts';
import {readFederated} from './feature-extension.ts';

/** What a LOGIN7 message asks for. */
export type Login = {
	/** As in the message: 0x74000004 is TDS 7.4. */
	readonly tdsVersion: number;
	/** Bytes; 0 leaves it to the server. */
	readonly packetSize: number;
	readonly user: string;
	readonly password: string;
	readonly database: string;
	/** The first message of a login by Windows. */
	readonly sspi: Buffer | undefined;
	/** A login by a token. */
	readonly federated: Federated | undefined;
};

// MS-TDS 2.2.6.4: fixed fields, then a table of (offset, length in characters).
const smallest = 94;
const at = {
	tdsVersion: 4,
	packetSize: 8,
	flags2: 25,
	flags3: 27,
	user: 40,
	password: 44,
	extension: 56,
	database: 68,
	sspi: 78,
	longSspi: 90,
} as const;
/** 7.0, and 7.3 as SQL Server 2008 has it. What a strict client names, 8.0, is the smaller number 0x08000000. */
const firstTds7 = 0x70_00_00_00;
const oldestTds = 0x73_0b_00_03;
const integratedSecurity = 0x80;
const hasExtension = 0x10;
const longer = 0xffff;

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

	const tdsVersion = payload.readUInt32LE(at.tdsVersion);
	if (tdsVersion >= firstTds7 && tdsVersion < oldestTds) {
		throw new MalformedMessage('a client older than TDS 7.3, to which tokens have other sizes');
	}

	const part = (start: number, end: number): Buffer => {
		if (start > end || end > payload.length) {
			throw new MalformedMessage('a field of LOGIN7 lies outside of it');
		}

		return payload.subarray(start, end);
	};
	const lengthOf = (entry: number): number => payload.readUInt16LE(entry + 2);
	const startOf = (entry: number): number => payload.readUInt16LE(entry);
	const field = (entry: number): Buffer => part(startOf(entry), startOf(entry) + lengthOf(entry) * 2);
	const sspi = (): Buffer => {
		const length = lengthOf(at.sspi) === longer ? payload.readUInt32LE(at.longSspi) : lengthOf(at.sspi);
		return part(startOf(at.sspi), startOf(at.sspi) + length);
	};
	// A client of TDS 7.3 may set the bit, which means nothing yet, and has no extension.
	const extended = (payload.readUInt8(at.flags3) & hasExtension) !== 0 && lengthOf(at.extension) > 0;
	// There is only the place where the extension begins; it goes on to its own end.
	const extension = (): Buffer => {
		const pointer = part(startOf(at.extension), startOf(at.extension) + 4);
		return part(pointer.readUInt32LE(), payload.length);
	};

	return {
		tdsVersion,
		packetSize: payload.readUInt32LE(at.packetSize),
		user: field(at.user).toString('utf16le'),
		password: reveal(field(at.password)).toString('utf16le'),
		database: field(at.database).toString('utf16le'),
		sspi: (payload.readUInt8(at.flags2) & integratedSecurity) === 0 ? undefined : sspi(),
		federated: extended ? readFederated(extension()) : undefined,
	};
};
