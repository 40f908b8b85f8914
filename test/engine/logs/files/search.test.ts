import {execFileSync} from 'node:child_process';
import {appendFile, readFile, rename, truncate, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {array, assert, asyncProperty, boolean, constantFrom, integer, record} from 'fast-check';
import {afterAll, afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {Found, FoundErrors, LogQuery} from '../../../../source/engine/log.ts';
import {openLocal} from '../../../../source/engine/host/local.ts';
import {practice, temporaryDirectory} from '../../ssh/practice.ts';
import {eventually, rowsOf, watching} from '../support.ts';
import {toolHosts, whereIs} from './scan-support.ts';
import {fileLog, gzip, rules, texts} from './support.ts';

const {each: hosts, remove} = toolHosts();
afterAll(remove);

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
	await directory[Symbol.asyncDispose]();
});

const long = (end: string, size = 100_000): string => `${'y'.repeat(size)} ${end}`;

const short = (said: readonly string[]): readonly string[] => said.map(text => text.slice(0, 6));

let logs = 0;

/** Lines of several pieces, oldest first, in a log of its own; the last one is written to. */
const writePieces = async (
	pieces: ReadonlyArray<{readonly text: string; readonly compressed?: boolean}>,
): Promise<string> => {
	logs += 1;
	const log = `${path}${logs}`;
	for (const [index, {text, compressed}] of pieces.entries()) {
		const number = pieces.length - 1 - index;
		const name = number === 0 ? log : `${log}.${number}`;
		await writeFile(name, text);
		await utimes(name, 1000 + index, 1000 + index);
		if (compressed === true && number > 0) await gzip(name);
	}
	return log;
};

const whole = {inverse: false, context: 0, from: 'start', to: 'end'} as const;

const search = async (at: string, query: Partial<LogQuery> & Pick<LogQuery, 'pattern'>, log = fileLog(at)) => {
	const states: Found[] = [];
	for await (const found of log.search({...whole, ...query}, stop.signal)) states.push(found);
	const last = states.at(-1);
	if (last === undefined) throw new Error('it ended before it began');
	const rows = states.flatMap(({rows: some}) => some);
	return {
		...last,
		rows,
		states,
		/** `-` stands where lines were left out, `>` before a hit. */
		said: rows.map(
			({row, hit, apart}) => `${apart ? '- ' : ''}${hit ? '>' : ''}${row.kind === 'line' ? row.line.text : ''}`,
		),
	};
};

const errorsOf = async (at: string, more?: Parameters<typeof fileLog>[1], from: LogQuery['from'] = 'start') => {
	const states: FoundErrors[] = [];
	for await (const found of fileLog(at, more).findErrors(from, 'end', stop.signal)) states.push(found);
	const last = states.at(-1);
	if (last === undefined) throw new Error('it ended before it began');
	return {events: states.flatMap(({events}) => events), last};
};

const hour = (number: number): string => `2026-11-20 ${String(number).padStart(2, '0')}:00:00Z ERROR ${number}\n`;
const time = (number: number) => ({time: new Date(Date.UTC(2026, 10, 20, number))});

