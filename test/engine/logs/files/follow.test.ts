import {appendFile, copyFile, mkdir, rename, rm, truncate, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {LogRow} from '../../../../source/domain/log.ts';
import {ruleInWords} from '../../../../source/domain/rule-words.ts';
import type {Connection} from '../../../../source/engine/connection.ts';
import {openLocal} from '../../../../source/engine/host/local.ts';
import {eventually, rowsOf, tailsOf, watching} from '../support.ts';
import {practice, temporaryDirectory} from '../../ssh/practice.ts';
import {waitUntil} from '../../../support/wait.ts';
import {fileLog, gzip, rules, texts} from './support.ts';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let path: string;
let stop: AbortController;

beforeEach(async () => {
	directory = await temporaryDirectory();
	path = join(directory.path, 'a.log');
	stop = new AbortController();
});

afterEach(async () => {
	stop.abort();
	await waitUntil(
		async () => (await tailsOf(directory.path)).length === 0,
		() => 'a tail goes on',
	);
	await directory[Symbol.asyncDispose]();
});

/** Follows a log from its end, or from before all of it. */
const follow = async (from: 'start' | 'end', more?: Parameters<typeof fileLog>[1]) => {
	const log = fileLog(path, more);
	const {start, end} = await log.read(from, from === 'start' ? 'after' : 'before', 1, stop.signal);
	const watched = watching(log.follow(from === 'start' ? start : end, stop.signal));
	const rows = (): readonly LogRow[] => rowsOf(watched);
	await expect.poll(() => watched.states.length, eventually).toBeGreaterThan(0);
	return {log, rows, texts: () => texts(rows()), rules: () => rules(rows()), ...watched};
};

const said = (rows: readonly LogRow[]): readonly string[] =>
	rows.map(row => (row.kind === 'line' ? row.line.text : `── ${ruleInWords(row, () => 'hh:mm:ss')}`));

describe('a log that is followed', () => {
	test('hands on what is written, from a mark on, with signs of life', async () => {
		await writeFile(path, 'one\ntwo\nthree\n');
		const log = fileLog(path);
		const {end} = await log.read('start', 'after', 2, stop.signal);
		const watched = watching(log.follow(end, stop.signal));
		await expect.poll(() => texts(rowsOf(watched)), eventually).toEqual(['three']);
		await appendFile(path, 'four\nfi');
		await expect.poll(() => texts(rowsOf(watched)), eventually).toEqual(['three', 'four']);
		await appendFile(path, 've\n');
		await expect.poll(() => texts(rowsOf(watched)), eventually).toEqual(['three', 'four', 'five']);
		const count = watched.states.length;
		await expect.poll(() => watched.states.length, eventually).toBeGreaterThan(count + 2);
		expect(watched.states.at(-1)?.rows).toEqual([]);
		stop.abort();
		await watched.ended;
	});

	test('misses nothing where the file is rotated just as it begins to be followed', async () => {
		await writeFile(path, 'one\n');
		const local = openLocal();
		let reads = 0;
		const connection: Connection = {
			...local,
			async *readFile(file, range, signal) {
				reads += 1;
				if (reads === 1) {
					await rename(path, `${path}.1`);
					await writeFile(path, 'two\nthree\n');
				}
				yield* local.readFile(file, range, signal);
			},
		};
		const {end} = await fileLog(path).read('end', 'before', 1, stop.signal);
		const watched = watching(fileLog(path, {connection}).follow(end, stop.signal));
		await expect.poll(() => said(rowsOf(watched)), eventually).toEqual(['── rotated', 'two', 'three']);
		expect(reads).toBeGreaterThan(1);
	});

	test('goes on through rotation, compression at once, and a rotation that makes the new file late', async () => {
		await writeFile(path, 'one\n');
		const log = await follow('start');
		await expect.poll(log.texts, eventually).toEqual(['one']);
		await rename(path, `${path}.1`);
		await writeFile(path, '');
		await appendFile(`${path}.1`, 'written late\n');
		await expect.poll(log.texts, eventually).toEqual(['one', 'written late']);
		await appendFile(path, 'two\n');
		await expect
			.poll(() => said(log.rows()), eventually)
			.toEqual(['one', 'written late', '── rotated hh:mm:ss', 'two']);
		await rename(`${path}.1`, `${path}.2`);
		await rename(path, `${path}.1`);
		await appendFile(`${path}.1`, 'last of two\n');
		await gzip(`${path}.1`);
		await writeFile(path, 'three\n');
		await expect.poll(log.texts, eventually).toEqual(['one', 'written late', 'two', 'last of two', 'three']);
	});

	test('goes on through copytruncate, and where it is emptied, deleted and made anew', async () => {
		await writeFile(path, 'one\ntwo\n');
		const log = await follow('end');
		await copyFile(path, `${path}.1`);
		await truncate(path);
		await appendFile(path, '3\n');
		await expect.poll(() => said(log.rows()), eventually).toEqual(['── emptied hh:mm:ss', '3']);
		await appendFile(path, 'four\nfive\n');
		await expect.poll(log.texts, eventually).toEqual(['3', 'four', 'five']);
		await truncate(path);
		await appendFile(path, '6\n');
		const emptied = '── emptied hh:mm:ss, what was written just before may be missing';
		await expect.poll(() => said(log.rows()).slice(4), eventually).toEqual([emptied, '6']);
		await rm(path);
		await expect.poll(() => said(log.rows()).at(-1), eventually).toMatch(/a\.log is not there hh:mm:ss$/);
		await writeFile(path, 'seven\n');
		await expect.poll(() => said(log.rows()).at(-1), eventually).toBe('seven');
	});

	test('goes on where another file of the same or a larger size takes its place', async () => {
		await writeFile(path, 'one\ntwo\n');
		const log = await follow('end');
		await writeFile(`${path}.new`, 'abc\ndef\nghi\n');
		await rename(`${path}.new`, path);
		const replaced = '── deleted or replaced hh:mm:ss, what was written just before may be missing';
		await expect.poll(() => said(log.rows()), eventually).toEqual([replaced, 'abc', 'def', 'ghi']);
	});

	test('waits while a directory stands in its place, and while it is not there at all', async () => {
		await writeFile(path, 'one\n');
		const log = await follow('end');
		await rm(path);
		await mkdir(path);
		await expect
			.poll(() => said(log.rows()), eventually)
			.toEqual([`── ${path} cannot be read hh:mm:ss, it is a directory or a device, not a file`]);
		await rm(path, {recursive: true});
		await writeFile(path, 'two\n');
		await expect.poll(() => log.texts(), eventually).toEqual(['two']);
	});

	test('shows what has not ended for a while, and the line when it has', async () => {
		await writeFile(path, 'one\n');
		const log = await follow('end');
		await appendFile(path, 'Password: ');
		await expect.poll(() => said(log.rows()), eventually).toEqual(['── not ended yet: Password: ']);
		await appendFile(path, 'given\ntwo\n');
		await expect.poll(() => said(log.rows()).slice(1), eventually).toEqual(['Password: given', 'two']);
	});

	test('that was rotated several times since its mark is read on from there', async () => {
		await writeFile(path, 'one\ntwo\n');
		const log = fileLog(path);
		const {end} = await log.read('start', 'after', 1, stop.signal);
		await rename(path, `${path}.1`);
		await gzip(`${path}.1`);
		await rename(`${path}.1.gz`, `${path}.2.gz`);
		await writeFile(`${path}.1`, 'three');
		await writeFile(path, 'four\n');
		const watched = watching(log.follow(end, stop.signal));
		await expect
			.poll(() => said(rowsOf(watched)), eventually)
			.toEqual(['two', '── rotated', 'three', '── rotated', 'four']);
	});

	test('is followed over SSH, with commands and without room for them', async () => {
		await using server = await practice();
		const connection = await server.dial();
		await writeFile(path, 'one\n');
		const leaving = new AbortController();
		const crowd = Array.from({length: 6}, async () => {
			for await (const chunk of connection.run('sleep 1000', leaving.signal, {use: 'lasting'})) void chunk;
		});
		const log = await follow('end', {connection});
		await appendFile(path, 'two\n');
		await expect.poll(log.texts, eventually).toEqual(['two']);
		await rename(path, `${path}.1`);
		await writeFile(path, 'three\n');
		await expect.poll(() => said(log.rows()), eventually).toEqual(['two', '── rotated hh:mm:ss', 'three']);
		leaving.abort(new Error('done'));
		await Promise.allSettled(crowd);
		await expect.poll(async () => (await tailsOf(directory.path)).length, eventually).toBe(1);
		await appendFile(path, 'four\n');
		await expect.poll(log.texts, eventually).toEqual(['two', 'three', 'four']);
	});
});

/** Writes numbered lines one after the other until it is stopped; `between` is called after each. */
const write = async (between: (written: number) => Promise<void>, total: number): Promise<void> => {
	for (let number = 1; number <= total; number += 1) {
		await appendFile(path, `line ${number} ${'x'.repeat(number % 90)}\n`);
		await between(number);
	}
};

/** The numbers of lines, and `undefined` for a rule. */
const numbers = (rows: readonly LogRow[]): ReadonlyArray<number | undefined> =>
	rows.map(row => (row.kind === 'line' ? Number(/^line (\d+) x*$/.exec(row.line.text)?.[1]) : undefined));

describe('under a writer that never rests', () => {
	const total = 1500;
	const rotations: Readonly<Record<string, (count: number) => Promise<void>>> = {
		async 'rotation by rename'(count) {
			await rename(path, `${path}.${1000 - count}`);
		},
		async 'rotation by rename and compression'(count) {
			await rename(path, `${path}.${1000 - count}`);
			await gzip(`${path}.${1000 - count}`);
		},
		async copytruncate(count) {
			await copyFile(path, `${path}.${1000 - count}`);
			await truncate(path);
		},
		async 'deletion and making anew'() {
			await rm(path);
		},
	};

	for (const [name, rotate] of Object.entries(rotations)) {
		test(`no line is lost without a rule saying so, none comes twice: ${name}`, async () => {
			await writeFile(path, '');
			const log = await follow('end', {heartbeat: 500});
			const seen = async (beyond: number): Promise<void> =>
				waitUntil(
					() => numbers(log.rows()).some(number => number !== undefined && number > beyond),
					() => `it stands still at ${beyond}: ${JSON.stringify(said(log.rows()).slice(-3))}`,
				);
			await write(async number => {
				// A file is not rotated again, nor filled again when it was emptied, before anybody has looked what became of it.
				if (number % 300 === 100) await seen(number - 100);
				if (number % 300 !== 0) return;
				await rotate(number / 300);
			}, total - 1);
			await appendFile(path, `line ${total} \n`);
			await seen(total - 1);
			const rows = numbers(log.rows());
			const lines = rows.filter(number => number !== undefined);
			const unordered = lines.filter((number, index) => index > 0 && number <= (lines[index - 1] ?? 0));
			expect(unordered).toEqual([]);
			const unexplained = rows.filter((number, index) => {
				const before = rows[index - 1];
				return number !== undefined && before !== undefined && number !== before + 1;
			});
			expect(unexplained).toEqual([]);
			const isLossy = log.rules().some(words => words.includes('may be missing'));
			expect([isLossy, lines.length === total]).not.toEqual([false, false]);
			expect(log.rules().length).toBeGreaterThan(0);
		});
	}
});
