import {createHmac, timingSafeEqual} from 'node:crypto';
import {MalformedMessage, uint16, uint32, utf16} from '../tds/bytes.ts';
import {md4} from './md4.ts';

// MS-NLMP (https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp), section 2.2.1.
const signature = Buffer.from('NTLMSSP\0', 'latin1');
const kinds = {negotiate: 1, challenge: 2, authenticate: 3} as const;
// Unicode, names the domain and gives its target info; NTLM with NTLMv2's session security.
const flags = 0xa2_89_82_05;
const attributes = {end: 0, computer: 1, domain: 2} as const;
const nonceSize = 8;
const proofSize = 16;

const kindOf = (bytes: Buffer): number => {
	if (bytes.length < 12 || !bytes.subarray(0, signature.length).equals(signature)) {
		throw new MalformedMessage('this is no NTLM message');
	}

	return bytes.readUInt32LE(8);
};

const attribute = (id: number, text = ''): Buffer => Buffer.concat([uint16(id), uint16(text.length * 2), utf16(text)]);

/** Where a text of a message stands: its length twice, as used and as reserved. */
const place = (length: number, at: number): Buffer => Buffer.concat([uint16(length), uint16(length), uint32(at)]);

/**
 * The answer to the first message of a client: what it has to prove that it can answer.
 *
 * @param nonce 8 bytes, other ones each time
 * @throws {MalformedMessage} when the client's message is not that.
 */
export const challengeTo = (
	negotiate: Buffer,
	{nonce, domain, computer}: {nonce: Buffer; domain: string; computer: string},
): Buffer => {
	if (kindOf(negotiate) !== kinds.negotiate) {
		throw new MalformedMessage('NTLM does not begin with a negotiation');
	}

	const name = utf16(domain);
	const target = Buffer.concat([
		attribute(attributes.domain, domain),
		attribute(attributes.computer, computer),
		attribute(attributes.end),
	]);
	const fixed = 56;
	return Buffer.concat([
		signature,
		uint32(kinds.challenge),
		place(name.length, fixed),
		uint32(flags),
		nonce,
		Buffer.alloc(8),
		place(target.length, fixed + name.length),
		// Windows 10 and NTLM revision 15, as whoever asks is told.
		Buffer.from([10, 0, 0x61, 0x4a, 0, 0, 0, 15]),
		name,
		target,
	]);
};

/** What a client says to the challenge. */
export type NtlmResponse = {
	readonly domain: string;
	readonly user: string;
	readonly proof: Buffer;
	/** What was hashed behind the challenge. */
	readonly proven: Buffer;
};

/** @throws {MalformedMessage} also for what is older than NTLMv2. */
export const readResponse = (bytes: Buffer): NtlmResponse => {
	if (kindOf(bytes) !== kinds.authenticate || bytes.length < 52) {
		throw new MalformedMessage('NTLM does not go on with a response');
	}

	const field = (entry: number): {at: number; end: number} => {
		const at = bytes.readUInt32LE(entry + 4);
		const end = at + bytes.readUInt16LE(entry);
		if (end > bytes.length) {
			throw new MalformedMessage('a field of an NTLM response lies outside of it');
		}

		return {at, end};
	};
	const text = (entry: number): string => {
		const {at, end} = field(entry);
		return bytes.subarray(at, end).toString('utf16le');
	};

	const {at, end} = field(20);
	if (end - at < proofSize) {
		throw new MalformedMessage('an NTLM response older than version 2');
	}

	// The driver gives the length of the proof alone, and what it proves follows up to the end of the message.
	const last = end - at === proofSize ? bytes.length : end;
	return {
		domain: text(28),
		user: text(36),
		proof: bytes.subarray(at, at + proofSize),
		proven: bytes.subarray(at + proofSize, last),
	};
};

/** Whether whoever sent it knows the password. Section 3.3.2 of MS-NLMP. */
export const isProven = ({domain, user, proof, proven}: NtlmResponse, password: string, nonce: Buffer): boolean => {
	if (nonce.length !== nonceSize) {
		throw new RangeError('a challenge of NTLM has 8 bytes');
	}

	const hash = md4(utf16(password));
	// The domain is hashed as it was typed, by some clients in capitals.
	return [domain, domain.toUpperCase()].some(name => {
		const key = hmac(hash, utf16(user.toUpperCase() + name));
		return timingSafeEqual(hmac(key, Buffer.concat([nonce, proven])), proof);
	});
};

const hmac = (key: Buffer, bytes: Buffer): Buffer => createHmac('md5', key).update(bytes).digest();
