import {truncate, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {bytesIn, readPiece} from '../../../../source/engine/logs/files/read-piece.ts';
import {openLocal} from '../../../../source/engine/host/local.ts';
import {bytesOf, never, practice, temporaryDirectory} from '../../ssh/practice.ts';
import {gzip, pieceOf} from './support.ts';

const numbers = Buffer.from(Array.from({length: 200_000}, (_, index) => `${index}\n`).join(''));

test('a piece is read by ranges of what it holds, compressed or not, here and over SSH', async () => {
	await using server = await practice();
	const plain = join(server.root, 'a.log');
	const compressed = join(server.root, "it's b.log.1");
	await writeFile(plain, numbers);
	await writeFile(compressed, numbers);
	await gzip(compressed);
	const {length} = numbers;
	for (const connection of [openLocal(), await server.dial()]) {
		for (const path of [plain, `${compressed}.gz`]) {
			const piece = await pieceOf(path);
			expect(await bytesIn(connection, piece, never)).toBe(length);
			for (const [start, end] of [
				[0],
				[0, 0],
				[0, 7],
				[1000, 70_000],
				[length - 3, length + 9],
				[length],
				[length + 9],
			]) {
				const bytes = await bytesOf(
					readPiece(connection, piece, {start: start ?? 0, ...(end !== undefined && {end})}, never),
				);
				expect(bytes.equals(numbers.subarray(start, end))).toBe(true);
			}
		}
	}
});

test('a compressed piece that is not whole or not there is explained', async () => {
	await using directory = await temporaryDirectory();
	const path = join(directory.path, 'a.log.1');
	await writeFile(path, numbers);
	await gzip(path);
	const piece = await pieceOf(`${path}.gz`);
	await truncate(piece.path, 10_000);
	const read = async (at: string) => bytesOf(readPiece(openLocal(), {...piece, path: at}, {start: 0}, never));
	await expect(read(piece.path)).rejects.toMatchObject({problem: {why: '`gzip` cannot decompress it to its end'}});
	await expect(read(`${path}.2.gz`)).rejects.toMatchObject({problem: {why: 'it does not exist'}});
	await expect(bytesIn(openLocal(), piece, never)).rejects.toMatchObject({
		problem: {next: `look at it with \`gzip -t ${piece.path}\` there`},
	});
});
