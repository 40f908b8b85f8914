import {rename, writeFile} from 'node:fs/promises';
import {gzipSync} from 'node:zlib';
import {describe, expect, test} from 'vitest';
import type {SearchedSource} from '../../../../source/engine/engine.ts';
import {createLogs} from '../../../../source/engine/logs/create-logs.ts';
import {createJobBoard, eventually, inShort, jobWith, latest, minutesAgo, watching, type Host} from '../support.ts';
import {hostForEach} from './each.ts';

const own = hostForEach();

const hours = 60;

const search = async (more: Parameters<Host['options']>[0] = {}): Promise<readonly SearchedSource[]> =>
	createLogs(own.host.options(more)).searchErrors(own.stop.signal);

const fine = (minutes: number): string => `${minutesAgo(minutes)} INFO nothing to see here\n`;
const line = fine(0);

/** 6000 lines, a bit more than the end of a log that is read. */
const filler = (minutes: number): string => fine(minutes).repeat(6000);

describe('a log that was rotated', () => {
	test('is searched as far back as the day reaches, in what was compressed too', async () => {
		await writeFile(own.log, `${minutesAgo(1)} ERROR now\n`);
		await writeFile(`${own.log}.1`, `${minutesAgo(3 * hours)} ERROR today\n${minutesAgo(2 * hours)} INFO fine\n`);
		const older = `${minutesAgo(40 * hours)} ERROR long ago\n${minutesAgo(10 * hours)} ERROR in the night\n`;
		await writeFile(`${own.log}.2.gz`, gzipSync(older));
		const [training] = await search();
		expect(inShort([training ?? fail()])).toEqual({training: 'in the night · today · now · 4 lines'});
		expect(training?.searched.range).toEqual({kind: 'last', milliseconds: 24 * 3_600_000});
		expect(training?.problem).toBeUndefined();
	});

	test('has an error go on from one file into the next', async () => {
		await writeFile(
			`${own.log}.1`,
			`${minutesAgo(3)} INFO a\n${minutesAgo(2)} ERROR failed\nTraceback (most recent call last):\n`,
		);
		await writeFile(own.log, '  File "a.py", line 1\nValueError: no rows\n');
		const [training] = await search();
		expect(training?.events.map(({summary, count}) => [summary, count])).toEqual([['ValueError: no rows', 1]]);
	});

	test('is searched in all its files while it is watched, though it is rotated once more', async () => {
		await writeFile(`${own.log}.1`, `${minutesAgo(60)} ERROR one\n`);
		await writeFile(own.log, `${minutesAgo(30)} ERROR two\n`);
		const watched = watching(createLogs(own.host.options({heartbeat: 50})).watchErrors(own.stop.signal));
		await expect.poll(() => latest(watched), eventually).toEqual({training: 'one · two · 2 lines'});
		await rename(`${own.log}.1`, `${own.log}.2`);
		await rename(own.log, `${own.log}.1`);
		await writeFile(own.log, `${minutesAgo(1)} ERROR three\n`);
		await expect.poll(() => latest(watched), eventually).toEqual({training: 'one · two · three · 3 lines'});
	});

	test('says which of its files cannot be read', async () => {
		await writeFile(own.log, `${minutesAgo(1)} ERROR now\n`);
		await writeFile(`${own.log}.1.gz`, 'this is not compressed');
		const [training] = await search();
		expect(training?.events).toHaveLength(1);
		expect(training?.searched.range).toEqual({kind: 'end'});
		expect(training?.problem?.what).toContain(`${own.log}.1.gz`);
	});
});

describe('a log that is too large to be read', () => {
	test('is searched on the host up to its end, which is read: the first of 50,000 lines is found', async () => {
		const head = `${minutesAgo(100)} ERROR at line 1\n`;
		const all = filler(90)
			.repeat(9)
			.slice(0, 49_998 * line.length);
		await writeFile(own.log, head + all + `${minutesAgo(5)} ERROR at the end\n`);
		const [training] = await search();
		expect(inShort([training ?? fail()])).toEqual({training: 'at line 1 · at the end · 50000 lines'});
		const {from, to} = training?.searched ?? {};
		expect(Math.round(((to?.getTime() ?? 0) - (from?.getTime() ?? 0)) / 60_000)).toBe(95);
	});

	test('has an error as one where the end that is read begins in the midst of it', async () => {
		const frames = '  File "/usr/lib/python3/dist-packages/a.py", line 2, in run\n    return self.run()\n'.repeat(140);
		const traceback = `${minutesAgo(9)} ERROR failed\nTraceback (most recent call last):\n${frames}ValueError: no rows\n`;
		for (const after of [255_000, 256_500, 258_000]) {
			await writeFile(own.log, filler(10) + traceback + 'INFO fine\n'.repeat(after / 10));
			const [training] = await search();
			expect(training?.events.map(({summary, count}) => [summary, count])).toEqual([['ValueError: no rows', 1]]);
		}
	});

	test('knows of an error without a time when the line before it was written', async () => {
		const old = `${minutesAgo(30 * hours)} INFO old\n`.repeat(6000);
		await writeFile(
			own.log,
			`${old}${minutesAgo(25 * hours)} INFO still old\nERROR old\n${filler(60)}ERROR new\n${filler(50)}`,
		);
		const [training] = await search();
		expect(training?.events.map(({summary}) => summary)).toEqual(['new']);
	});

	test('may have a line of ten megabytes', async () => {
		const long = `${minutesAgo(7)} ERROR ${'x'.repeat(10 * 1024 * 1024)}\n`;
		await writeFile(own.log, `${filler(9)}${long}${minutesAgo(6)} ERROR after it\n${filler(5)}`);
		const [training] = await search();
		expect(training?.events.map(({summary}) => summary.slice(0, 20))).toEqual(['x'.repeat(20), 'after it']);
		expect(training?.searched.lines).toBe(12_002);
		await writeFile(own.log, `${filler(9)}${minutesAgo(6)} ERROR before it\n${long.trimEnd()}`);
		const [unfinished] = await search();
		expect(unfinished?.events.map(({summary}) => summary.slice(0, 9))).toContain('before it');
	});
});

const nightly = (startedAt: Date) =>
	createJobBoard([{...jobWith('run-1', 'finished', {startedAt}), name: 'training'}]).jobs;

describe('the log of a job', () => {
	const errors = `${minutesAgo(72 * hours)} ERROR before\n${minutesAgo(40 * hours)} ERROR since\n${minutesAgo(1)} INFO fine\n`;

	test('is searched since its last run, where that is longer ago than a day', async () => {
		await writeFile(own.log, errors);
		const startedAt = new Date(Date.now() - 48 * 3_600_000);
		const training = (await search({jobs: nightly(startedAt)})).find(({source}) => source.kind === 'file');
		expect(training?.events.map(({summary}) => summary)).toEqual(['since']);
		expect(training?.searched.range).toEqual({kind: 'run', startedAt});
	});

	test('is searched for a day at least', async () => {
		await writeFile(own.log, `${errors}${minutesAgo(20 * hours)} ERROR today\n`);
		const training = (await search({jobs: nightly(new Date())})).find(({source}) => source.kind === 'file');
		expect(training?.events.map(({summary}) => summary)).toEqual(['today']);
		expect(training?.searched.range).toEqual({kind: 'last', milliseconds: 24 * 3_600_000});
	});
});

const fail = (): never => {
	throw new Error('there is no source');
};
