import {describe, expect, test} from 'vitest';
import type {LineRow, LogSource} from '../../../../source/domain/log.ts';
import type {FoundErrors} from '../../../../source/engine/log.ts';
import {createTally} from '../../../../source/engine/logs/errors/tally.ts';

const source: LogSource = {kind: 'file', key: 'a', name: 'a', path: 'a.log'};
const hour = 3_600_000;
const begin = Date.parse('2026-11-20T12:00:00Z');
const dateOf = (hours: number | undefined): Date | undefined =>
	hours === undefined ? undefined : new Date(begin + hours * hour);

const rowAt = (hours: number | undefined, text: string): LineRow => ({
	kind: 'line',
	source,
	line: {text, part: '', at: dateOf(hours), position: 0},
});

/** A tally of the last day, at a time that a test chooses; times are hours from its beginning. */
const startTally = (reach = true) => {
	let now = begin;
	const day = {last: 24 * hour, now: () => now};
	const tally = createTally({source, errors: /ERROR/, reach: reach ? day : undefined});
	return {
		tally,
		/** A search that has found these errors, each in a line of its own, among others. */
		search(
			errors: ReadonlyArray<readonly [hours: number | undefined, text: string]>,
			{lines = errors.length, from = errors[0]?.[0], to = errors.at(-1)?.[0], ...more}: Searched = {},
		) {
			tally.found({
				events: errors.map(([hours, text]) => ({row: rowAt(hours, text), details: [], exception: undefined})),
				searched: {
					lines,
					bytes: 10 * lines,
					from: dateOf(from),
					to: dateOf(to),
					range: {kind: 'last', milliseconds: 1},
				},
				done: 1,
				end: new Map(),
				problems: [],
				...more,
			});
		},
		write: (hours: number | undefined, text: string) => tally.wrote([rowAt(hours, text)]),
		goTo(hours: number) {
			now = begin + hours * hour;
		},
		/** Each kind of error with its count, and how many lines that is of. */
		look() {
			const {events, searched} = tally.seen(undefined);
			const kinds = events.map(({summary, count}) => `${summary} ×${count}`);
			return [...kinds, `${searched.lines} lines`, searched.range.kind].join(', ');
		},
	};
};

type Searched = Partial<FoundErrors> & {readonly lines?: number; readonly from?: number; readonly to?: number};

const cannotRead = {what: 'Cannot read', why: 'it is damaged', next: 'look at it'};

describe('the errors of the last day', () => {
	test('are forgotten when they have become older, as the lines are', () => {
		const tally = startTally();
		tally.search(
			[
				[-20, 'ERROR one'],
				[-10, 'ERROR one'],
				[-10, 'ERROR other'],
			],
			{lines: 409},
		);
		tally.write(0, 'fine');
		expect(tally.look()).toBe('one ×2, other ×1, 410 lines, last');
		tally.goTo(5);
		expect(tally.look()).toBe('one ×1, other ×1, 370 lines, last');
		tally.write(6, 'ERROR one');
		tally.goTo(15);
		expect(tally.look()).toBe('one ×1, 2 lines, last');
		tally.goTo(24 * 8);
		expect(tally.look()).toBe('0 lines, last');
	});

	test('are forgotten though one was the last thing written', () => {
		const tally = startTally();
		tally.search([], {lines: 0});
		tally.write(-1, 'ERROR at the end');
		expect(tally.look()).toBe('at the end ×1, 1 lines, last');
		tally.goTo(24.5);
		expect(tally.look()).toBe('0 lines, last');
	});

	test('are no newer than when they were read, where their lines have no time', () => {
		const tally = startTally();
		tally.search([[undefined, 'ERROR one']], {lines: 2});
		expect(tally.look()).toBe('one ×1, 2 lines, whole');
		tally.goTo(20);
		tally.write(undefined, 'ERROR two');
		tally.write(undefined, 'fine');
		expect(tally.look()).toBe('one ×1, two ×1, 4 lines, whole');
		tally.goTo(24.5);
		expect(tally.look()).toBe('two ×1, 2 lines, last');
		tally.goTo(44.5);
		expect(tally.look()).toBe('0 lines, last');
	});

	test('leave out a line that is older than that, which was copied in', () => {
		const tally = startTally();
		tally.search([], {lines: 0});
		tally.write(-100, 'ERROR then');
		tally.write(-99, 'fine');
		expect(tally.look()).toBe('2 lines, last');
	});

	test('are not led astray by a line from the future', () => {
		const tally = startTally();
		tally.search([], {lines: 0});
		tally.write(24 * 365, 'ERROR far');
		tally.write(0, 'fine');
		expect(tally.look()).toBe('far ×1, 2 lines, last');
		tally.goTo(25);
		expect(tally.look()).toBe('0 lines, last');
	});

	test('say where not all that should be could be searched, until a day has passed', () => {
		const tally = startTally();
		tally.search([[-10, 'ERROR one']], {problems: [cannotRead]});
		expect(tally.look()).toBe('one ×1, 1 lines, end');
		expect(tally.tally.seen(undefined).problem).toBe(cannotRead);
		tally.goTo(15);
		expect(tally.look()).toBe('0 lines, last');
	});
});

test('an error of everything is never forgotten', () => {
	const tally = startTally(false);
	tally.search([[-1000, 'ERROR one']]);
	tally.write(0, 'ERROR one');
	tally.write(0, 'fine');
	tally.goTo(1000);
	expect(tally.look()).toBe('one ×2, 3 lines, whole');
});

test('a line that nobody ends is an error until it is known to go on otherwise', () => {
	const tally = startTally();
	tally.search([], {lines: 0});
	const {line} = rowAt(undefined, 'ERROR cut');
	tally.tally.wrote([{kind: 'rule', source, words: 'not ended yet: ERROR cut', at: undefined, unended: line}]);
	expect(tally.look()).toBe('cut ×1, 0 lines, last');
	tally.write(undefined, 'ERROR cut off');
	expect(tally.look()).toBe('cut off ×1, 1 lines, whole');
});

test('a traceback that is written after the search is one with the line that the search found last', () => {
	const tally = startTally();
	const row = rowAt(-1, 'ERROR failed');
	const details = ['Traceback (most recent call last):', '  File "a.py", line 1'];
	const error = {row, details, exception: undefined};
	tally.search([], {events: [error], open: [error], lines: 3, from: -1, to: -1});
	tally.write(undefined, 'ValueError: no rows');
	expect(tally.look()).toBe('ValueError: no rows ×1, 4 lines, last');
});

test('a rule in the log ends an error, and what was searched is told while the search goes on', () => {
	const tally = startTally();
	expect(tally.tally.seen(undefined).problem?.why).toBe('0 B are searched so far');
	tally.search([[-1, 'ERROR one']], {end: undefined, done: 0.4, lines: 7});
	const {problem, done, searched} = tally.tally.seen(undefined);
	expect([problem?.why, done, searched.lines]).toEqual(['7 lines are searched so far', 0.4, 7]);
	tally.search([], {lines: 9});
	tally.write(0, 'ERROR two');
	tally.tally.wrote([{kind: 'rule', source, words: 'rotated', at: undefined}]);
	tally.write(0, '  File "a.py", line 1');
	expect(tally.tally.seen(undefined)).toMatchObject({problem: undefined, events: [{}, {details: []}]});
});