describe('a search', () => {
	test('finds what a search of all the text finds, whatever its pieces', async () => {
		const words = constantFrom('apple', 'banana', 'cherry', 'Äpfel', 'a\rb', '');
		const piece = record({
			lines: array(array(words, {maxLength: 3}), {maxLength: 30}),
			compressed: boolean(),
			isEnded: boolean(),
		});
		const query = record({
			pattern: constantFrom(/an+a/, /^apple$/, /ÄPF/i, /r{2}y$/, /\bapple (?!banana)/),
			inverse: boolean(),
			context: integer({min: 0, max: 3}),
		});
		await assert(
			asyncProperty(array(piece, {minLength: 1, maxLength: 3}), query, async (written, {pattern, inverse, context}) => {
				const pieces = written.map(({lines, compressed, isEnded}, index) => ({
					text: lines
						.map(line => `${line.join(' ')}\n`)
						.join('')
						.slice(0, isEnded || compressed || index === written.length - 1 ? undefined : -1),
					compressed,
				}));
				const at = await writePieces(pieces);
				const log = fileLog(at);
				const all = texts((await log.read('start', 'after', 1000, stop.signal)).rows);
				const hits = all.flatMap((text, index) => (pattern.test(text) === inverse ? [] : [index]));
				const shown = all.flatMap((text, index) => {
					if (!hits.some(hit => Math.abs(hit - index) <= context)) return [];
					return [{index, text: `${hits.includes(index) ? '>' : ''}${text}`}];
				});
				const expected = shown.map(
					({index, text}, place) => `${index === (shown[place - 1]?.index ?? -1) + 1 ? '' : '- '}${text}`,
				);
				const found = await search(at, {pattern, inverse, context}, log);
				expect(found.said).toEqual(expected);
				expect(found.problems).toEqual([]);
				expect(found.searched).toMatchObject({
					lines: all.length,
					bytes: pieces.reduce((sum, {text}) => sum + Buffer.byteLength(text), 0),
				});
			}),
			{numRuns: 25, endOnFailure: true},
		);
	});

	test('says what was searched, how far it is, and ends with a mark to follow from', async () => {
		const at = await writePieces([
			{text: '2026-11-20 10:00:00Z one\n2026-11-20 11:00:00Z ERROR two\n', compressed: true},
			{text: 'three\n2026-11-20 12:00:00Z ERROR four\n2026-11-20 13:00:00Z five\nsi'},
		]);
		const log = fileLog(at);
		const {said, searched, done, end, states} = await search(at, {pattern: /ERROR/}, log);
		expect(said).toEqual(['- >2026-11-20 11:00:00Z ERROR two', '- >2026-11-20 12:00:00Z ERROR four']);
		expect(searched).toEqual({
			lines: 5,
			bytes: 120,
			from: new Date('2026-11-20T10:00:00Z'),
			to: new Date('2026-11-20T13:00:00Z'),
			range: {kind: 'whole'},
		});
		expect(done).toBe(1);
		expect(states.slice(0, -1).every(state => state.end === undefined)).toBe(true);
		// What is not behind the last line that was found yet has not been searched.
		for (const [index, state] of states.slice(0, -1).entries()) {
			const rows = states.slice(0, index + 1).flatMap(each => each.rows);
			const latest = Math.max(...rows.map(({row}) => (row.kind === 'line' ? (row.line.at?.getTime() ?? 0) : 0)));
			expect(state.searched.to?.getTime() ?? -Infinity).toBeLessThanOrEqual(latest);
		}
		const watched = watching(log.follow(end ?? new Map(), stop.signal));
		await appendFile(at, 'x\n');
		await expect.poll(() => texts(rowsOf(watched)), eventually).toEqual(['six']);
	});

	test('is of the lines between two times, of marks and of rows', async () => {
		const at = await writePieces([
			{text: [1, 2, 3, 4, 5, 6].map(hour).join(''), compressed: true},
			{text: [7, 8, 9, 10, 11, 12].map(hour).join('')},
		]);
		await utimes(`${at}.1.gz`, 0, Date.UTC(2026, 10, 20, 6) / 1000);
		await utimes(at, 0, Date.UTC(2026, 10, 20, 12) / 1000);
		const log = fileLog(at);
		const numbers = async (query: Pick<LogQuery, 'from' | 'to'>) =>
			(await search(at, {pattern: /ERROR/, ...query}, log)).said.map(text => Number(/\d+$/.exec(text)?.[0]));
		expect(await numbers({from: time(5), to: 'end'})).toEqual([5, 6, 7, 8, 9, 10, 11, 12]);
		expect(await numbers({from: time(4), to: time(9)})).toEqual([4, 5, 6, 7, 8]);
		expect(await numbers({from: time(13), to: 'end'})).toEqual([]);
		const window = await log.read('start', 'after', 8, stop.signal);
		expect(await numbers({from: {mark: window.end}, to: 'end'})).toEqual([9, 10, 11, 12]);
		expect(await numbers({from: 'start', to: {mark: window.end}})).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
		const row = window.rows.findLast(one => one.kind === 'line');
		if (row?.kind !== 'line') throw new Error('there is no line');
		expect(await numbers({from: {row}, to: 'end'})).toEqual([9, 10, 11, 12]);
		expect(await numbers({from: 'start', to: {row}})).toEqual([1, 2, 3, 4, 5, 6, 7]);
	});

	describe.each(hosts)('on a host with $name', ({over}) => {
		test('finds long lines by what is cut of them too, and those around them', async () => {
			const log = await writePieces([
				{text: `zero\n${long('needle')}\n`},
				{text: `${long('needles')}\ntwo\n${long('nothing')}\nthree\n${long('nädel')}\nfive\n`},
			]);
			const at = fileLog(log, {connection: over(openLocal())});
			const said = async (query: Parameters<typeof search>[1]) => short((await search(log, query, at)).said);
			// The second one cannot be said to the host as exactly.
			for (const pattern of [/needle/, /(?<=y )needle/, /needles?$/]) {
				expect(await said({pattern})).toEqual(['- >yyy', '>yyyyy']);
				expect(await said({pattern, context: 1})).toEqual(['zero', '>yyyyy', '>yyyyy', 'two']);
				expect(await said({pattern, context: 3})).toEqual(['zero', '>yyyyy', '>yyyyy', 'two', 'yyyyyy', 'three']);
			}
			for (const pattern of [/needle(?!s)/, /ne{2}dle$/]) {
				expect(await said({pattern})).toEqual(['- >yyy']);
				expect(await said({pattern, context: 1})).toEqual(['zero', '>yyyyy', 'yyyyyy']);
			}
			expect(await said({pattern: /n.del/})).toEqual(['- >yyy']);
			for (const context of [0, 3]) {
				const others = await said({pattern: /needle|five|o$/, inverse: true, context});
				expect(others.filter(text => text.includes('>'))).toEqual(
					context === 0 ? ['- >yyy', '>three', '>yyyyy'] : ['>yyyyy', '>three', '>yyyyy'],
				);
			}
		});

		test('finds lines of 10 MB, and errors at their end', async () => {
			const at = await writePieces([{text: `one\n${long('ERROR far', 10_000_000)}\n  more\n${long('INFO')}\nfour\n`}]);
			const log = fileLog(at, {connection: over(openLocal())});
			expect(short((await search(at, {pattern: /ERROR far/}, log)).said)).toEqual(['- >yyy']);
			expect(short((await search(at, {pattern: /(?<=y )ERROR far$/, context: 3}, log)).said)).toEqual([
				'one',
				'>yyyyy',
				'  more',
				'yyyyyy',
				'four',
			]);
			const {events} = await errorsOf(at, {connection: over(openLocal())});
			expect(events.map(({row, details}) => [row.line.position, details])).toEqual([[4, ['  more']]]);
		});
	});

	test('says what cannot be searched, and searches the rest', async () => {
		const at = await writePieces([
			{text: 'ERROR one\n'},
			{text: 'ERROR two\n'.repeat(5000), compressed: true},
			{text: 'ERROR three\n'},
		]);
		await truncate(`${at}.1.gz`, 60);
		await utimes(`${at}.1.gz`, 1001, 1001);
		const {said, problems} = await search(at, {pattern: /one|three/});
		expect(said).toEqual(['>ERROR one', '- >ERROR three']);
		expect(problems).toMatchObject([{what: `Cannot read ${at}.1.gz on this machine`}]);
	});

	test.each([
		['is not compressed at all', (bytes: Buffer) => Buffer.from(`this is not compressed ${bytes.length}`)],
		['is cut', (bytes: Buffer) => bytes.subarray(0, -100)],
	])('passes over the oldest file when it %s', async (_, broken) => {
		const hours = [1, 2, 3].map(number => `${hour(number)}${`${Math.sin(number)}\n`.repeat(20_000)}`).join('');
		const at = await writePieces([{text: hours, compressed: true}, {text: hour(7)}, {text: hour(8)}]);
		await writeFile(`${at}.2.gz`, broken(await readFile(`${at}.2.gz`)));
		await utimes(`${at}.2.gz`, 0, Date.UTC(2026, 10, 20, 6) / 1000);
		await utimes(`${at}.1`, 0, Date.UTC(2026, 10, 20, 7) / 1000);
		await utimes(at, 0, Date.UTC(2026, 10, 20, 8) / 1000);
		for (const from of ['start', time(5)] as const) {
			const found = await search(at, {pattern: /ERROR [78]/, from});
			const {events, last} = await errorsOf(at, {}, from);
			expect(found.said.map(text => text.slice(-7))).toEqual(['ERROR 7', 'ERROR 8']);
			expect(events.filter(({row}) => /[78]$/.test(row.line.text))).toHaveLength(2);
			for (const {problems, searched} of [found, last]) {
				expect(problems).toMatchObject([{what: `Cannot read ${at}.2.gz on this machine`}]);
				expect(searched).toMatchObject({lines: 2, bytes: 58, to: new Date(Date.UTC(2026, 10, 20, 8))});
			}
		}
	});

	test.each(['xz', 'zstd', 'bzip2'].filter(tool => whereIs(tool) !== undefined))(
		'reads what %s compressed, and says so where there is no such tool',
		async tool => {
			const at = await writePieces([{text: 'ERROR one\ntwo\n'}, {text: 'three\nERROR four\n'}]);
			execFileSync(tool, ['-q', ...(tool === 'zstd' ? ['--rm'] : []), `${at}.1`]);
			const packed = `${at}.1${{xz: '.xz', zstd: '.zst'}[tool] ?? '.bz2'}`;
			const log = fileLog(at);
			expect(texts((await log.read('end', 'before', 3, stop.signal)).rows)).toEqual(['two', 'three', 'ERROR four']);
			for (const pattern of [/ERROR/, /ERROR|(?!.)/]) {
				const {said, problems} = await search(at, {pattern}, log);
				expect(said.filter(text => text.includes('ERROR'))).toHaveLength(2);
				expect(problems).toEqual([]);
			}

			const [bare] = hosts.map(({over}) => fileLog(at, {connection: over(openLocal())}));
			const {said, problems} = await search(at, {pattern: /ERROR/}, bare);
			expect(said).toEqual(['- >ERROR four']);
			expect(problems).toMatchObject([
				{what: `Cannot read ${packed} on this machine`, why: `there is no \`${tool}\` to decompress it`},
			]);
			const rows = await bare?.read('end', 'before', 3, stop.signal);
			expect(rules(rows?.rows ?? [])).toContain(`${packed} is left out: there is no \`${tool}\` to decompress it`);

			await writeFile(packed, 'this is not compressed');
			expect((await search(at, {pattern: /ERROR/}, log)).problems).toMatchObject([
				{what: `Cannot read ${packed} on this machine`},
			]);
		},
	);

	test('finds what it should over SSH, and ends there when it is called off', async () => {
		await using server = await practice();
		const connection = await server.dial();
		const at = await writePieces([{text: 'ERROR one\ntwo\n', compressed: true}, {text: 'ERROR three\nfour\n'}]);
		const {said} = await search(at, {pattern: /ERROR/, context: 1}, fileLog(at, {connection}));
		expect(said).toEqual(['>ERROR one', 'two', '>ERROR three', 'four']);
		stop.abort();
		const log = fileLog(at, {connection});
		for await (const found of log.search({...whole, pattern: /ERROR/}, stop.signal)) expect(found).toBeUndefined();
	});

	test('of a log that is not there is explained', async () => {
		await expect(search(path, {pattern: /x/})).rejects.toMatchObject({problem: {why: 'it does not exist'}});
	});
});

