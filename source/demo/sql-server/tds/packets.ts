import {MalformedMessage} from './bytes.ts';

// MS-TDS 2.2.3.1.1 and 2.2.3.1.2.
export const messageTypes = {
	batch: 0x01,
	procedureCall: 0x03,
	answer: 0x04,
	attention: 0x06,
	bulkLoad: 0x07,
	federatedToken: 0x08,
	transaction: 0x0e,
	login: 0x10,
	sspi: 0x11,
	prelogin: 0x12,
} as const;

const knownTypes: ReadonlySet<number> = new Set(Object.values(messageTypes));

const endOfMessage = 0x01;
const ignoreMessage = 0x02;
const resetConnection = 0x08 | 0x10;

export const headerSize = 8;
/** Bytes of one message, as a client sends it. Real clients of a practice server stay far below. */
export const largestMessage = 4 * 1024 * 1024;

export type Message = {
	readonly type: number;
	readonly payload: Buffer;
	/** The client asks for a session as new before this request: the driver's pool does so when it lends a connection again. */
	readonly reset: boolean;
};

export type Packet = {readonly type: number; readonly status: number; readonly payload: Buffer};

/**
 * Takes the first packet off `bytes`, which may hold none yet, or several. Another protocol is seen by its first byte, so that
 * it is not waited for.
 *
 * @throws {MalformedMessage} when the header cannot be one.
 */
export const takePacket = (bytes: Buffer): {packet: Packet | undefined; rest: Buffer} => {
	const type = bytes[0];
	if (type !== undefined && !knownTypes.has(type)) {
		throw new MalformedMessage(`there are no messages of type ${type}`);
	}

	if (type === undefined || bytes.length < headerSize) {
		return {packet: undefined, rest: bytes};
	}

	const length = bytes.readUInt16BE(2);
	if (length < headerSize) {
		throw new MalformedMessage(`a packet says it is ${length} bytes long`);
	}

	if (bytes.length < length) {
		return {packet: undefined, rest: bytes};
	}

	return {
		packet: {type, status: bytes.readUInt8(1), payload: bytes.subarray(headerSize, length)},
		rest: bytes.subarray(length),
	};
};

/** Joins a client's packets to messages. One per direction and connection. */
export class MessageJoiner {
	#unread: Buffer = Buffer.alloc(0);
	#parts: Buffer[] = [];
	#size = 0;
	#type: number | undefined;
	#reset = false;

	/**
	 * The messages that `bytes` completes.
	 *
	 * @throws {MalformedMessage} for what cannot be TDS, and for a message above `largestMessage`.
	 */
	*add(bytes: Buffer): Generator<Message> {
		this.#unread = this.#unread.length === 0 ? bytes : Buffer.concat([this.#unread, bytes]);
		for (;;) {
			const {packet, rest} = takePacket(this.#unread);
			this.#unread = rest;
			if (!packet) {
				return;
			}

			const message = this.#join(packet);
			if (message) {
				yield message;
			}
		}
	}

	#join({type, status, payload}: Packet): Message | undefined {
		if (this.#type === undefined) {
			this.#type = type;
			this.#reset = (status & resetConnection) !== 0;
		} else if (this.#type !== type) {
			throw new MalformedMessage(`a packet of type ${type} in the middle of a message of type ${this.#type}`);
		}

		this.#size += payload.length;
		if (this.#size > largestMessage) {
			throw new MalformedMessage(`a message above ${largestMessage} bytes`);
		}

		this.#parts.push(payload);
		if ((status & endOfMessage) === 0) {
			return undefined;
		}

		const message = {type, payload: Buffer.concat(this.#parts), reset: this.#reset};
		this.#parts = [];
		this.#size = 0;
		this.#type = undefined;
		return (status & ignoreMessage) === 0 ? message : undefined;
	}
}

/** Cuts messages into packets. A message may be sent in several goes; all but the last have `last: false`. */
export class PacketCutter {
	/** Bytes with the header; 4096 until the login agreed on another. */
	packetSize = 4096;
	#number = 1;

	cut(type: number, payload: Buffer, last = true): Buffer {
		const room = this.packetSize - headerSize;
		const packets: Buffer[] = [];
		for (let start = 0; start === 0 || start < payload.length; start += room) {
			const part = payload.subarray(start, start + room);
			const ends = last && start + room >= payload.length;
			const header = Buffer.alloc(headerSize);
			header.writeUInt8(type, 0);
			header.writeUInt8(ends ? endOfMessage : 0, 1);
			header.writeUInt16BE(headerSize + part.length, 2);
			header.writeUInt8(this.#number, 6);
			this.#number = ends ? 1 : (this.#number + 1) % 256;
			packets.push(header, part);
		}

		return Buffer.concat(packets);
	}
}
