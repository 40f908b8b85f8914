import {Duplex} from 'node:stream';
import type {ClientChannel} from 'ssh2';

/**
 * A channel as a proper stream. ssh2's own cannot be destroyed with an error, reads as ended when the connection drops, leaves
 * writes unanswered on a closed channel, and stays half open after the other side has ended; this one behaves as a
 * `net.Socket` does in all four.
 */
export class ChannelStream extends Duplex {
	readonly #channel: ClientChannel;

	constructor(channel: ClientChannel) {
		super({allowHalfOpen: false});
		this.#channel = channel;
		channel.on('data', (bytes: Uint8Array) => {
			// What comes after it was destroyed is taken from the channel, which closes once it has nothing left.
			if (!this.push(bytes) && !this.destroyed) channel.pause();
		});
		channel.on('end', () => this.push(null));
		channel.on('error', (error: Error) => this.destroy(error));
		channel.on('close', () => {
			// Whoever still writes is told; whoever still reads gets what has arrived first.
			if (this.readableEnded || this.destroyed) this.destroy();
			else this.once('end', () => this.destroy());
		});
		channel.stderr.resume();
		// Whoever uses it listens; between being opened and being used nobody does, and the connection may go just then.
		this.on('error', () => {});
	}

	override _read(): void {
		this.#channel.resume();
	}

	override _write(bytes: Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
		this.#channel.write(bytes, done);
	}

	override _final(done: (error?: Error | null) => void): void {
		this.#channel.end();
		done();
	}

	override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
		this.#channel.close();
		this.#channel.resume(); // Its own close event waits until all that has arrived is taken.
		done(error);
	}
}