describe('the errors of a log', () => {
	test('are found with their tracebacks, one each, apart from one another', async () => {
		const traceback =
			'Traceback (most recent call last):\n  File "/app/a.py", line 1, in run\n    raise ValueError("x")\nValueError: no rows\n';
		const filler = 'INFO nothing\n'.repeat(500);
		const at = await writePieces([
			{text: `${filler}ERROR first\n${traceback}${filler}`, compressed: true},
			{text: `${traceback}${filler}ERROR last\n`},
		]);
		const {events, last} = await errorsOf(at);
		expect(events.map(({row, exception, details}) => [row.line.text, exception, details.length])).toEqual([
			['ERROR first', 'ValueError: no rows', 4],
			['Traceback (most recent call last):', 'ValueError: no rows', 3],
			['ERROR last', undefined, 0],
		]);
		expect(last.end).toEqual(expect.any(Map));
		expect(last.searched).toMatchObject({lines: 1500 + 10, range: {kind: 'whole'}});
	});

	test('are those of a file that is renamed before it is opened', async () => {
		const at = await writePieces([{text: 'ERROR one\n'}, {text: 'ERROR two\n'}]);
		const log = fileLog(at);
		const found = log.findErrors('start', 'end', stop.signal)[Symbol.asyncIterator]();
		const first = await found.next();
		await rename(at, `${at}.0`);
		const events = [...(first.value as FoundErrors).events];
		for (let next = await found.next(); next.done !== true; next = await found.next())
			events.push(...next.value.events);
		expect(events.map(({row}) => row.line.text)).toEqual(['ERROR one', 'ERROR two']);
	});
});

