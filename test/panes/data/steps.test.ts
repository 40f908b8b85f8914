import {expect, test} from 'vitest';
import type {AgePoint} from '../../../source/domain/data/age-history.ts';
import {stepNames, type Step, type WatchedCheck} from '../../../source/domain/data/freshness.ts';
import {noOutlook, type UsualLoad} from '../../../source/domain/data/outlook.ts';
import {stepsOf} from '../../../source/panes/data/steps.ts';
import {textsIn} from '../../support/sections.ts';

const now = new Date(2026, 10, 21, 9, 49, 12);
const minute = 60_000;
const ago = (minutes: number): Date => new Date(now.getTime() - minutes * minute);

const steps = (at: number, status: Step['status']): readonly Step[] =>
	stepNames.map((step, index) => ({
		step,
		status: index < at ? 'ok' : index === at ? status : 'not reached',
		ms: index > at ? undefined : 3,
		evidence: '',
	}));

const failed: WatchedCheck = {
	key: 'patients',
	name: 'patients',
	verdict: 'failed',
	cause: 'denied',
	owner: 'the database team',
	age: undefined,
	maxAge: 1440 * minute,
	newest: undefined,
	checkedAt: ago(5),
	steps: steps(4, 'failed'),
	clocks: {sqlServer: 0, host: 0},
	problem: {what: 'It may not be executed', why: 'the right is missing', next: 'grant it'},
	running: undefined,
	cancelled: undefined,
	ages: [],
	outlook: noOutlook,
};

const page = (check: WatchedCheck): readonly string[] => textsIn(stepsOf(check).sections(check, now));

test('the first line says when the check was made, and how long ago that is now', () => {
	expect(page(failed)[0]).toBe('patients · failed (denied) · checked 09:44:12, 5m ago');
	expect(page({...failed, verdict: 'checking', cause: undefined, checkedAt: undefined})[0]).toBe('patients · checking');
	expect(stepsOf(failed).ticks?.(failed)).toBe(true);
});

test('while it is made anew, what came of the last one stands under its own time and apart from the steps', () => {
	const sections = stepsOf(failed).sections({...failed, running: steps(1, 'running')}, now);
	expect(sections[0]).toMatchObject({
		heading: 'patients · checking: tls',
		rows: [{RESULT: 'ok'}, {RESULT: 'running'}, ...Array.from({length: 6}, () => ({RESULT: 'to come'}))],
	});
	expect(sections[1]).toEqual({
		kind: 'text',
		heading: 'Last outcome, 09:44:12',
		lines: [
			'failed (denied): It may not be executed',
			'Why: the right is missing',
			'Who: the database team',
			'Next: grant it',
		],
		past: true,
	});
});

const result = (check: WatchedCheck) => {
	const [table] = stepsOf(check).sections(check, now);
	return table?.kind === 'table' ? table.rows.find(({STEP}) => STEP === 'procedure')?.['RESULT'] : undefined;
};

test('an answer that leaves it open is no failure, nor is a check that was cancelled', () => {
	expect(result(failed)).toBe('failed');
	expect(result({...failed, verdict: 'uncertain', cause: 'clockchange'})).toBe('unknown');
	expect(result({...failed, cause: 'cancelled'})).toBe('unknown');
});

const seen = (minutes: number, verdict: AgePoint['verdict'], newest: number | undefined): AgePoint => ({
	at: ago(minutes),
	verdict,
	age: newest === undefined ? undefined : (newest - minutes) * minute,
	newest: newest === undefined ? undefined : ago(newest),
});

test('a check that fails says what was seen before it', () => {
	expect(page({...failed, ages: [seen(7, 'fresh', 12), seen(5, 'failed', undefined)]})).toContain(
		'Last seen: 5m old at 09:42, fresh until 11-22 09:37 if nothing changed',
	);
});

const usual: UsualLoad = {kind: 'every', gap: 10 * minute, spread: 0, seen: 31};
const ages = [seen(430, 'fresh', 445), seen(420, 'fresh', 425), seen(1, 'stale', 425)];
const aheadOf = (check: Partial<WatchedCheck>): readonly string[] => {
	const lines = page({...failed, verdict: 'stale', ages, ...check});
	const from = lines.findIndex(line => line.startsWith('Ahead, times of this machine ('));
	const to = lines.findIndex(line => line.startsWith('Age of the data, times of this machine ('));
	return lines.slice(from + 1, to);
};

test('of a load that is missed it says since when there was none', () => {
	const outlook = {...noOutlook, usual, nextLoadAt: ago(410), missedLoadAt: ago(410)};
	expect(aheadOf({outlook, newest: ago(425)})).toEqual([
		'the newest row is of 02:44:12',
		'no load since 02:49, usually every 10m; seen 31 times',
	]);
});

test('a load that is expected is told while it is to come, and then with what is known of it', () => {
	expect(aheadOf({outlook: {...noOutlook, usual, nextLoadAt: ago(-3)}})).toEqual([
		'a load usually comes every 10m; seen 31 times',
		'the next is expected at 09:52',
	]);
	expect(aheadOf({outlook: {...noOutlook, usual, nextLoadAt: ago(2)}})).toEqual([
		'a load usually comes every 10m; seen 31 times',
		'the next was expected at 09:47, the last look was at 09:48',
	]);
});

test('while a check fails nobody knows whether a load came, and it says so', () => {
	expect(aheadOf({verdict: 'failed', outlook: {...noOutlook, usual, nextLoadAt: ago(2)}})).toEqual([
		'a load usually comes every 10m; seen 31 times',
		'whether one came since 09:48 is not known while the check brings no age',
	]);
});
