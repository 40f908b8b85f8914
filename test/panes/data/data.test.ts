import {expect, test} from 'vitest';
import type {WatchedCheck} from '../../../source/domain/data/freshness.ts';
import {noOutlook} from '../../../source/domain/data/outlook.ts';
import {data} from '../../../source/panes/data/data.ts';
import type {PaneContext} from '../../../source/panes/spec.ts';

const checkedAt = new Date('2026-11-21T12:00:00Z');
const patients: WatchedCheck = {
	key: 'patients',
	name: 'patients',
	verdict: 'fresh',
	cause: undefined,
	age: 86_280_000,
	maxAge: 86_400_000,
	newest: new Date('2026-11-20T12:02:00Z'),
	checkedAt,
	steps: [],
	problem: undefined,
	owner: undefined,
	clocks: {sqlServer: 0, host: 0},
	running: undefined,
	cancelled: undefined,
	ages: [],
	outlook: noOutlook,
};

const cells = (check: WatchedCheck, seconds: number) => {
	const now = new Date(checkedAt.getTime() + seconds * 1000);
	return Object.fromEntries(data.columns.map(({title, text}) => [title, text(check, now)]));
};

test.each([
	[0, '23h 58m', '0s ago'],
	[119, '23h 59m', '1m 59s ago'],
	[120, '1d', '2m ago'],
	// The clock of this machine was put back.
	[-60, '23h 58m', '0s ago'],
])('%i seconds after a check data is as old as it has become', (seconds, age, checked) => {
	expect(cells(patients, seconds)).toMatchObject({AGE: age, CHECKED: checked, LIMIT: '1d'});
});

test('what has not been checked has no age', () => {
	const unchecked = {
		...patients,
		verdict: 'checking',
		age: undefined,
		newest: undefined,
		checkedAt: undefined,
	} as const;
	expect(cells(unchecked, 60)).toMatchObject({AGE: '-', NEWEST: '-', CHECKED: '-'});
});

const now = new Date(checkedAt.getTime() + 2000);
const note = (check: WatchedCheck): string => data.columns.find(({title}) => title === 'NOTE')?.text(check, now) ?? '';
const in3Hours = new Date(checkedAt.getTime() + 3 * 3_600_000 + 2000);

test('beside the verdict stands what goes on, what was cancelled, or what lies ahead and which clocks differ', () => {
	const fresh: WatchedCheck = {...patients, outlook: {...noOutlook, turnsAt: in3Hours}};
	const wrongClock = {...fresh, clocks: {sqlServer: 180_000, host: 0}};
	const cancelled = {...wrongClock, cancelled: {at: checkedAt, how: 'cancelled at login after 4s'}};
	const step = {step: 'login', status: 'running', ms: 0, evidence: ''} as const;
	expect(note(fresh)).toMatch(/^stale in 3h, at \d\d:\d\d$/);
	expect(note(wrongClock)).toMatch(/^stale in 3h, at \d\d:\d\d; SQL Server's clock is 3m ahead of this machine's$/);
	expect(note(cancelled)).toBe('cancelled at login after 4s');
	expect(note({...cancelled, running: [step], runningSince: checkedAt})).toBe('checking: login, 2s');
	expect(note({...cancelled, running: [step], runningSince: now})).toBe('checking: login');
	expect(note({...cancelled, running: []})).toBe('checking');
});

test('the header says in few words how the worst of the checks stands', () => {
	const soon: WatchedCheck = {
		...patients,
		outlook: {
			...noOutlook,
			turnsAt: in3Hours,
			warnings: [{kind: 'before run', job: 'prediction', runAt: in3Hours}],
		},
	};
	const late: WatchedCheck = {
		...patients,
		outlook: {...noOutlook, warnings: [{kind: 'late load', expectedAt: checkedAt, by: 60_000}]},
	};
	expect(data.summary([])).toBe('none');
	expect(data.summary([patients, patients])).toBe('fresh');
	expect(data.summary([soon])).toMatch(/^stale at \d\d:\d\d$/);
	expect(data.summary([soon, patients])).toMatch(/^patients stale at \d\d:\d\d$/);
	expect(data.summary([late])).toBe('load is late');
	expect(data.summary([{...patients, verdict: 'timeout'}])).toBe('timeout');
	expect([patients, soon, late].map(row => data.status(row))).toEqual(['ok', 'warning', 'warning']);
});

const context = (row: WatchedCheck | undefined) => ({row}) as unknown as PaneContext<WatchedCheck>;

test('Esc is a key of the pane only while the selected check is made', () => {
	const esc = data.bindings.find(({keys}) => keys.includes('esc'));
	expect(esc?.when?.(context(undefined))).toBe(false);
	expect(esc?.when?.(context(patients))).toBe(false);
	expect(esc?.when?.(context({...patients, running: []}))).toBe(true);
});

test('a look that is older than it should be is told as such, whatever else is to be said', () => {
	const later = new Date(checkedAt.getTime() + 301_000);
	const noteThen = (check: WatchedCheck): string =>
		data.columns.find(({title}) => title === 'NOTE')?.text(check, later) ?? '';
	expect(noteThen({...patients, checkedAt: new Date(later.getTime() - 300_000)})).toBe('');
	expect(noteThen(patients)).toBe('checked 5m 1s ago');
	expect(noteThen({...patients, running: []})).toBe('checked 5m 1s ago; checking');
});

test('a check that fails says what was known before it, as something old', () => {
	const seen = {at: new Date(checkedAt.getTime() - 60_000), verdict: 'fresh', age: 300_000, newest: undefined} as const;
	const failed = {...patients, verdict: 'failed', cause: 'denied', age: undefined, ages: [seen]} as const;
	const owner = 'the database team';
	expect(note({...failed, owner})).toMatch(
		/^last seen 5m old at \d\d:\d\d; ask the database team; fresh until 11-2\d \d\d:\d\d if nothing changed$/,
	);
	expect(cells({...failed, owner}, 0)).toMatchObject({AGE: '-'});
});
