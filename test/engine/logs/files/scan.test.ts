import {execFileSync} from 'node:child_process';
import {appendFile, chmod, mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import * as fc from 'fast-check';
import {afterAll, describe, expect, test} from 'vitest';
import {PieceReplacedError, scan} from '../../../../source/engine/logs/files/scan.ts';
import type {ScanRequest} from '../../../../source/engine/logs/files/scan-request.ts';
import {errorStated} from '../../../../source/parse/errors/error-test.ts';
import {tracebackLine, tracebackStart} from '../../../../source/parse/errors/traceback-lines.ts';
import {eventually} from '../support.ts';
import {
	answerOf,
	processesWith,
	startMachine,
	textsOf,
	hurried,
	toolHosts,
	toTheEnd,
	type Machine,
} from './scan-support.ts';
import {pieceOf} from './support.ts';

const {each: hosts, remove} = toolHosts();
afterAll(remove);

type Wanted = Omit<ScanRequest, 'piece' | 'start' | 'end'> & Partial<Pick<ScanRequest, 'start' | 'end'>>;

/** The request for a file as it is now. */
const requestFor = async (path: string, wanted: Wanted): Promise<ScanRequest> => {
	const piece = await pieceOf(path);
	return {piece, start: 0, end: piece.compressed ? Infinity : piece.size, ...wanted};
};

const written = async (directory: string, text: string | Buffer, name = "it's a $(log).log"): Promise<string> => {
	const path = join(directory, name);
	await writeFile(path, text);
	return path;
};

/** The lines of a text with where they stand, in the plainest way. */
const linesOf = (text: string) => {
	const lines: Array<{position: number; size: number; text: string}> = [];
	let position = 0;
	for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
		lines.push({position, size: Buffer.byteLength(line), text: line.replace(/\n$/, '')});
		position += Buffer.byteLength(line);
	}
	return lines;
};

/** What a scan has to find. */
const naive = (
	text: string,
	{pattern, inverse = false, before = 0, after = 0, tracebacks = false, start = 0, end = Infinity}: Wanted,
) => {
	const lines = linesOf(text).filter(({position}) => position >= start && position < end);
	const isHit = (index: number): boolean => {
		const line = lines[index]?.text ?? '';
		return pattern.test(line) !== inverse || (tracebacks && (tracebackStart.test(line) || errorStated.test(line)));
	};
	const found = new Set<number>();
	lines.forEach((_, hit) => {
		if (!isHit(hit)) return;
		for (let index = Math.max(0, hit - Math.max(before, tracebacks ? 1 : 0)); index <= hit; index++) found.add(index);
		let last = hit;
		const belongs = (index: number): boolean => isHit(index) || tracebackLine.test(lines[index]?.text ?? '');
		if (tracebacks) while (last + 1 < lines.length && belongs(last + 1)) last++;
		for (let index = hit; index <= Math.min(lines.length - 1, last + after); index++) found.add(index);
	});
	return {lines: lines.filter((_, index) => found.has(index)), searched: lines.length};
};

const seed = Number(process.env['FC_SEED'] ?? 20_261_121);

