import {expect, test} from 'vitest';
import type {WatchedCheck} from '../../source/domain/freshness.ts';
import {noOutlook} from '../../source/domain/outlook.ts';
import {data} from '../../source/panes/data.ts';

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
