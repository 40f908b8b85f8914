import {expect, test} from 'vitest';
import type {LogView} from '../../../source/store/log/view.ts';
import {drawTitle} from '../../../source/ui/log/title.ts';
import {createTheme} from '../../../source/ui/theme.ts';
import {filterOf, idle, lineRow, searchedWhole, viewOf} from '../../support/log-view.ts';
import {now} from '../../support/still-life.ts';

const titleOf = (more: Partial<LogView>, width = 100): string =>
	drawTitle(viewOf([lineRow(0, 'x')], more), width, now, createTheme({level: 0, ascii: false})).replace(/ ─+$/, '');

const done = {...idle, status: 'done', found: 12, searched: searchedWhole(18_342), done: 1} as const;
const retry = filterOf('retry');

test('a search says what it looked for, where, and what it found in how much', () => {
	expect(titleOf({filter: retry, search: done, following: false})).toBe(
		'─ training · whole log · /retry/ · 12 hits in 18 342 lines · paused',
	);
});

test('while a search runs the title says how far it is, and never the whole before it is done', () => {
	const search = {...done, status: 'searching', done: 0.999} as const;
	expect(titleOf({filter: retry, search})).toContain('searching 99% · 12 hits so far · Esc stops');
	expect(titleOf({filter: retry, search: {...search, done: undefined}})).toContain(
		'searching 18 342 lines · 12 hits so far',
	);
});

test('a stopped search says what it covers', () => {
	const searched = {...searchedWhole(7800), from: new Date(now.getTime() - 3_600_000), to: now};
	expect(titleOf({filter: retry, search: {...done, status: 'stopped', searched}})).toContain(
		'stopped: 12 hits in 7 800 lines · 13:02:07 to 14:02:07',
	);
});

test('a search that was stopped within a large log says how far it came and what it found', () => {
	const search = {...done, status: 'stopped', found: 276_941, searched: searchedWhole(0)} as const;
	expect(titleOf({filter: retry, search: {...search, done: 0.06}})).toContain('stopped at 6%, 276 941 hits so far');
	expect(titleOf({filter: retry, search: {...search, done: undefined}})).toContain('stopped: 276 941 hits so far');
	expect(titleOf({filter: retry, search: {...idle, status: 'stopped'}})).toContain('stopped before it began');
});

test('what could not be searched is not called searched', () => {
	const problems = [{what: 'Cannot search mlflow', why: 'it is gone', next: 'start it'}];
	expect(titleOf({filter: retry, search: {...done, problems}})).toContain('12 hits in only 18 342 lines');
});

test('errors that could not be looked for are not none', () => {
	expect(titleOf({errors: {...idle, status: 'stopped', ticks: []}})).toContain('errors not known');
	expect(titleOf({errors: {...idle, status: 'done', ticks: []}})).toContain('no errors');
});

test('a range that is not the whole log is named', () => {
	expect(titleOf({range: {last: 900_000}})).toContain('training · last 15m · following');
	const range = {last: 900_000} as const;
	expect(titleOf({range, since: 'all'})).toContain('training · whole log · following');
});

test('a range goes on from where it began, and the title says since when, searched or not', () => {
	const range = {last: 900_000} as const;
	const since = new Date(now.getTime() - 900_000);
	const searched = {...searchedWhole(5), range: {kind: 'last', milliseconds: 900_000}} as const;
	expect(titleOf({range, since})).toContain('training · since 13:47:07 · following');
	expect(titleOf({range, since, filter: retry, search: {...done, searched}})).toContain('training · since 13:47:07 ·');
});

test('a search up to a time says so, and claims no more', () => {
	const until = new Date(now.getTime() - 3_600_000);
	const between = (since: Date | undefined) => {
		const searched = {...searchedWhole(5), range: {kind: 'between', since, until}} as const;
		return titleOf({filter: retry, search: {...done, searched}});
	};
	expect(between(undefined)).toContain('training · until 13:02:07 ·');
	expect(between(new Date(until.getTime() - 3_600_000))).toContain('training · from 12:02:07 to 13:02:07 ·');
});

test('what matters least goes first where there is no room, and nothing is cut in two', () => {
	const more = {
		filter: retry,
		search: done,
		following: false,
		unseen: 128,
		times: 'utc',
		wrap: true,
		context: 3,
	} as const;
	expect(titleOf(more, 120)).toBe(
		'─ training · whole log · /retry/ · 12 hits in 18 342 lines · paused, 128 new below · context 3 · times utc · wrap',
	);
	expect(titleOf(more, 80)).toBe('─ training · /retry/ · 12 hits in 18 342 lines · paused, 128 new below');
	expect(titleOf(more, 60)).toBe('─ training · /retry/ · 12 hits in 18 342 lines');
});

test('a filter that is longer than the screen is cut before what it found', () => {
	const long = filterOf('a'.repeat(200));
	expect(titleOf({filter: long, search: done}, 80)).toMatch(
		/^─ training · \/a+… · 12 hits in 18 342 lines · following$/,
	);
});