test('a line that was written over keeps its time, however it is read', async () => {
	const lines = [
		'2026-11-20 06:00:00 INFO one',
		'2026-11-20 06:10:00 INFO progress  10%\rprogress  50%\rprogress 100%',
		'2026-11-20 06:20:00 INFO three',
	];
	await writeFile(path, `${lines.join('\n')}\n`);
	const {signal} = stop;
	const log = fileLog(path);
	const written = new Date('2026-11-20T05:10:00Z');
	const {rows} = await log.read({time: written}, 'after', 1, signal);
	expect(rows).toMatchObject([{line: {text: 'progress 100%', at: written}}]);
	const query = {pattern: /progress/, inverse: false, context: 0} as const;
	for (const to of [{time: new Date('2026-11-20T05:10:01Z')}, 'end'] as const) {
		const found: unknown[] = [];
		for await (const part of log.search({...query, from: {time: written}, to}, signal)) found.push(...part.rows);
		expect(found).toMatchObject([{row: {line: {text: 'progress 100%', at: written}}}]);
	}
	await rename(path, `${path}.1`);
	await gzip(`${path}.1`);
	await writeFile(path, '2026-11-20 07:00:00 INFO four\n');
	const {rows: unpacked} = await fileLog(path).read({time: written}, 'after', 3, signal);
	expect(unpacked[0]).toMatchObject({line: {text: 'progress 100%', at: written}});
});
