import {Duplex} from 'node:stream';
import {createSecureContext, TLSSocket} from 'node:tls';
import {MalformedMessage} from './bytes.ts';
import type {Certificate} from '../login/certificate.ts';
import {messageTypes, takePacket} from './packets.ts';

/** What TLS asks of the connection it lives in. */
type Around = {
	/** Bytes to the client. */
	send(bytes: Buffer): void;
	/** Deciphered bytes from the client. */
	received(bytes: Buffer): void;
	/** TLS has ended in good order. */
	ended(): void;
	failed(): void;
	/** Puts one flight of the handshake into packets of a PRELOGIN message. */
	wrap(flight: Buffer): Buffer;
	/** The client begins the handshake. True when it must not be answered. */
	began(): boolean;
};

export type TlsInside = {
	/** Bytes from the client. @throws {MalformedMessage} */
	receive(bytes: Buffer): void;
	write(bytes: Buffer): void;
	end(): void;
	/** Stops without a word to the client. */
	abandon(): void;
};

/**
 * The server's half of TLS as TDS 7 has it: the records of the handshake travel in PRELOGIN packets, those after it bare.
 *
 * The change is seen by the client's first byte that starts no PRELOGIN packet. The event that a handshake is done would come
 * too early: the server's last flight is written after it. TLS is 1.2, because the tickets of 1.3 follow the handshake
 * without being asked for.
 */
export const startTlsInside = (certificate: Certificate, around: Around): TlsInside => {
	let wrapped = true;
	let silent: boolean | undefined;
	let abandoned = false;
	let unread: Buffer = Buffer.alloc(0);

	const send = (bytes: Buffer): void => {
		if (!abandoned) {
			around.send(wrapped ? around.wrap(bytes) : bytes);
		}
	};

	const records = new Duplex({
		read() {},
		write(chunk: Buffer, _encoding, done) {
			send(chunk);
			done();
		},
		// A flight must be one message: clients read one answer for each they send.
		writev(chunks, done) {
			send(Buffer.concat(chunks.map(({chunk}: {chunk: Buffer}) => chunk)));
			done();
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
		secureContext: createSecureContext({
			key: certificate.key,
			cert: certificate.pem,
			minVersion: 'TLSv1.2',
			maxVersion: 'TLSv1.2',
		}),
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
			silent ??= around.began();
			if (silent) {
				return;
			}

			unread = Buffer.concat([unread, bytes]);
			unwrap();
			if (!wrapped && unread.length > 0) {
				if (!secured.getProtocol()) {
					throw new MalformedMessage('bare records before the handshake was done');
				}

				records.push(unread);
				unread = Buffer.alloc(0);
			}
		},
		write: bytes => void secured.write(bytes),
		end: () => void secured.end(),
		abandon() {
			abandoned = true;
			secured.destroy();
			records.destroy();
		},
	};
};
