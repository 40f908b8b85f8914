import {expect, test} from 'vitest';
import {layOutColumns} from '../../source/ui/columns.ts';
import {frameHeight, shareHeight} from '../../source/ui/heights.ts';
import {clip, fit, widthOf, wrap} from '../../source/ui/text.ts';

const wish = (wanted: number, min: number, yields: number) => ({wanted, min, yields});

test('columns get what they want when there is room', () => {
	expect(layOutColumns([wish(10, 5, 0), wish(20, 5, 1)], 80)).toEqual([10, 20]);
});

test('the widest gives way first, down to its minimum', () => {
	expect(layOutColumns([wish(10, 5, 0), wish(30, 5, 1)], 32)).toEqual([10, 20]);
});

test('when minimums do not fit, the column that yields most goes', () => {
	expect(layOutColumns([wish(10, 10, 0), wish(10, 10, 2), wish(10, 10, 1)], 24)).toEqual([10, 0, 10]);
});

test('what never yields stays, however narrow the screen', () => {
	expect(layOutColumns([wish(10, 10, 0), wish(10, 10, 1)], 5)).toEqual([10, 0]);
});

test('panes share the height by need, the one with the focus first', () => {
	const claims = [
		{id: 'services', rows: 9},
		{id: 'errors', rows: 9},
		{id: 'data', rows: 1},
	];
	const heights = shareHeight(claims, 20, 'errors');
	expect([...heights.values()].reduce((sum, height) => sum + height)).toBe(20);
	expect(heights.get('data')).toBe(frameHeight + 1);
	expect(heights.get('errors')).toBeGreaterThan(heights.get('services') ?? 0);
});

test('nobody gets lines that nobody needs', () => {
	expect(shareHeight([{id: 'one', rows: 2}], 20, 'one').get('one')).toBe(frameHeight + 2);
});

test('a text fits its cells exactly, wide characters and all', () => {
	for (const text of ['short', 'a much longer text', '日本語のログ', 'x日本', '']) {
		for (const width of [1, 2, 3, 5, 8]) expect(widthOf(fit(text, width, '…'))).toBe(width);
	}
	expect(fit('7', 3, '…', 'right')).toBe('  7');
});

test('what a terminal might obey never gets into a line', () => {
	expect(clip('\u001B]0;owned\u0007name\u001B[2J\u0000\u202Eevil', 40, '…')).toBe('name··evil');
	expect(wrap('a\nb\u009B31m', 10)).toEqual(['a·b']);
});
