import {appendFile, mkdir, rename, rm, truncate, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {array, assert, asyncProperty, boolean, integer, oneof, record} from 'fast-check';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {LogRow} from '../../../../source/domain/log.ts';
import type {Edge, LogWindow} from '../../../../source/engine/log.ts';
import type {createFileLog} from '../../../../source/engine/logs/files/file-log.ts';
import {never, practice, temporaryDirectory} from '../../ssh/practice.ts';
import {fileLog, gzip, rules, texts} from './support.ts';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let path: string;

beforeEach(async () => {
	directory = await temporaryDirectory();
	path = join(directory.path, 'a.log');
});

afterEach(async () => {
	await directory[Symbol.asyncDispose]();
});

/** Pages through a log to its end or start, by windows of so many lines. */
const page = async (
	log: ReturnType<typeof createFileLog>,
	from: Edge,
	direction: 'before' | 'after',
	count: number,
): Promise<readonly LogRow[]> => {
	const windows: LogWindow[] = [];
	for (let edge = from, more = true; more;) {
		const window = await log.read(edge, direction, count, never);
		if (direction === 'after') windows.push(window);
		else windows.unshift(window);
		edge = {mark: direction === 'after' ? window.end : window.start};
		({more} = window);
		if (windows.length > 200) throw new Error('it does not come to an end');
	}
	return windows.flatMap(({rows}) => rows);
};

const lineAt = (rows: readonly LogRow[], index: number) => {
	const row = rows.filter(({kind}) => kind === 'line')[index];
	if (row?.kind !== 'line') throw new Error('there is no such line');
	return row;
};

/** Lines of several pieces, oldest first; the last one is written to. */
const writePieces = async (
	pieces: ReadonlyArray<{readonly text: string; readonly compressed: boolean}>,
): Promise<void> => {
	await rm(directory.path, {recursive: true});
	await mkdir(directory.path);
	for (const [index, {text, compressed}] of pieces.entries()) {
		const number = pieces.length - 1 - index;
		const name = number === 0 ? path : `${path}.${number}`;
		await writeFile(name, text);
		await utimes(name, 1000 + index, 1000 + index);
		if (compressed && number > 0) await gzip(name);
	}
};

describe('windows of a log', () => {
	test('joined forwards and backwards are the whole log, whatever its pieces and lines', async () => {
		const length = oneof(
			{weight: 20, arbitrary: integer({min: 0, max: 300})},
			{weight: 1, arbitrary: integer({min: 0, max: 300_000})},
		);
		const piece = record({lengths: array(length, {maxLength: 20}), compressed: boolean(), isEnded: boolean()});
		await assert(
			asyncProperty(array(piece, {minLength: 1, maxLength: 4}), integer({min: 1, max: 50}), async (written, count) => {
				let number = 0;
				const last = written.length - 1;
				const pieces = written.map(({lengths, compressed, isEnded}, index) => {
					const lines = lengths.map(size => `${(number += 1)}`.padEnd(size, 'x'));
					return {
						lines,
						compressed,
						text: lines.join('\n') + (lines.length > 0 && (isEnded || index === last) ? '\n' : ''),
					};
				});
				await writePieces(pieces);
				const expected = pieces.flatMap(({lines}) => lines).map(text => text.slice(0, 1000));
				const log = fileLog(path);
				for (const direction of ['after', 'before'] as const) {
					const rows = await page(log, direction === 'after' ? 'start' : 'end', direction, count);
					expect(texts(rows).map(text => text.slice(0, 1000))).toEqual(expected);
				}
			}),
			{numRuns: 20, endOnFailure: true},
		);
	});

	test('say where a file was rotated, once', async () => {
		await writePieces([
			{text: 'one\n', compressed: true},
			{text: 'two\n', compressed: false},
			{text: 'three\n', compressed: false},
		]);
		for (const count of [1, 2, 3, 10]) {
			for (const [from, direction] of [
				['start', 'after'],
				['end', 'before'],
			] as const) {
				const rows = await page(fileLog(path), from, direction, count);
				expect(rows.map(row => (row.kind === 'rule' ? row.words : row.line.text))).toEqual([
					'one',
					'rotated',
					'two',
					'rotated',
					'three',
				]);
			}
		}
	});

	test('up to the first line of a file say that the one before it was rotated', async () => {
		await writePieces([
			{text: 'one\n', compressed: false},
			{text: '', compressed: false},
			{text: 'two\nthree\n', compressed: false},
		]);
		const log = fileLog(path);
		const row = lineAt((await log.read('start', 'after', 10, never)).rows, 1);
		const before = await log.read({row}, 'before', 10, never);
		expect([texts(before.rows), rules(before.rows)]).toEqual([['one'], ['rotated']]);
		const after = await log.read({mark: before.end}, 'after', 10, never);
		expect([texts(after.rows), rules(after.rows)]).toEqual([['two', 'three'], []]);
	});

	test('around a row leave it out, over SSH too', async () => {
		await using server = await practice();
		await writePieces([
			{text: 'one\ntwo\n', compressed: true},
			{text: 'three\nfour\nfive\n', compressed: false},
		]);
		for (const connection of [undefined, await server.dial()]) {
			const log = fileLog(path, connection && {connection});
			const {rows} = await log.read('start', 'after', 10, never);
			for (let index = 0; index < 5; index += 1) {
				const row = lineAt(rows, index);
				const before = await log.read({row}, 'before', 10, never);
				const after = await log.read({row}, 'after', 10, never);
				expect([...texts(before.rows), row.line.text, ...texts(after.rows)]).toEqual(texts(rows));
				expect([before.more, after.more]).toEqual([false, false]);
			}
		}
	});

	test('go to a time', async () => {
		await writePieces([
			{text: '2026-11-19 10:00:00Z one\n2026-11-19 11:00:00Z two\n', compressed: true},
			{text: '2026-11-20 10:00:00Z three\n  more\n2026-11-20 11:00:00Z four\n', compressed: false},
		]);
		await utimes(`${path}.1.gz`, 0, Date.UTC(2026, 10, 19, 11) / 1000);
		await utimes(path, 0, Date.UTC(2026, 10, 20, 11) / 1000);
		const at = async (time: string) =>
			texts((await fileLog(path).read({time: new Date(time)}, 'after', 1, never)).rows)[0]?.slice(21);
		expect(await at('2026-11-18T00:00:00Z')).toBe('one');
		expect(await at('2026-11-19T10:30:00Z')).toBe('two');
		expect(await at('2026-11-19T12:30:00Z')).toBe('three');
		expect(await at('2026-11-20T11:00:00Z')).toBe('four');
		expect(await at('2026-11-20T11:00:01Z')).toBeUndefined();
	});

	test('have no line that is not ended, until it is', async () => {
		await writeFile(path, 'one\ntwo, half');
		const log = fileLog(path);
		for (const [from, direction] of [
			['start', 'after'],
			['end', 'before'],
		] as const) {
			const window = await log.read(from, direction, 10, never);
			expect(texts(window.rows)).toEqual(['one']);
			expect(window.end).toEqual(new Map([['file:a', {part: lineAt(window.rows, 0).line.part, position: 4}]]));
		}
		const {end} = await log.read('end', 'before', 10, never);
		await appendFile(path, ' and whole\n');
		expect(texts((await log.read({mark: end}, 'after', 10, never)).rows)).toEqual(['two, half and whole']);
	});

	test('have lines of megabytes cut, and what is no UTF-8 replaced', async () => {
		await writeFile(
			path,
			Buffer.concat([
				Buffer.from('one\n'),
				Buffer.alloc(10_000_000, 'y'),
				Buffer.from('\n\xff\xfetwo\nthree\n', 'latin1'),
			]),
		);
		const log = fileLog(path);
		for (const [from, direction] of [
			['start', 'after'],
			['end', 'before'],
		] as const) {
			const rows = await page(log, from, direction, 2);
			expect(texts(rows).map(text => text.slice(0, 10))).toEqual(['one', 'yyyyyyyyyy', '\uFFFD\uFFFDtwo', 'three']);
			expect(texts(rows)[1]).toMatch(/y… 9\.5 MiB more$/);
		}
	});

	test('join where the file was rotated in between, or compressed', async () => {
		await writeFile(path, 'one\ntwo\nthree\n');
		const log = fileLog(path);
		const {end} = await log.read('start', 'after', 2, never);
		const rest = async () => texts((await log.read({mark: end}, 'after', 10, never)).rows);
		await rename(path, `${path}.1`);
		expect(await rest()).toEqual(['three']);
		await writeFile(path, 'four\n');
		expect(await rest()).toEqual(['three', 'four']);
		await gzip(`${path}.1`);
		expect(await rest()).toEqual(['three', 'four']);
		expect(texts((await log.read({mark: end}, 'before', 10, never)).rows)).toEqual(['one', 'two']);
		await rename(path, `${path}.1`);
		await rename(`${path}.1.gz`, `${path}.2.gz`);
		await writeFile(path, 'five\n');
		expect(await rest()).toEqual(['three', 'four', 'five']);
	});

	test('join where the file was copied and emptied in between', async () => {
		await writeFile(path, 'one\ntwo\nthree\n');
		const log = fileLog(path);
		const {end} = await log.read('start', 'after', 2, never);
		await writeFile(`${path}.1`, 'one\ntwo\nthree\n');
		await truncate(path);
		await appendFile(path, '4\n');
		const {rows} = await log.read({mark: end}, 'after', 10, never);
		expect(texts(rows)).toEqual(['three', '4']);
	});

	test('say what is not there any more', async () => {
		await writeFile(path, 'one\ntwo\nthree\n');
		const log = fileLog(path);
		const {end} = await log.read('end', 'before', 2, never);
		await truncate(path);
		await appendFile(path, 'four\n');
		const emptied = await log.read({mark: end}, 'after', 10, never);
		expect([rules(emptied.rows), texts(emptied.rows)]).toEqual([['the file that was read here was emptied'], ['four']]);
		await writeFile(`${path}.new`, 'five\n');
		await rename(`${path}.new`, path);
		const gone = await log.read({mark: end}, 'after', 10, never);
		expect([rules(gone.rows), texts(gone.rows)]).toEqual([['the file that was read here is gone'], ['five']]);
	});

	test('do not pretend to join where another file stands', async () => {
		await writeFile(path, 'one\ntwo\nthree\n');
		const log = fileLog(path);
		const {end} = await log.read('start', 'after', 2, never);
		await writeFile(path, 'this is something else\n');
		for (const direction of ['before', 'after'] as const) {
			const {rows} = await log.read({mark: end}, direction, 10, never);
			expect(rules(rows)).toEqual(['another file stands where the one that was read here was']);
		}
	});

	test('pass over a rotated file that cannot be read, with a rule', async () => {
		await writePieces([
			{text: 'one\n', compressed: false},
			{text: 'two\n', compressed: true},
			{text: 'three\n', compressed: false},
		]);
		await writeFile(`${path}.1.gz`, 'this is not compressed');
		await utimes(`${path}.1.gz`, 1001, 1001);
		const words = [`${path}.1.gz is left out: \`gzip\` cannot decompress it to its end`];
		for (const [from, direction] of [
			['start', 'after'],
			['end', 'before'],
		] as const) {
			const rows = await page(fileLog(path), from, direction, 10);
			expect(texts(rows)).toEqual(['one', 'three']);
			expect(rules(rows)).toEqual(expect.arrayContaining(words));
		}
	});

	test('of a log that is not there are explained', async () => {
		await expect(fileLog(path).read('end', 'before', 10, never)).rejects.toMatchObject({
			problem: {why: 'it does not exist'},
		});
	});
});
