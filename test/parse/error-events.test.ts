import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import type {ErrorEvent, LogLine, LogSource} from '../../source/domain/log.ts';
import {createClockReader} from '../../source/domain/clock-reader.ts';
import {createKinds} from '../../source/parse/error-events.ts';
import {alike} from '../../source/parse/fingerprint.ts';
import {createLineReader, textOf} from '../../source/parse/lines.ts';
import {timeOf} from '../../source/parse/log-lines.ts';
import {createFolder} from '../../source/parse/tracebacks.ts';

const read = createClockReader({kind: 'offset', minutes: 60});
const source: LogSource = {kind: 'file', key: 'file:a.log', name: 'a', path: 'a.log'};

type Folded = {readonly events: readonly ErrorEvent[]; readonly lines: readonly LogLine[]};

const fold = (chunks: readonly Buffer[], pattern = /ERROR|Exception/): Folded => {
	const kinds = createKinds(source);
	const lines: LogLine[] = [];
	const folder = createFolder<LogLine>(
		text => pattern.test(text),
		occurrence => kinds.add(occurrence),
	);
	const reader = createLineReader(raw => {
		const text = textOf(raw);
		const line = {text, at: timeOf(text, read), part: '', position: raw.position};
		lines.push(line);
		folder.push(line);
	});
	for (const chunk of chunks) reader.push(chunk);
	reader.end();
	folder.end();
	return {events: kinds.events([]), lines};
};

