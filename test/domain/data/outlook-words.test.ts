import {expect, test} from 'vitest';
import {noOutlook, type Outlook} from '../../../source/domain/data/outlook.ts';
import {noteOf} from '../../../source/domain/data/outlook-words.ts';

const now = new Date(2026, 10, 21, 14, 28);
const at = (hour: number, minute: number, day = 21) => new Date(2026, 10, day, hour, minute);
const fresh = (outlook: Partial<Outlook>) =>
	noteOf({verdict: 'fresh', owner: undefined, outlook: {...noOutlook, ...outlook}}, now);

test('fresh data says when it turns stale, on which day, and when it should have', () => {
	expect([at(17, 40), at(6, 5, 22), at(14, 28), at(14, 0)].map(turnsAt => fresh({turnsAt}))).toEqual([
		'stale in 3h 12m, at 17:40',
		'stale in 15h 37m, at 11-22 06:05',
		'stale since 14:28 unless newer rows came',
		'stale since 14:00 unless newer rows came',
	]);
	expect(fresh({turnsAt: new Date(now.getTime() + 1)})).toBe('stale in 1s, at 14:28');
	expect(fresh({})).toBe('');
});

test('where it can only be told until when that is certain, it says so', () => {
	expect(fresh({turnsAt: at(17, 40), turnsTo: 'uncertain'})).toBe('no longer certain in 3h 12m, at 17:40');
	expect(fresh({turnsAt: at(14, 0), turnsTo: 'uncertain'})).toBe(
		'no longer certain since 14:00 unless newer rows came',
	);
});

test('a warning comes before it', () => {
	const run = {kind: 'before run', job: 'prediction', runAt: at(18, 15)} as const;
	const load = {kind: 'late load', expectedAt: at(13, 0), by: 88 * 60_000} as const;
	expect(fresh({turnsAt: at(17, 40), warnings: [run]})).toBe('stale before prediction runs at 18:15');
	expect(fresh({turnsAt: at(17, 40), warnings: [run, load]})).toBe(
		'stale before prediction runs at 18:15; load 1h 28m late, expected at 13:00',
	);
});

test('what is not fresh says whom to ask', () => {
	expect(noteOf({verdict: 'stale', owner: 'whoever fills the data', outlook: noOutlook}, now)).toBe(
		'ask whoever fills the data',
	);
	expect(noteOf({verdict: 'checking', owner: undefined, outlook: noOutlook}, now)).toBe('');
});
