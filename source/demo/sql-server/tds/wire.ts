import {once} from 'node:events';
import type {Socket} from 'node:net';
import type {Writable} from 'node:stream';
import {setImmediate} from 'node:timers/promises';
import {MalformedMessage} from './bytes.ts';
import type {Certificate} from '../login/certificate.ts';
import type {Fault} from '../faults.ts';
import type {Message} from './packets.ts';
import {MessageJoiner, messageTypes, PacketCutter} from './packets.ts';
import type {Tls} from './tls.ts';
import {startTls} from './tls.ts';

/** The other side is gone, or the server stops. */
export class ConnectionEnded extends Error {
	override readonly name = 'ConnectionEnded';
}

// A client sends a request and waits; the most it may have under way are a request and its cancellation.
const mostUnread = 8;

/** One client's connection as whole messages, in plain text or inside TLS. It never throws by itself: reading does. */
export class Wire {
	readonly #socket: Socket;
	readonly #joiner = new MessageJoiner();
	readonly #cutter = new PacketCutter();
	readonly #unread: Message[] = [];
	readonly #ended = new AbortController();
	#reader: PromiseWithResolvers<Message> | undefined;
	#tls: Tls | undefined;

	constructor(socket: Socket) {
		this.#socket = socket;
		socket.setNoDelay(true);
		socket.on('data', bytes => this.#receive(bytes));
		// What an error means here is that the connection is over, and that is what `close` tells.
		socket.on('error', () => {});
		socket.on('close', () => this.#end());
	}

	/** Aborts when nothing more can be read or written. */
	get ended(): AbortSignal {
		return this.#ended.signal;
	}

	/** Bytes of a packet, agreed on in the login. */
	set packetSize(size: number) {
		this.#cutter.packetSize = size;
	}

	get packetSize(): number {
		return this.#cutter.packetSize;
	}

	/**
	 * The next message. One reader at a time.
	 *
	 * @throws {ConnectionEnded}
	 */
	async read(): Promise<Message> {
		const message = this.#unread.shift();
		if (message) {
			return message;
		}

		this.ended.throwIfAborted();
		this.#reader = Promise.withResolvers<Message>();
		return this.#reader.promise;
	}

	/** Sends a message, or with `last: false` a part of one. */
	send(payload: Buffer, last = true): void {
		const bytes = this.#cutter.cut(messageTypes.answer, payload, last);
		if (this.#socket.writable) {
			this.#stream.write(bytes);
		}
	}

	/** Resolves when the client has taken enough of what was sent for more to be sent. @throws {ConnectionEnded} */
	async drained(): Promise<void> {
		// Whoever has much to say lets the client be heard in between.
		await setImmediate();
		this.ended.throwIfAborted();
		if (this.#stream.writableNeedDrain) {
			await once(this.#stream, 'drain', {signal: this.ended});
		}
	}

	/**
	 * From now on both sides speak TLS, its handshake inside of PRELOGIN packets, or around everything as `strict` has it.
	 * `fault` strikes when the client begins it.
	 */
	startTls(certificate: Certificate, fault: () => Fault | undefined, way: 'inside' | 'strict' = 'inside'): void {
		this.#tls = startTls(certificate, {
			send: (bytes, sent) => void this.#socket.write(bytes, () => sent()),
			received: bytes => this.#join(bytes),
			ended: () => this.#socket.end(),
			failed: () => this.#socket.destroy(),
			...(way === 'inside' && {wrap: bytes => new PacketCutter().cut(messageTypes.prelogin, bytes)}),
			began: () => this.strike(fault()),
		});
	}

	/** From now on both sides speak plain text again. */
	stopTls(): void {
		this.#tls?.abandon();
		this.#tls = undefined;
	}

	/** Plays a fault. Whether there was one. */
	strike(fault: Fault | undefined): boolean {
		switch (fault) {
			case undefined:
				return false;
			case 'hang':
				return true;
			case 'close':
				this.close();
				return true;
			case 'reset':
				this.#socket.resetAndDestroy();
				return true;
		}
	}

	/** Ends the connection after what was sent. */
	close(): void {
		this.#stream.end();
	}

	destroy(): void {
		this.#socket.destroy();
	}

	get #stream(): Writable {
		return this.#tls?.stream ?? this.#socket;
	}

	#receive(bytes: Buffer): void {
		try {
			if (this.#tls) {
				this.#tls.receive(bytes);
			} else {
				this.#join(bytes);
			}
		} catch {
			this.destroy();
		}
	}

	#join(bytes: Buffer): void {
		try {
			for (const message of this.#joiner.add(bytes)) {
				this.#deliver(message);
			}
		} catch {
			this.destroy();
		}
	}

	#deliver(message: Message): void {
		const reader = this.#reader;
		this.#reader = undefined;
		if (reader) {
			reader.resolve(message);
		} else if (this.#unread.push(message) > mostUnread) {
			throw new MalformedMessage('the client does not wait for its answers');
		}
	}

	#end(): void {
		const ended = new ConnectionEnded('the connection is over');
		this.#tls?.abandon();
		this.#ended.abort(ended);
		this.#reader?.reject(ended);
	}
}
