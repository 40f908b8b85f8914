import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {array, assert, asyncProperty, boolean, integer, nat, oneof, record} from 'fast-check';
import {disorder, findTime} from '../../../../source/engine/logs/files/find-time.ts';
import {openLocal} from '../../../../source/engine/host/local.ts';
import {never, temporaryDirectory} from '../../ssh/practice.ts';
import {counted, gzip, pieceOf} from './support.ts';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

beforeEach(async () => {
	directory = await temporaryDirectory();
});

afterEach(async () => {
	await directory[Symbol.asyncDispose]();
});

const zone = {kind: 'offset', minutes: 60} as const;
const start = Date.UTC(2026, 10, 20);
const stamp = (at: number): string =>
	new Date(at + 3_600_000).toISOString().replace('T', ' ').replace('.', ',').replace('Z', '');
const minutes = (count: number): number => count * 60_000;

let count = 0;

const file = async (text: string | Buffer, {compressed = false} = {}) => {
	const path = join(directory.path, `a.log.${count}`);
	count += 1;
	await writeFile(path, text);
	if (!compressed) return pieceOf(path);
	await gzip(path);
	return pieceOf(`${path}.gz`);
};

/** Where a time is found in a log, and what was read for it. */
const find = async (piece: Awaited<ReturnType<typeof file>>, time: number, slack = 0) => {
	const connection = counted(openLocal());
	const position = await findTime(connection, piece, new Date(time), {zone, slack}, never);
	return {position, reads: connection.reads.length, bytes: connection.bytes()};
};

/** A line a minute, so many bytes each. */
const regular = (lines: number, size: number): string =>
	Array.from({length: lines}, (_, index) => `${stamp(start + minutes(index))} `.padEnd(size - 1, 'x')).join('\n') +
	'\n';

describe('the place of a time', () => {
	test('is found in a large file with few reads', async () => {
		const piece = await file(regular(200_000, 100));
		for (const line of [0, 1, 77_777, 199_999]) {
			const {position, reads, bytes} = await find(piece, start + minutes(line) - 1);
			expect(position).toBe(line * 100);
			expect(reads).toBeLessThan(15);
			expect(bytes).toBeLessThan(2_000_000);
		}
		expect((await find(piece, start + minutes(200_000))).position).toBe(20_000_000);
	});

	test('is found in a compressed file', async () => {
		const piece = await file(regular(20_000, 100), {compressed: true});
		for (const line of [0, 1, 7_777, 19_999, 20_000])
			expect((await find(piece, start + minutes(line))).position).toBe(line * 100);
	});

	test('is aimed at two hours earlier, for clocks that go back', async () => {
		const piece = await file(regular(10_000, 100));
		expect((await find(piece, start + minutes(5000), disorder)).position).toBe((5000 - 120) * 100);
	});

	test('is not missed for tracebacks of thousands of lines', async () => {
		const traceback = '  File "/app/train.py", line 1, in recurse\n'.repeat(8000);
		const lines = Array.from({length: 60}, (_, index) => `${stamp(start + minutes(index))} ERROR\n${traceback}`);
		const piece = await file(lines.join(''));
		const each = Buffer.byteLength(lines[0] ?? '');
		for (const line of [1, 30, 59]) expect((await find(piece, start + minutes(line))).position).toBe(line * each);
	});

	test('is not missed for a line of megabytes', async () => {
		const huge = `${'y'.repeat(5_000_000)}\n`;
		const piece = await file(regular(3000, 100) + huge + regular(6000, 100).slice(300_000));
		for (const line of [2999, 3000, 4500])
			expect((await find(piece, start + minutes(line))).position).toBe(line * 100 + (line < 3000 ? 0 : huge.length));
	});

	test('is unknown where no line says a time', async () => {
		for (const compressed of [false, true]) {
			const piece = await file('no time at all\n'.repeat(500_000), {compressed});
			const {position, bytes} = await find(piece, start);
			expect(position).toBeUndefined();
			expect(bytes).toBeLessThan(1_500_000);
		}
		expect((await find(await file(''), start)).position).toBeUndefined();
	});

	test('is never behind a line of that time, whatever stands between', async () => {
		const entry = record({
			pause: integer({min: 0, max: 600}),
			timed: boolean(),
			length: oneof({weight: 9, arbitrary: integer({min: 0, max: 500})}, integer({min: 0, max: 200_000})),
		});
		await assert(
			asyncProperty(
				array(entry, {maxLength: 400}),
				nat({max: 100_000}),
				boolean(),
				async (entries, seconds, compressed) => {
					let at = start;
					const lines = entries.map(({pause, timed, length}) => {
						at += pause * 1000;
						return {at: timed ? at : undefined, text: `${timed ? `${stamp(at)} ` : ''}${'z'.repeat(length)}\n`};
					});
					const piece = await file(lines.map(({text}) => text).join(''), {compressed});
					const wanted = start + seconds * 1000;
					const index = lines.findIndex(line => line.at !== undefined && line.at >= wanted);
					const sizes = lines.map(({text}) => text.length);
					const expected = sizes.slice(0, index === -1 ? undefined : index).reduce((sum, size) => sum + size, 0);
					const {position} = await find(piece, wanted);
					const isTimed = lines.some(line => line.at !== undefined);
					const isOlder = lines.some(line => line.at !== undefined && line.at < wanted);
					expect(position).toBe(isTimed ? (isOlder ? expected : 0) : undefined);
				},
			),
			{numRuns: 60},
		);
	});
});
