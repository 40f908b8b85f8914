import type {Writable} from 'node:stream';
import {Duplex} from 'node:stream';
import {createSecureContext, TLSSocket} from 'node:tls';
import {MalformedMessage} from './bytes.ts';
import type {Certificate} from '../login/certificate.ts';
import {messageTypes, takePacket} from './packets.ts';

/** What TLS asks of the connection it lives in. */
type Around = {
	/** Bytes to the client; `sent` is called when there is room for more. */
	send(bytes: Buffer, sent: () => void): void;
	/** Deciphered bytes from the client. */
	received(bytes: Buffer): void;
	/** TLS has ended in good order. */
	ended(): void;
	failed(): void;
	/** Puts one flight of the handshake into packets of a PRELOGIN message. Not there where TLS lies around all of TDS. */
	readonly wrap?: (flight: Buffer) => Buffer;
	/** The client begins the handshake. True when it must not be answered. */
	began(): boolean;
};

export type Tls = {
	/** Bytes from the client. @throws {MalformedMessage} */
	receive(bytes: Buffer): void;
	/** What is said inside of TLS. */
	readonly stream: Writable;
	/** Stops without a word to the client. */
	abandon(): void;
};

/** A record of the TLS handshake, RFC 8446 5.1: by its first byte strict clients are told from those that begin with TDS. */
const handshakeRecord = 0x16;
const protocol = 'tds/8.0';

/**
 * The server's half of TLS, in one of two ways.
 *
 * TDS 7 has TLS inside, which is what `wrap` is for: the records of the handshake travel in PRELOGIN packets, those after it
 * bare. The change is seen by the client's first byte that starts no PRELOGIN packet. The event that a handshake is done would
 * come too early: the server's last flight is written after it. TLS is 1.2, because the tickets of 1.3 follow the handshake
 * without being asked for.
 *
 * TDS 8, which clients call strict, is TLS 1.2 or 1.3 from the first byte, and the two name it to each other by ALPN.
 */
export const startTls = (certificate: Certificate, around: Around): Tls => {
	const strict = around.wrap === undefined;
	let wrapped = !strict;
	let silent: boolean | undefined;
	let abandoned = false;
	let unread: Buffer = Buffer.alloc(0);

	const send = (bytes: Buffer, sent: () => void): void => {
		if (abandoned) {
			sent();
		} else {
			around.send(wrapped && around.wrap ? around.wrap(bytes) : bytes, sent);
		}
	};

	const records = new Duplex({
		read() {},
		write(chunk: Buffer, _encoding, done) {
			send(chunk, done);
		},
		// A flight must be one message: clients read one answer for each they send.
		writev(chunks, done) {
			send(Buffer.concat(chunks.map(({chunk}: {chunk: Buffer}) => chunk)), done);
		},
		final(done) {
			if (!abandoned) {
				around.ended();
			}

			done();
		},
	});
	const secured = new TLSSocket(records, {
		isServer: true,
		...(strict && {ALPNProtocols: [protocol]}),
		secureContext: createSecureContext({
			key: certificate.key,
			cert: certificate.pem,
			minVersion: 'TLSv1.2',
			maxVersion: strict ? 'TLSv1.3' : 'TLSv1.2',
		}),
	});
	secured.on('secure', () => {
		if (strict && secured.alpnProtocol !== protocol) {
			around.failed();
		}
	});
	secured.on('data', (bytes: Buffer) => around.received(bytes));
	secured.on('error', () => !abandoned && around.failed());
	records.on('error', () => {});

	const unwrap = (): void => {
		while (wrapped && unread.length > 0) {
			if (unread[0] !== messageTypes.prelogin) {
				wrapped = false;
				return;
			}

			const {packet, rest} = takePacket(unread);
			if (!packet) {
				return;
			}

			unread = rest;
			records.push(packet.payload);
		}
	};

	return {
		receive(bytes) {
			if (strict && silent === undefined && bytes[0] !== handshakeRecord) {
				throw new MalformedMessage('a client that does not begin with TLS');
			}

			silent ??= around.began();
			if (silent) {
				return;
			}

			unread = Buffer.concat([unread, bytes]);
			unwrap();
			if (!wrapped && unread.length > 0) {
				if (!strict && !secured.getProtocol()) {
					throw new MalformedMessage('bare records before the handshake was done');
				}

				records.push(unread);
				unread = Buffer.alloc(0);
			}
		},
		stream: secured,
		abandon() {
			abandoned = true;
			secured.destroy();
			records.destroy();
		},
	};
};
