import type {Duplex} from 'node:stream';

// MS-TDS 2.2.3.1.1: every answer of a server is of this type.
const tabularResult = 0x04;
// https://www.rfc-editor.org/rfc/rfc8446#section-5.1
const tlsAlert = 0x15;

const longest = 40;

/** What listens on the port speaks something else. */
export class OtherProtocolError extends Error {
	override readonly name = 'OtherProtocolError';
	/** It insists on TLS from the first byte. */
	readonly tls: boolean;
	/** How it began, as text. */
	readonly began: string;

	constructor(word: Buffer) {
		super('what answers does not speak TDS');
		this.tls = word[0] === tlsAlert;
		this.began = word.toString('latin1', 0, longest);
	}
}

/** Breaks the stream off when the first that comes is nothing that SQL Server says: the driver would wait for the rest of it for ever. */
export const expectTds = (stream: Duplex): void => {
	stream.once('data', (word: Buffer) => {
		if (word[0] !== tabularResult) stream.destroy(new OtherProtocolError(word));
	});
};
