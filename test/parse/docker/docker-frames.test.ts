import {expect, test} from 'vitest';
import {framesStart, unframe, type Frame} from '../../../source/parse/docker/docker-frames.ts';

/** Pseudo-random numbers below 1, the same ones for the same seed. https://en.wikipedia.org/wiki/Linear_congruential_generator */
const randomFrom = (seed: number) => {
	let state = seed;
	return (): number => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
};

const frame = (stream: number, body: Uint8Array): Buffer => {
	const header = Buffer.alloc(8);
	header.writeUInt8(stream, 0);
	header.writeUInt32BE(body.length, 4);
	return Buffer.concat([header, body]);
};

/** What came of each stream, and in which order the streams took turns. */
const read = (chunks: readonly Uint8Array[]) => {
	let state = framesStart;
	const frames: Frame[] = [];
	for (const chunk of chunks) {
		const taken = unframe(state, chunk);
		state = taken.state;
		frames.push(...taken.frames);
	}

	const turns: {from: string; hex: string}[] = [];
	for (const {from, bytes} of frames) {
		const hex = Buffer.from(bytes).toString('hex');
		const last = turns.at(-1);
		if (last?.from === from) last.hex += hex;
		else turns.push({from, hex});
	}

	return {turns, state};
};

test('the same comes out wherever the stream is cut', () => {
	for (let seed = 1; seed <= 200; seed++) {
		const random = randomFrom(seed);
		const below = (limit: number) => Math.floor(random() * limit);
		const stream = Buffer.concat(
			Array.from({length: 1 + below(8)}, () =>
				frame(below(4), Buffer.from(Array.from({length: below(40)}, () => below(256)))),
			),
		);
		const cuts = Array.from({length: below(20)}, () => below(stream.length)).toSorted((one, other) => one - other);
		const chunks = [0, ...cuts].map((start, index) => stream.subarray(start, cuts[index] ?? stream.length));
		expect(read(chunks)).toEqual(read([stream]));
	}
});

test('each frame goes to the stream its header names', () => {
	const {turns} = read([frame(1, Buffer.from('out')), frame(2, Buffer.from('err')), frame(3, Buffer.from('docker'))]);
	expect(turns.map(({from, hex}) => [from, Buffer.from(hex, 'hex').toString()])).toEqual([
		['stdout', 'out'],
		['stderr', 'errdocker'],
	]);
});

test('a frame that claims four gigabytes is handed on as it comes and not kept', () => {
	const header = Buffer.from([1, 0, 0, 0, 255, 255, 255, 255]);
	const {state} = unframe(framesStart, header);
	const body = Buffer.alloc(1000);
	const taken = unframe(state, body);
	expect(taken.frames.map(({bytes}) => bytes.length)).toEqual([1000]);
	expect(taken.state).toEqual({header: framesStart.header, from: 'stdout', left: 0xff_ff_ff_ff - 1000});
});

test('bytes that are no frames are a problem', () => {
	expect(() => unframe(framesStart, Buffer.from('plain text\n'))).toThrow('is not in the frames it sends');
});
