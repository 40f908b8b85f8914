// RFC 1320. OpenSSL 3 has it no more, and Windows still hashes passwords with it.
const rounds: ReadonlyArray<{
	readonly constant: number;
	readonly shifts: readonly number[];
	/** The order in which the 16 words of a block are taken. */
	readonly order: readonly number[];
	mix(x: number, y: number, z: number): number;
}> = [
	{
		constant: 0,
		shifts: [3, 7, 11, 19],
		order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
		mix: (x, y, z) => (x & y) | (~x & z),
	},
	{
		constant: 0x5a_82_79_99,
		shifts: [3, 5, 9, 13],
		order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
		mix: (x, y, z) => (x & y) | (x & z) | (y & z),
	},
	{
		constant: 0x6e_d9_eb_a1,
		shifts: [3, 9, 11, 15],
		order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
		mix: (x, y, z) => x ^ y ^ z,
	},
];

const blockSize = 64;
const start = [0x67_45_23_01, 0xef_cd_ab_89, 0x98_ba_dc_fe, 0x10_32_54_76] as const;

const turned = (value: number, by: number): number => (value << by) | (value >>> (32 - by));

/** The bytes, a one bit, zeros, and their length in bits as the last eight bytes of a block. */
const padded = (bytes: Uint8Array): Buffer => {
	const blocks = Math.ceil((bytes.length + 9) / blockSize);
	const whole = Buffer.alloc(blocks * blockSize);
	whole.set(bytes);
	whole.writeUInt8(0x80, bytes.length);
	whole.writeBigUInt64LE(BigInt(bytes.length) * 8n, whole.length - 8);
	return whole;
};

/** The MD4 digest, 16 bytes. */
export const md4 = (bytes: Uint8Array): Buffer => {
	const whole = padded(bytes);
	let state: readonly [number, number, number, number] = start;
	for (let at = 0; at < whole.length; at += blockSize) {
		let [a, b, c, d] = state;
		for (const {constant, shifts, order, mix} of rounds) {
			for (const [step, word] of order.entries()) {
				const sum = (a + mix(b, c, d) + whole.readUInt32LE(at + word * 4) + constant) | 0;
				[a, b, c, d] = [d, turned(sum, shifts[step % 4] ?? 0), b, c];
			}
		}

		const [e, f, g, h] = state;
		state = [(a + e) | 0, (b + f) | 0, (c + g) | 0, (d + h) | 0];
	}

	const digest = Buffer.alloc(16);
	for (const [index, value] of state.entries()) {
		digest.writeInt32LE(value | 0, index * 4);
	}

	return digest;
};
