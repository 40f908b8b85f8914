import {describe, expect, test} from 'vitest';
import {createLineReader, textOf, type RawLine} from '../../../source/parse/lines/lines.ts';

type Read = {readonly text: string; readonly position: number; readonly head?: string};

const read = (
	chunks: readonly Uint8Array[],
	options: {limit?: number; position?: number; stamp?: number} = {},
): readonly Read[] => {
	const lines: Read[] = [];
	const reader = createLineReader(
		(line: RawLine) =>
			lines.push({
				text: textOf(line),
				position: line.position,
				...(line.head !== undefined && {head: line.head.toString()}),
			}),
		options,
	);
	for (const chunk of chunks) reader.push(chunk);
	reader.end();
	return lines;
};

const texts = (text: string | Buffer, options = {}): readonly string[] =>
	read([Buffer.from(text)], options).map(line => line.text);

/** Small and repeatable: a test that fails once must fail again. */
const randomNumbers = (seed: number) => (below: number) => {
	seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
	return Math.floor((seed / 2 ** 32) * below);
};

const cutAnywhere = (bytes: Buffer, random: (below: number) => number): readonly Buffer[] => {
	const chunks: Buffer[] = [];
	for (let from = 0; from < bytes.length;) {
		const to = from + random(random(4) === 0 ? 40 : 4);
		chunks.push(bytes.subarray(from, to));
		from = to;
	}
	return chunks;
};

describe('a stream of bytes becomes lines', () => {
	test('each line knows the byte it starts at', () => {
		expect(read([Buffer.from('first\nåäö\n\nlast')])).toEqual([
			{text: 'first', position: 0},
			{text: 'åäö', position: 6},
			{text: '', position: 13},
			{text: 'last', position: 14},
		]);
	});

	test('positions count from where the reading began', () => {
		expect(read([Buffer.from('a\nb')], {position: 1000}).map(line => line.position)).toEqual([1000, 1002]);
	});

	test('Windows line ends are line ends, also when cut between their two bytes', () => {
		expect(read([Buffer.from('one\r'), Buffer.from('\ntwo\r\n')])).toEqual([
			{text: 'one', position: 0},
			{text: 'two', position: 5},
		]);
	});

	test('of a progress bar what it looked like last is kept', () => {
		expect(texts(' 10%\r 50%\r100%\ndone\n')).toEqual(['100%', 'done']);
		expect(texts(' 10%\r 50%\r\n')).toEqual([' 50%']);
	});

	test('what a progress bar wrote first is kept beside it, since it may say when', () => {
		const lines = '2026-11-20 06:00:44 INFO  10%\r 50%\r100%\ndone\n';
		expect(read([Buffer.from(lines)])).toEqual([
			{text: '100%', position: 0, head: '2026-11-20 06:00:44 INFO  10%'},
			{text: 'done', position: 40},
		]);
		expect(read([Buffer.from('a\r\r\n\rb\r\n')])).toEqual([
			{text: 'a', position: 0},
			{text: 'b', position: 4, head: ''},
		]);
		expect(read([Buffer.from(`06:00 ${'x'.repeat(500)}\ry\n`)], {stamp: 6})).toEqual([
			{text: '06:00 y', position: 0, head: `06:00 ${'x'.repeat(122)}`},
		]);
	});

	test('a stamp that was put before a progress bar stays', () => {
		expect(texts('06:00  10%\r 50%\r100%\r\n06:01 done\n', {stamp: 6})).toEqual(['06:00 100%', '06:01 done']);
	});

	test('a line longer than the limit says how much more there was', () => {
		const long = `${'x'.repeat(10 * 1024 * 1024)}\nnext\n`;
		const [first, second] = texts(long);
		expect(first).toBe(`${'x'.repeat(64 * 1024)}… 9.9 MiB more`);
		expect(second).toBe('next');
	});

	test('a long line is never cut inside a character', () => {
		expect(texts('åååå\n', {limit: 5})).toEqual(['åå… 4 B more']);
		expect(texts('a😀😀\n', {limit: 7})).toEqual(['a😀… 4 B more']);
		expect(texts('åååå\n', {limit: 4})).toEqual(['åå… 4 B more']);
	});

	test('what is not UTF-8 is shown as such and harms no other line', () => {
		expect(texts(Buffer.from([0x61, 0xff, 0x62, 0x0a, 0x63, 0x0a]))).toEqual(['a\u{FFFD}b', 'c']);
	});

	test('a line that has begun can be looked at without ending it', () => {
		const lines: string[] = [];
		const reader = createLineReader(line => lines.push(textOf(line)));
		reader.push(Buffer.from('done\nERROR half'));
		const unfinished = reader.unfinished();
		expect(unfinished && textOf(unfinished)).toBe('ERROR half');
		reader.push(Buffer.from(' a line\n'));
		expect(lines).toEqual(['done', 'ERROR half a line']);
		expect(reader.unfinished()).toBeUndefined();
		expect(reader.position).toBe(23);
	});

	test('where the bytes are cut makes no difference', () => {
		const pieces = ['a', 'åäö', '😀', '\n', '\r', '\r\n', '\n\n', 'ERROR', ' '].map(piece => Buffer.from(piece));
		pieces.push(Buffer.from([0xff]), Buffer.from([0xc3]), Buffer.from([0xf0, 0x9f]), Buffer.from('long '.repeat(9)));
		for (let seed = 1; seed <= 300; seed += 1) {
			const random = randomNumbers(seed);
			const bytes = Buffer.concat(
				Array.from({length: 60}, () => pieces[random(pieces.length)]).filter(piece => piece !== undefined),
			);
			const whole = read([bytes], {limit: 24});
			expect(read(cutAnywhere(bytes, random), {limit: 24}), `seed ${seed}`).toEqual(whole);
			const stamped = {limit: 24, stamp: 3};
			expect(read(cutAnywhere(bytes, random), stamped), `seed ${seed}`).toEqual(read([bytes], stamped));
			const byLine = bytes.toString('latin1').split('\n');
			expect(whole.length).toBe(byLine.at(-1) === '' ? byLine.length - 1 : byLine.length);
		}
	});
});
