import {expect, test} from 'vitest';
import {initialCursor, moved, onScreen, resized, settled, type Cursor} from '../../source/store/cursor.ts';

const rows = (...keys: string[]) => keys.map(key => ({key}));
const five = rows('a', 'b', 'c', 'd', 'e');
const at = (cursor: Cursor, ...updates: Array<(cursor: Cursor) => Cursor>): Cursor =>
	updates.reduce((value, update) => update(value), cursor);

test('the first row is selected when rows come', () => {
	expect(settled(five)(initialCursor).key).toBe('a');
});

test('the selection stays on its row when rows are sorted anew', () => {
	const onB = at(initialCursor, settled(five), moved(1, five));
	expect(at(onB, settled(rows('e', 'd', 'c', 'b', 'a')))).toMatchObject({key: 'b', index: 3});
});

test('when the selected row goes, the one that takes its place is selected', () => {
	const onB = at(initialCursor, settled(five), moved(1, five));
	expect(at(onB, settled(rows('a', 'c', 'd')))).toMatchObject({key: 'c', index: 1});
});

test('when the last row goes while it is selected, the new last one is', () => {
	const onE = at(initialCursor, settled(five), moved(99, five));
	expect(at(onE, settled(rows('a', 'b')))).toMatchObject({key: 'b', index: 1});
});

test('rows that vanish for a moment do not lose the selection', () => {
	const onC = at(initialCursor, settled(five), moved(2, five));
	expect(at(onC, settled([]), settled(five)).key).toBe('c');
});

test('the selected row is always on the screen', () => {
	const small = at(initialCursor, resized(2, five));
	const down = at(small, moved(3, five));
	expect(onScreen(five, down).map(({key}) => key)).toEqual(['c', 'd']);
	expect(onScreen(five, at(down, moved(-3, five))).map(({key}) => key)).toEqual(['a', 'b']);
});

test('a taller screen shows rows instead of blank lines', () => {
	const atEnd = at(initialCursor, resized(2, five), moved(99, five));
	expect(onScreen(five, at(atEnd, resized(4, five))).map(({key}) => key)).toEqual(['b', 'c', 'd', 'e']);
});

test('nothing moved is the same cursor, so that nothing is drawn', () => {
	const settledOnce = at(initialCursor, resized(3, five));
	expect(settled(five)(settledOnce)).toBe(settledOnce);
});