describe.each(hosts)('$name', ({over}) => {
	test('random logs are searched as by hand', async () => {
		await using machine = startMachine();
		const connection = over(machine.connection);
		const word = fc.constantFrom(
			'ERROR',
			'INFO',
			'a',
			'b ',
			' ',
			'12',
			':',
			'-',
			'ValueError: x',
			'level=error msg=x',
			'{"severity": "Fatal"}',
			'  at a.b',
			'Traceback (most recent call last):',
			'2026-11-21 02:00:00,123 INFO',
		);
		const line = fc.array(word, {maxLength: 4}).map(words => words.join(''));
		const log = fc
			.tuple(fc.array(line, {maxLength: 30}), fc.boolean())
			.map(([lines, isEnded]) => lines.join('\n') + (isEnded ? '\n' : ''));
		const cut = fc.tuple(fc.nat(30), fc.nat(30));
		const wanted = fc.record({
			pattern: fc.constantFrom(/ERROR/, /^a/, /b $/, /a.?1/i, /\d+:/, /^$/, /error|info/i),
			inverse: fc.boolean(),
			before: fc.nat(3),
			after: fc.nat(3),
		});
		const asked = fc.oneof(
			wanted,
			fc.record({pattern: fc.constantFrom(/ERROR/, /Exception/), tracebacks: fc.constant(true), before: fc.nat(2)}),
		);
		await fc.assert(
			fc.asyncProperty(log, cut, asked, async (text, [one, other], rest) => {
				const path = await written(machine.directory, text);
				const edges = [...linesOf(text).map(({position}) => position), Buffer.byteLength(text)];
				const [start = 0, end = 0] = [one, other].map(at => edges[at % edges.length] ?? 0).toSorted((a, b) => a - b);
				const request = {...rest, start, end};
				const answer = await answerOf(connection, await requestFor(path, request));
				const {lines, searched} = naive(text, request);
				expect(answer).toEqual({lines, end: {lines: searched, bytes: end - start}});
			}),
			{numRuns: 40, seed},
		);
	}, 60_000);

	test('a traceback comes with its error and the line before, what is indented elsewhere does not', async () => {
		await using machine = startMachine();
		const text = `2026-11-21 02:00:00 INFO one
  indented
2026-11-21 02:00:01 INFO before
2026-11-21 02:00:02 ERROR failed
Traceback (most recent call last):
  File "a.py", line 3, in run
ValueError: no rows
2026-11-21 02:00:03 INFO after
  indented
`;
		const path = await written(machine.directory, text);
		const answer = await answerOf(
			over(machine.connection),
			await requestFor(path, {pattern: /ERROR/, tracebacks: true}),
		);
		expect(textsOf(answer)).toEqual(text.split('\n').slice(2, 7));
	});

	test('a compressed piece is searched by the bytes that it holds', async () => {
		await using machine = startMachine();
		const text = 'one\nERROR å two\nthree\nERROR four\nfive\n';
		const path = await written(machine.directory, gzipSync(text), 'a.log.1.gz');
		const request = await requestFor(path, {pattern: /ERROR/, before: 1});
		expect(await answerOf(over(machine.connection), request)).toEqual({
			lines: linesOf(text).slice(0, 4),
			end: {lines: 5, bytes: Buffer.byteLength(text)},
		});
		const start = linesOf(text)[2]?.position ?? 0;
		const end = linesOf(text)[4]?.position ?? 0;
		expect(await answerOf(over(machine.connection), {...request, start, end})).toEqual({
			lines: linesOf(text).slice(2, 4),
			end: {lines: 2, bytes: end - start},
		});
	});

	test.each(['', '\n', 'ERROR', 'one\nERROR', 'one\nERROR\n', 'one\n\n', `${'y'.repeat(100_000)} ERROR`])(
		'a compressed piece ends where it ends (%#)',
		async text => {
			await using machine = startMachine();
			const path = await written(machine.directory, gzipSync(text), 'a.log.1.gz');
			for (const wanted of [
				{pattern: /ERROR|^$/, after: 1},
				{pattern: /ERROR/, before: 1},
				{pattern: /x/, inverse: true},
			]) {
				const {lines, end} = await answerOf(over(machine.connection), await requestFor(path, wanted));
				const {lines: expected, searched} = naive(text, wanted);
				expect(lines.map(({position, size}) => [position, size])).toEqual(
					expected.map(({position, size}) => [position, size]),
				);
				expect(end).toEqual({lines: searched, bytes: text.length});
			}
		},
	);

	test('bytes that are no text are counted as what they are', async () => {
		await using machine = startMachine();
		const bytes = Buffer.concat([
			Buffer.from('a\0b\n\0\0\nERROR 1\0x\n'),
			Buffer.of(0xff, 0xe2, 0x82),
			Buffer.from(' ERROR 2\n\r\nERROR 3\r\nERROR 0%\rERROR 4\r\n'),
		]);
		const path = await written(machine.directory, bytes);
		const {lines} = await answerOf(over(machine.connection), await requestFor(path, {pattern: /ERROR \d/}));
		expect(lines.map(({position, size}) => [position, size])).toEqual([
			[7, 10],
			[17, 12],
			[31, 9],
			[40, 18],
		]);
		expect(lines.map(({text}) => text.replace('\0', '\u0001'))).toEqual([
			'ERROR 1\u0001x',
			'\ufffd\ufffd ERROR 2',
			'ERROR 3',
			'ERROR 4',
		]);
	});

	test('a line of 10 MB is cut on the host, and what follows it stands where it stands', async () => {
		await using machine = startMachine();
		let crossed = 0;
		const connection = over({
			...machine.connection,
			async *run(...args) {
				for await (const chunk of machine.connection.run(...args)) {
					if (chunk.from !== 'exit') crossed += chunk.bytes.length;
					yield chunk;
				}
			},
		});
		const long = `ERROR ${'å'.repeat(5_000_000)}`;
		const progress = `${'50%\r'.repeat(100_000)}ERROR done`;
		const text = `${long}\nERROR next\n${progress}\r\nlast ERROR`;
		const path = await written(machine.directory, text);
		const {lines, end} = await answerOf(connection, await requestFor(path, {pattern: /ERROR/}));
		expect(lines.map(({position, size}) => ({position, size}))).toEqual(
			linesOf(text).map(({position, size}) => ({position, size})),
		);
		expect(lines.map(line => line.text.slice(0, 12))).toEqual([
			'ERROR åååååå',
			'ERROR next',
			'ERROR done',
			'last ERROR',
		]);
		expect(lines[0]?.text).toMatch(/^ERROR å{32765}… 9\.\d MiB more$/);
		expect(end).toEqual({lines: 4, bytes: Buffer.byteLength(text)});
		expect(crossed).toBeLessThan(128 * 1024);
	});

	test('what is written meanwhile is left out', async () => {
		await using machine = startMachine();
		const path = await written(machine.directory, 'ERROR 1\nERROR 2\n');
		const request = await requestFor(path, {pattern: /ERROR/});
		await appendFile(path, 'ERROR 3\n');
		expect(await answerOf(over(machine.connection), request)).toMatchObject({
			lines: [{position: 0}, {position: 8}],
			end: {lines: 2, bytes: 16},
		});
	});

	test.each([/(?:)/, /\bERROR\b|(?!x)/])('what nearly every line matches is read over the link: %s', async pattern => {
		await using machine = startMachine();
		const path = await written(machine.directory, 'one\ntwo\n');
		expect(textsOf(await answerOf(over(machine.connection), await requestFor(path, {pattern})))).toEqual([
			'one',
			'two',
		]);
	});

	test('a pattern with what a shell or an awk would read is taken as it is', async () => {
		await using machine = startMachine();
		const text = `-e 'quoted' "$HOME" \`date\` 100% a/b \\ [x]\nother\n`;
		const path = await written(machine.directory, text);
		const pattern = /-e 'quoted' "\$HOME" `date` 100% a\/b \\ \[x\]/;
		expect(textsOf(await answerOf(over(machine.connection), await requestFor(path, {pattern})))).toEqual(
			text.split('\n').slice(0, 1),
		);
	});

	test('what cannot be read is explained, and nothing waits for it', async () => {
		await using machine = startMachine();
		const connection = over(machine.connection);
		const path = await written(machine.directory, 'ERROR\n');
		const request = await requestFor(path, {pattern: /ERROR/});
		const why = async (other: string): Promise<unknown> =>
			answerOf(connection, {...request, piece: {...request.piece, path: other}});
		const pipe = join(machine.directory, 'pipe');
		execFileSync('mkfifo', [pipe]);
		await mkdir(join(machine.directory, 'directory'));
		await expect(why(join(machine.directory, 'none'))).rejects.toMatchObject({problem: {why: 'it does not exist'}});
		await expect(why(join(machine.directory, 'directory'))).rejects.toMatchObject({
			problem: {why: 'it is a directory'},
		});
		await expect(why(pipe)).rejects.toMatchObject({problem: {why: 'it is not a regular file'}});
		await expect(why(await written(machine.directory, 'ERROR\n', 'other'))).rejects.toBeInstanceOf(PieceReplacedError);
		await writeFile(path, '');
		await expect(answerOf(connection, {...request, start: 3})).rejects.toBeInstanceOf(PieceReplacedError);
	});

	test('a compressed piece that is damaged is not searched in part without a word', async () => {
		await using machine = startMachine();
		const whole = gzipSync(Array.from({length: 1000}, (_, index) => `ERROR ${index} ${Math.sin(index)}\n`).join(''));
		const path = await written(machine.directory, whole.subarray(0, -100), 'a.gz');
		await expect(answerOf(over(machine.connection), await requestFor(path, {pattern: /ERROR/}))).rejects.toMatchObject({
			problem: {what: expect.stringContaining('a.gz') as string, why: expect.stringContaining('failed') as string},
		});
	});
});

