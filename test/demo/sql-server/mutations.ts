/** A whole number from 0, below the one given. */
export type Random = (below: number) => number;

/** The same numbers for the same seed (mulberry32). */
export const randomFrom = (seed: number): Random => {
	let state = seed;
	return below => {
		state = (state + 0x6d_2b_79_f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
	};
};

const noise = (length: number, random: Random): Buffer => Buffer.from(Array.from({length}, () => random(256)));

const headerSize = 8;

/** Of the packet's header or of its body alone, so that the message is still taken for one. */
const somewhere = (message: Buffer, random: Random, from: number): number =>
	from + random(Math.max(1, message.length - from));

const changed = (message: Buffer, random: Random, from: number, values: readonly number[]): Buffer => {
	const copy = Buffer.from(message);
	for (let count = 1 + random(4); count > 0; count--) {
		copy[somewhere(copy, random, from)] = values[random(values.length)] ?? 0;
	}

	return copy;
};

const everyByte = Array.from({length: 256}, (_, byte) => byte);

/** What may become of a message on its way from a client that is broken, or is none. */
export const mutations: ReadonlyArray<(message: Buffer, random: Random) => Buffer> = [
	(message, random) => changed(message, random, 0, everyByte),
	(message, random) => changed(message, random, headerSize, [0, 1, 0x7f, 0xff]),
	(message, random) => message.subarray(0, random(message.length)),
	// Shorter than it was, with a header that says so.
	(message, random) => {
		const cut = Buffer.from(message.subarray(0, somewhere(message, random, headerSize)));
		if (cut.length >= headerSize) {
			cut.writeUInt16BE(cut.length, 2);
		}

		return cut;
	},
	// A length, of whatever is there, that is huge.
	(message, random) => {
		const copy = Buffer.from(message);
		const at = random(Math.max(1, copy.length - 4));
		const huge = [0xff_ff_ff_ff, 0x7f_ff_ff_ff, 0x80_00_00_00, 0xff_ff][random(4)] ?? 0;
		if (copy.length >= at + 4) {
			copy.writeUInt32LE(huge, at);
		}

		return copy;
	},
	(message, random) => {
		const at = random(message.length);
		return Buffer.concat([message.subarray(0, at), noise(1 + random(20), random), message.subarray(at)]);
	},
	message => Buffer.concat([message, message]),
	// As a message of another kind.
	(message, random) => Buffer.concat([Buffer.from([random(20)]), message.subarray(1)]),
	// As the begin of a message that never ends.
	message => {
		const copy = Buffer.from(message);
		copy[1] = 0;
		return Buffer.concat([copy, copy, copy]);
	},
	(_, random) => noise(1 + random(200), random),
	() => Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'),
];
