import {describe, expect, test} from 'vitest';
import type {LogLine, LogSource} from '../../../../source/domain/log.ts';
import {createSearch} from '../../../../source/engine/logs/errors/search.ts';

const source: LogSource = {kind: 'file', key: 'a', name: 'a', path: 'a.log'};
const hour = 3_600_000;
const begin = Date.parse('2026-11-20T12:00:00Z');

/** A search of the last day, at a time that a test chooses; times are hours from its beginning. */
const startSearch = (reach = true) => {
	let now = begin;
	const search = createSearch(source, /ERROR/, reach ? {last: 24 * hour, now: () => now} : undefined);
	const lineAt = (hours: number | undefined, text: string): LogLine => ({
		text,
		part: '',
		at: hours === undefined ? undefined : new Date(begin + hours * hour),
		position: 0,
	});
	return {
		...search,
		write: (hours: number | undefined, text: string) => search.line(lineAt(hours, text), text.length + 1),
		goTo(hours: number) {
			now = begin + hours * hour;
		},
		/** Each kind of error with its count, and how many lines that is of. */
		look(isCut = false, unfinished?: string) {
			const rest = unfinished === undefined ? {} : {unfinished: {line: lineAt(undefined, unfinished), since: begin}};
			const {events, searched} = search.seen(undefined, {isCut, ...rest});
			const kinds = events.map(({summary, count}) => `${summary} ×${count}`);
			return [...kinds, `${searched.lines} lines`, searched.range.kind].join(', ');
		},
	};
};

describe('a search of the last day', () => {
	test('forgets what has become older, errors and lines alike', () => {
		const search = startSearch();
		search.write(-20, 'ERROR one');
		search.write(-10, 'ERROR one');
		search.write(-10, 'ERROR other');
		search.write(0, 'fine');
		search.caughtUp();
		expect(search.look()).toBe('one ×2, other ×1, 4 lines, last');
		search.goTo(5);
		expect(search.look()).toBe('one ×1, other ×1, 3 lines, last');
		search.write(6, 'ERROR one');
		search.goTo(15);
		expect(search.look()).toBe('one ×1, 2 lines, last');
		search.goTo(24 * 8);
		expect(search.look()).toBe('0 lines, last');
	});

	test('forgets an error that was the last thing written', () => {
		const search = startSearch();
		search.write(-1, 'ERROR at the end');
		expect(search.look()).toBe('at the end ×1, 1 lines, last');
		search.goTo(23.5);
		expect(search.look()).toBe('0 lines, last');
	});

	test('knows of lines without a time that they are no newer than when they were read', () => {
		const search = startSearch();
		search.write(undefined, 'ERROR one');
		search.write(undefined, 'fine');
		search.caughtUp();
		expect(search.look()).toBe('one ×1, 2 lines, whole');
		search.goTo(20);
		search.write(undefined, 'ERROR two');
		search.write(undefined, 'fine');
		expect(search.look()).toBe('one ×1, two ×1, 4 lines, last');
		search.goTo(24.5);
		expect(search.look()).toBe('two ×1, 2 lines, last');
		search.goTo(44.5);
		expect(search.look()).toBe('0 lines, last');
	});

	test('takes what is written under an old line for new when it is seen to be written', () => {
		const search = startSearch();
		search.write(-100, 'begin');
		search.write(undefined, 'ERROR then');
		search.caughtUp();
		expect(search.look()).toBe('0 lines, last');
		search.write(undefined, 'ERROR now');
		search.write(undefined, 'fine');
		expect(search.look()).toBe('now ×1, 2 lines, last');
	});

	test('forgets a line that nobody ended', () => {
		const search = startSearch();
		search.caughtUp();
		expect(search.look(false, 'ERROR cut')).toBe('cut ×1, 0 lines, last');
		search.goTo(25);
		expect(search.look(false, 'ERROR cut')).toBe('0 lines, last');
	});

	test('of the end of a log is known to reach back far enough by an older line, or by waiting', () => {
		const search = startSearch();
		search.write(-10, 'fine');
		search.caughtUp();
		expect(search.look(true)).toBe('1 lines, end');
		search.goTo(15);
		expect(search.look(true)).toBe('0 lines, last');

		const other = startSearch();
		other.write(-30, 'fine');
		other.write(-10, 'fine');
		expect(other.look(true)).toBe('1 lines, last');
	});

	test('is not led astray by a line from the future', () => {
		const search = startSearch();
		search.write(-1, 'fine');
		search.write(24 * 365, 'ERROR far');
		search.write(0, 'fine');
		expect(search.look()).toBe('far ×1, 3 lines, last');
		search.goTo(25);
		expect(search.look()).toBe('0 lines, last');
	});
});

test('a search of everything forgets nothing', () => {
	const search = startSearch(false);
	search.write(-1000, 'ERROR one');
	search.write(-10, 'ERROR one');
	search.write(0, 'fine');
	search.goTo(1000);
	expect(search.look()).toBe('one ×2, 3 lines, whole');
});
