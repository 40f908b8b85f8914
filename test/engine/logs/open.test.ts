import {appendFile, rename, truncate, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {LogSource} from '../../../source/domain/log.ts';
import type {LogBatch, Place} from '../../../source/engine/engine.ts';
import {createLogs} from '../../../source/engine/logs/create-logs.ts';
import {startContainers, type Containers} from './containers.ts';
import {eventually, minutesAgo, startHost, watching, type Host} from './support.ts';

let host: Host;
let containers: Containers;
let stop: AbortController;
let file: LogSource & {readonly kind: 'file'};

beforeEach(async () => {
	host = await startHost();
	containers = await startContainers(host);
	stop = new AbortController();
	file = {kind: 'file', key: 'a', name: 'a', path: join(host.directory, 'a.log')};
});

afterEach(async () => {
	stop.abort();
	await containers[Symbol.asyncDispose]();
	await host[Symbol.asyncDispose]();
});

const stream = (source: LogSource, place: Place, heartbeat = 60_000) =>
	createLogs(host.options({docker: containers.docker, heartbeat})).open(source, place, stop.signal);

const open = (...opened: Parameters<typeof stream>) => {
	const watched = watching(stream(...opened));
	return {...watched, texts: () => watched.states.flatMap(({lines}) => lines.map(({text}) => text))};
};

/** What is shown first. */
const windowOf = async (source: LogSource, place: Place): Promise<LogBatch> => {
	for await (const batch of stream(source, place)) return batch;
	throw new Error('it ended before it began');
};

const containerSource = (containerId: string): LogSource => ({
	kind: 'run',
	key: containerId,
	name: 'api',
	project: 'test',
	job: 'api',
	containerId,
	terminal: false,
});

const row = (index: number): string => `row ${String(index).padStart(6, '0')} ${'x'.repeat(88)}\n`;

describe('a file', () => {
	test('is opened at its end and followed', async () => {
		await writeFile(file.path, `${minutesAgo(1)} one\ntwo\n`);
		const log = open(file, 'end');
		await expect.poll(() => log.states.length, eventually).toBeGreaterThan(0);
		const {lines, omitted} = log.states[0] ?? {lines: []};
		expect(lines.map(({position}) => position)).toEqual([0, 28]);
		expect(lines[0]?.at).toBeInstanceOf(Date);
		expect(omitted).toBeUndefined();
		await appendFile(file.path, 'three\nfour\n');
		await expect.poll(() => log.texts().slice(2), eventually).toEqual(['three', 'four']);
	});

	test('shows its last thousand lines and says how much is before them', async () => {
		await writeFile(file.path, Array.from({length: 20_000}, (_, index) => row(index)).join(''));
		const {lines, omitted} = await windowOf(file, 'end');
		expect(lines.length).toBe(1000);
		expect(lines[0]).toMatchObject({text: row(19_000).trim(), position: 19_000 * 100});
		expect(omitted).toBe('1.8 MiB before');
	});

	test('of long lines shows those of its last 256 KiB', async () => {
		await writeFile(file.path, `${'y'.repeat(60_000)}\n`.repeat(10));
		const {lines, omitted} = await windowOf(file, 'end');
		expect(lines.length).toBe(4);
		expect(omitted).toBe('352 KiB before');
	});

	test('that is rotated or emptied goes on with a line that says so', async () => {
		await writeFile(file.path, 'one\n');
		const log = open(file, 'end');
		await expect.poll(log.texts, eventually).toEqual(['one']);
		await rename(file.path, `${file.path}.1`);
		await writeFile(file.path, 'two\n');
		const news = () => log.texts().filter(text => !text.includes('does not exist'));
		const anew = '── the file was emptied or replaced, it starts anew ──';
		await expect.poll(news, eventually).toEqual(['one', anew, 'two']);
		await truncate(file.path);
		await appendFile(file.path, '3\n');
		await expect.poll(news, eventually).toEqual(['one', anew, 'two', anew, '3']);
	});

	test('is shown around a line, 64 KiB on either side', async () => {
		await writeFile(file.path, Array.from({length: 20_000}, (_, index) => row(index)).join(''));
		const place = {around: {text: row(10_000).trim(), at: undefined, part: '', position: 1_000_000}};
		const {lines, omitted} = await windowOf(file, place);
		expect(lines.length).toBe(655 + 655);
		expect(lines.every(({text, position}) => text === row(position / 100).trim())).toBe(true);
		expect(omitted).toBe('913 KiB before');
	});

	test('is shown around its first and its last line, cut at neither', async () => {
		await writeFile(file.path, 'first\nlast, not ended');
		for (const around of [
			{text: 'first', at: undefined, part: '', position: 0},
			{text: 'last, not ended', at: undefined, part: '', position: 6},
		]) {
			const {lines, omitted} = await windowOf(file, {around});
			expect(lines.map(({text}) => text)).toEqual(['first', 'last, not ended']);
			expect(omitted).toBeUndefined();
		}
	});

	test('that was replaced since does not pretend to show the line', async () => {
		await writeFile(file.path, 'something else\n');
		const place = {around: {text: 'ERROR', at: undefined, part: '', position: 5000}};
		await expect(windowOf(file, place)).rejects.toMatchObject({
			problem: {next: 'open the end of the log'},
		});
	});

	test('that is not there is explained', async () => {
		await expect(windowOf(file, 'end')).rejects.toMatchObject({problem: {why: 'it does not exist'}});
	});

	test('gives a sign of life at every heartbeat', async () => {
		await writeFile(file.path, 'one\n');
		const place = {around: {text: 'one', at: undefined, part: '', position: 0}};
		for (const log of [open(file, 'end', 20), open(file, place, 20)]) {
			await expect.poll(() => log.states.length, eventually).toBeGreaterThan(2);
			expect(log.texts()).toEqual(['one']);
			expect(log.states.at(-1)).toEqual({lines: [], omitted: undefined});
		}
	});

	test('is closed by its signal, and by not reading on', async () => {
		await writeFile(file.path, 'one\n');
		const logs = createLogs(host.options());
		for await (const {lines} of logs.open(file, 'end', stop.signal)) {
			expect(lines.length).toBe(1);
			break;
		}
		const log = open(file, 'end');
		await expect.poll(log.texts, eventually).toEqual(['one']);
		stop.abort();
		await log.ended;
	});
});

describe('a container', () => {
	test('is opened at its end and followed, over a restart too', async () => {
		const {world} = containers;
		const id = containers.create('api');
		world.start(id);
		for (let line = 0; line < 1500; line += 1) world.writeLog(id, `line ${line}`);
		const log = open(containerSource(id), 'end');
		await expect.poll(() => log.states.length, eventually).toBeGreaterThan(0);
		const {lines, omitted} = log.states[0] ?? {lines: []};
		expect([lines.length, lines[0]?.text, lines.at(-1)?.text]).toEqual([1000, 'line 500', 'line 1499']);
		expect(omitted).toBe('all but the last 1 000 lines');
		world.writeLog(id, 'more', 'stderr');
		await expect.poll(() => log.texts().at(-1), eventually).toBe('more');
		world.die(id, 1);
		world.start(id);
		world.writeLog(id, 'again');
		await expect.poll(() => log.texts().slice(1000), eventually).toEqual(['more', 'again']);
	});

	test('that said nothing yet is followed from its first line on', async () => {
		const id = containers.create('api');
		containers.world.start(id);
		const log = open(containerSource(id), 'end');
		await expect.poll(() => log.states, eventually).toEqual([{lines: [], omitted: undefined}]);
		containers.world.writeLog(id, 'first');
		await expect.poll(log.texts, eventually).toEqual(['first']);
	});

	test('is shown around a line, which keeps its position', async () => {
		const {world} = containers;
		const id = containers.create('api');
		world.start(id);
		for (let line = 0; line < 5000; line += 1) world.writeLog(id, `line ${line}`);
		const end = (await windowOf(containerSource(id), 'end')).lines.find(({text}) => text === 'line 4200');
		const around = {text: 'line 4200', at: end?.at, part: '', position: 4200};
		const {lines, omitted} = await windowOf(containerSource(id), {around});
		expect([lines[0]?.text, lines.at(-1)?.text]).toEqual(['line 3200', 'line 4999']);
		expect(lines.every(({text}, index) => text === `line ${3200 + index}`)).toBe(true);
		expect(omitted).toBe('3 200 lines before');
	});

	test('whose log has lost the line since does not pretend to show it', async () => {
		const id = containers.create('api');
		containers.world.start(id);
		containers.world.writeLog(id, 'another line');
		for (const at of [undefined, new Date()]) {
			const place = {around: {text: 'ERROR', at, part: '', position: 5000}};
			await expect(windowOf(containerSource(id), place)).rejects.toMatchObject({
				problem: {what: 'Cannot show that line of api', next: 'open the end of the log'},
			});
		}
	});
});