const foldText = (text: string, pattern?: RegExp): readonly ErrorEvent[] => fold([Buffer.from(text)], pattern).events;
const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/logs/${name}`, import.meta.url));

/** Of each event: the number of its line, how many lines belong to it, how often it came, what a table shows. */
type Expected = readonly [line: number, details: number, count: number, summary: string];

const expectedEvents: Readonly<Record<string, readonly Expected[]>> = {
	'python-chained.log': [
		[3, 16, 1, 'er_forecast.errors.DataTooStaleError: Data is too stale: newest is 31:01:44 old'],
		[21, 3, 1, 'ConnectionResetError: [Errno 104] Connection reset by peer'],
		[25, 11, 1, 'RuntimeError: gave up'],
	],
	'python-group.log': [[1, 13, 1, 'ExceptionGroup: sources (2 sub-exceptions)']],
	'mlflow.log': [
		[4, 19, 1, 'sqlalchemy.exc.ProgrammingError: (psycopg2.errors.UndefinedTable) relation "runs" does not exist'],
		[27, 0, 2, 'Worker (pid:32) was sent SIGKILL! Perhaps out of memory?'],
	],
	'postgres.log': [
		[2, 3, 1, 'relation "patients" does not exist at character 15'],
		[9, 1, 2, 'duplicate key value violates unique constraint "runs_pkey"'],
	],
	'grafana.log': [[4, 0, 2, 'ERROR while loading dashboard: dial tcp 172.18.0.4:5432: connect: connection refused']],
	'prometheus.log': [
		[2, 0, 1, 'Scrape ERROR: Get "http://10.0.0.7:5000/metrics": context deadline exceeded'],
		[3, 0, 1, 'Error sending alerts: connection refused'],
	],
	'json.log': [
		[2, 4, 1, "api.ModelMissing: no model in stage 'production'"],
		[4, 0, 2, 'Upstream answered 503 after 9 ms'],
		[5, 0, 1, '{"time":"2026-11-20T06:00:47.1Z","level":"ERROR","message":"cut'],
	],
	'java.log': [
		[2, 8, 1, 'java.lang.IllegalStateException: partition 7 is gone'],
		[12, 1, 1, 'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space'],
	],
	'node.log': [[7, 6, 1, "TypeError: Cannot read properties of undefined (reading 'rows')"]],
	'dotnet.log': [
		[2, 5, 1, 'System.InvalidOperationException: No forecast for ward 7'],
		[
			9,
			1,
			1,
			'Unhandled exception. System.NullReferenceException: Object reference not set to an instance of an object.',
		],
	],
	'airflow.log': [[2, 6, 1, 'ValueError: Expected object or value']],
};

describe('the errors of a real-world log', () => {
	test.each(Object.entries(expectedEvents))('%s', (name, expected) => {
		const {events, lines} = fold([fixture(name)]);
		const found = events.map(({line, details, count, summary}) => [
			lines.findIndex(({position}) => position === line.position) + 1,
			details.length,
			count,
			summary,
		]);
		expect(found).toEqual(expected);
	});

	test.each(Object.keys(expectedEvents))('%s is the same however its bytes arrive', name => {
		const bytes = fixture(name);
		const single = Array.from({length: bytes.length}, (_, index) => bytes.subarray(index, index + 1));
		expect(fold(single)).toEqual(fold([bytes]));
	});
});

describe('an error', () => {
	test('keeps the lines that belong to it and none of the next', () => {
		const [first] = fold([fixture('python-chained.log')]).events;
		expect(first?.at?.toISOString()).toBe('2026-11-20T05:00:44.123Z');
		expect(first?.details.at(0)).toBe('Traceback (most recent call last):');
		expect(first?.details.at(-1)).toBe(first?.summary);
	});

	test('is one for each line where nothing joins them', () => {
		expect(foldText('ERROR a\nERROR b\n\nERROR c\n  ERROR d goes on\n').map(({summary}) => summary)).toEqual([
			'a',
			'b',
			'c',
		]);
		expect(foldText('  ERROR a\n  ERROR b\n').length).toBe(2);
	});

	test('does not swallow the next log line because it is indented', () => {
		expect(foldText('ERROR a\n  2026-11-20 06:00:44 ERROR b\n').length).toBe(2);
	});

	test('ends where a time begins in the middle of a traceback', () => {
		const text = 'Traceback (most recent call last):\n  File "a.py"\n2026-11-20 06:00:44 ERROR b\nValueError: late\n';
		expect(foldText(text).map(({summary}) => summary)).toEqual(['Traceback (most recent call last):', 'b']);
	});

	test('that has two tracebacks without a word between them is two', () => {
		const one = 'Traceback (most recent call last):\n  File "a.py"\nValueError: one\n';
		expect(foldText(one + one.replace('one', 'two')).map(({summary}) => summary)).toEqual([
			'ValueError: one',
			'ValueError: two',
		]);
	});

	test('is found by its traceback when the pattern knows nothing of it', () => {
		expect(foldText(fixture('java.log').toString(), /never/).map(({summary}) => summary)).toEqual([
			'java.lang.IllegalStateException: partition 7 is gone',
			'Exception in thread "main" java.lang.OutOfMemoryError: Java heap space',
		]);
	});

	test('with a thousand frames keeps its first and last ones and counts the rest', () => {
		const frames = '  File "a.py", line 1, in f\n'.repeat(3000);
		const [event] = foldText(`ERROR deep\nTraceback (most recent call last):\n${frames}RecursionError: too deep\n`);
		expect(event?.summary).toBe('RecursionError: too deep');
		expect(event?.details.length).toBe(301);
		expect(event?.details[100]).toBe('… 2 702 lines more');
		expect(event?.details.at(-1)).toBe('RecursionError: too deep');
	});

	test('is found under its colours', () => {
		const text =
			'\u001b[31m2026-11-20 06:00:44 ERR\u001b[1mOR a\u001b[0m\n\u001b[33mTraceback (most recent call last):\u001b[0m\n' +
			'\u001b[2m  File "a.py"\u001b[0m\n\u001b[31mValueError\u001b[0m: no\n';
		expect(foldText(text).map(({summary, details}) => [summary, details.length])).toEqual([['ValueError: no', 3]]);
	});

	test('is seen before anything is written after it', () => {
		const folder = createFolder(
			text => /ERROR|Exception/.test(text),
			() => {},
		);
		folder.push({text: 'ERROR a'});
		expect(folder.open().map(({line}) => line.text)).toEqual(['ERROR a']);
		folder.push({text: 'java.lang.Exception: b'});
		expect(folder.open().map(({line}) => line.text)).toEqual(['ERROR a', 'java.lang.Exception: b']);
		folder.push({text: '\tat a.b(C.java:1)'});
		expect(folder.open()).toEqual([
			{
				line: {text: 'ERROR a'},
				details: ['java.lang.Exception: b', '\tat a.b(C.java:1)'],
				exception: 'java.lang.Exception: b',
			},
		]);
	});
});

describe('equal errors', () => {
	test.each([
		['Upstream answered 502 after 1201 ms', 'Upstream answered 503 after 9 ms'],
		["no model 'arrivals'", "no model 'departures'"],
		['run 9f1b2c3d4e5f60718293a4b5c6d7e8f9 failed', 'run 00112233445566778899aabbccddeeff failed'],
		['id 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed', 'id 00000000-0000-0000-0000-000000000000'],
		['at 0x7f00ab', 'at 0x12'],
		['newest is 31:01:44 old', 'newest is 2:00:00 old'],
		['since 2026-11-20 06:00:44,123', 'since 2025-01-02 16:10:04,5'],
	])('differ only in values: %s', (one, other) => {
		expect(alike(one)).toBe(alike(other));
	});

	test('are not made of different words', () => {
		expect(alike('deadbeef food')).not.toBe(alike('cafebabe food'));
		expect(alike('connection refused')).not.toBe(alike('connection reset'));
	});

	test('keep their newest line', () => {
		const [event, ...others] = foldText('ERROR row 1\nERROR row 2\nERROR row 3\n');
		expect(others).toEqual([]);
		expect(event).toMatchObject({count: 3, summary: 'row 3', line: {part: '', position: 24}});
	});

	test('make room for newer kinds, and what made room is counted', () => {
		const kinds = createKinds(source, {most: 3});
		for (const name of ['a', 'b', 'a', 'c', 'd', 'e', 'b'])
			kinds.add({
				line: {text: `ERROR ${name}`, at: undefined, part: '', position: 0},
				details: [],
				exception: undefined,
			});
		const events = kinds.events([]);
		expect(events.map(({summary, count}) => [summary, count])).toEqual([
			['… 4 errors of other kinds, the newest at this line, had to make room', 4],
			['d', 1],
			['e', 1],
			['b', 1],
		]);
		expect(events.reduce((sum, {count}) => sum + count, 0)).toBe(7);
	});

	test('are forgotten when they are too old, and are counted down before that', () => {
		const hour = 3_600_000;
		const kinds = createKinds(source, {most: 2});
		const add = (name: string, at: number): void =>
			kinds.add(
				{line: {text: `ERROR ${name}`, at: undefined, part: '', position: 0}, details: [], exception: undefined},
				at,
			);
		for (const [name, at] of [
			['a', 1 * hour],
			['a', 9 * hour],
			['b', 2 * hour],
			['c', 8 * hour],
		] as const)
			add(name, at);
		const counts = () => kinds.events([]).map(({count}) => count);
		expect(counts()).toEqual([2, 1, 1]);
		kinds.forget(5 * hour);
		expect(counts()).toEqual([1, 1]);
		kinds.forget(8.5 * hour);
		expect(counts()).toEqual([1]);
		kinds.forget(9.1 * hour);
		expect(counts()).toEqual([]);
	});
});
