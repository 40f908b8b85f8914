import {describe, expect, test} from 'vitest';
import {createKinds} from '../../../source/parse/errors/error-events.ts';
import {alike} from '../../../source/parse/errors/fingerprint.ts';
import {createFolder} from '../../../source/parse/errors/tracebacks.ts';
import {anyLog as source, eventsIn as foldText, fold, logOf as fixture} from '../../support/fold.ts';

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

const momentOf = (time: string): Date => new Date(`2026-11-20T${time}Z`);

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

	test('say when the first of those that are remembered was written', () => {
		const kinds = createKinds(source);
		for (const time of ['06:40:00', '06:05:00', '06:09:00', '07:31:00'])
			kinds.add({
				line: {text: 'ERROR a', at: momentOf(time), part: '', position: 0},
				details: [],
				exception: undefined,
			});
		const firstAndCount = () => kinds.events([]).map(({first, count}) => [first, count]);
		expect(firstAndCount()).toEqual([[momentOf('06:05:00'), 4]]);
		kinds.forget(momentOf('06:15:00').getTime());
		expect(firstAndCount()).toEqual([[momentOf('06:40:00'), 2]]);
		kinds.forget(momentOf('06:45:00').getTime());
		expect(firstAndCount()).toEqual([[momentOf('07:31:00'), 1]]);
		const open = {
			line: {text: 'ERROR a', at: momentOf('07:40:00'), part: '', position: 9},
			details: [],
			exception: undefined,
		};
		expect(kinds.events([open])).toMatchObject([{first: momentOf('07:31:00'), at: momentOf('07:40:00'), count: 2}]);
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