test.skipIf(process.getuid?.() === 0)('a file that may not be read is explained', async () => {
	await using machine = startMachine();
	const path = await written(machine.directory, 'ERROR\n');
	const request = await requestFor(path, {pattern: /ERROR/});
	await chmod(path, 0);
	await expect(answerOf(machine.connection, request)).rejects.toMatchObject({
		problem: {why: 'this user may not read it'},
	});
});

describe.each(hosts.filter(({name}) => !name.startsWith('nothing')))('$name', ({name, over}) => {
	/** A search that has found more than fits on the way, so that all of it waits for the reader. */
	const search = async ({directory, connection}: Machine, marker: string, signal: AbortSignal) => {
		const path = await written(directory, `${'ERROR '.repeat(20)}\n`.repeat(100_000));
		const request = await requestFor(path, {pattern: new RegExp(`${marker}|ERROR`), tracebacks: true});
		const found = scan(over(connection), request, signal);
		expect(await found.next()).toMatchObject({done: false});
		expect(await processesWith(marker)).not.toEqual([]);
		return found;
	};
	const markerFor = (how: string): string => `marker_${name.replaceAll(/\W/g, '_')}_${how}_${process.pid}`;

	test('a search that is called off leaves nothing running on the host', async () => {
		await using machine = startMachine();
		const marker = markerFor('aborted');
		const stop = new AbortController();
		const found = await search(machine, marker, stop.signal);
		stop.abort(new Error('enough'));
		await expect(toTheEnd(found)).rejects.toThrow('enough');
		await expect.poll(() => processesWith(marker), eventually).toEqual([]);
	});

	test('a search that nobody reads on leaves nothing running on the host', async () => {
		await using machine = startMachine();
		const marker = markerFor('left');
		const found = await search(machine, marker, new AbortController().signal);
		await found.return(undefined);
		await expect.poll(() => processesWith(marker), eventually).toEqual([]);
	});
});

const {each: hurriedHosts, remove: removeHurried} = toolHosts(hurried);
afterAll(removeHurried);

test.each(hurriedHosts)('$name says how far it has come', async ({over}) => {
	await using machine = startMachine();
	const path = await written(machine.directory, `${'ERROR '.repeat(20)}\n`.repeat(150_000));
	const request = await requestFor(path, {pattern: /ERROR/});
	const positions: number[] = [];
	let last = 0;
	for await (const found of scan(over(machine.connection), request, new AbortController().signal)) {
		if (found.kind === 'progress') positions.push(found.position);
		if (found.kind === 'line') last = found.raw.position + found.raw.size;
	}
	expect(last).toBe(request.end);
	expect(positions.length).toBeGreaterThan(0);
	expect(positions).toEqual(positions.toSorted((a, b) => a - b));
	expect(positions.every(position => position > 0 && position <= request.end)).toBe(true);
});
