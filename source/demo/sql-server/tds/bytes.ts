/** The client sent something TDS does not allow. It ends that connection, and nothing else. */
export class MalformedMessage extends Error {
	override readonly name = 'MalformedMessage';
}

/** Reads a message from front to back. To read past its end is a `MalformedMessage`. Numbers are little-endian. */
export class ByteReader {
	readonly #bytes: Buffer;
	#at = 0;

	constructor(bytes: Buffer) {
		this.#bytes = bytes;
	}

	get left(): number {
		return this.#bytes.length - this.#at;
	}

	bytes(length: number): Buffer {
		if (length < 0 || length > this.left) {
			throw new MalformedMessage(`the message ends ${length - this.left} bytes too early`);
		}

		const start = this.#at;
		this.#at += length;
		return this.#bytes.subarray(start, this.#at);
	}

	uint8(): number {
		return this.bytes(1).readUInt8();
	}

	uint16(): number {
		return this.bytes(2).readUInt16LE();
	}

	uint32(): number {
		return this.bytes(4).readUInt32LE();
	}

	uint64(): bigint {
		return this.bytes(8).readBigUInt64LE();
	}

	/** `characters` UTF-16 code units. */
	text(characters: number): string {
		return this.bytes(characters * 2).toString('utf16le');
	}
}

export const uint8 = (value: number): Buffer => Buffer.from([value]);

export const uint16 = (value: number): Buffer => {
	const bytes = Buffer.alloc(2);
	bytes.writeUInt16LE(value);
	return bytes;
};

export const int16 = (value: number): Buffer => {
	const bytes = Buffer.alloc(2);
	bytes.writeInt16LE(value);
	return bytes;
};

export const uint32 = (value: number): Buffer => {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
};

export const int32 = (value: number): Buffer => {
	const bytes = Buffer.alloc(4);
	bytes.writeInt32LE(value);
	return bytes;
};

export const uint64 = (value: bigint): Buffer => {
	const bytes = Buffer.alloc(8);
	bytes.writeBigUInt64LE(value);
	return bytes;
};

/** An unsigned number of `size` bytes, at most six. */
export const uint = (value: number, size: number): Buffer => {
	const bytes = Buffer.alloc(size);
	bytes.writeUIntLE(value, 0, size);
	return bytes;
};

/** The same bytes, the last one first. */
export const backwards = (bytes: Uint8Array): Buffer => Buffer.from(bytes.toReversed());

export const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

/** B_VARCHAR: a count of characters in one byte, then the text, which is cut at 255. */
export const shortText = (text: string): Buffer => {
	const cut = text.slice(0, 255);
	return Buffer.concat([uint8(cut.length), utf16(cut)]);
};

/** US_VARCHAR: a count of characters in two bytes, then the text, which the caller keeps within 65,535. */
export const longText = (text: string): Buffer => Buffer.concat([uint16(text.length), utf16(text)]);
