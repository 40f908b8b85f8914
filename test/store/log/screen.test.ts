import {expect, test} from 'vitest';
import {toggledMark} from '../../../source/store/log/looks.ts';
import {at, createLogStore, moved, resized, turned} from '../../../source/store/log/screen.ts';
import {unread, type LogState} from '../../../source/store/log/state.ts';
import {shown} from '../../../source/store/log/stretch.ts';
import {lineAtCursor} from '../../../source/store/log/wishes.ts';
import {after, lines, mark, sifted, training, view} from './support.ts';

/** A view of ten screen lines in which the row at each position is as high as told. */
const high = (heights: ReadonlyMap<number, number>, place: 'start' | 'end' = 'start'): LogState =>
	after(
		{
			...unread([training], place, ({row}) => (row.kind === 'line' ? (heights.get(row.line.position) ?? 1) : 1)),
			width: 80,
			height: 10,
		},
		shown({rows: lines(0, 40), start: mark(0), end: mark(40), before: false, after: false}),
	);

test('the screen follows the cursor, and moves no more than it has to', () => {
	const state = view(lines(0, 40), 'start');
	expect(after(state, moved(9))).toMatchObject({cursor: 9, top: {row: 0, skip: 0}});
	expect(after(state, moved(10))).toMatchObject({cursor: 10, top: {row: 1, skip: 0}});
	expect(after(state, moved(10), moved(-9))).toMatchObject({cursor: 1, top: {row: 1}});
	expect(after(state, moved(10), moved(-10))).toMatchObject({cursor: 0, top: {row: 0}});
});

test('wrapped rows take the lines that they are high', () => {
	const state = high(new Map([[4, 7]]));
	expect(after(state, moved(4))).toMatchObject({cursor: 4, top: {row: 1, skip: 0}});
	expect(after(state, moved(5))).toMatchObject({cursor: 5, top: {row: 2, skip: 0}});
	expect(after(state, moved(9))).toMatchObject({cursor: 9, top: {row: 4, skip: 2}});
});

test('within a row that is higher than the screen the screen moves first', () => {
	const state = high(new Map([[1, 25]]));
	const into = after(state, moved(1));
	expect(into).toMatchObject({cursor: 1, top: {row: 1, skip: 0}});
	const within = after(into, moved(1), moved(1));
	expect(within).toMatchObject({cursor: 1, top: {row: 1, skip: 2}});
	expect(after(within, moved(100))).toMatchObject({cursor: 1, top: {row: 1, skip: 15}});
	expect(after(within, moved(100), moved(1))).toMatchObject({cursor: 2});
});

test('what is followed shows the end of a last row that is higher than the screen', () => {
	expect(high(new Map([[39, 25]]), 'end')).toMatchObject({cursor: 39, top: {row: 39, skip: 15}});
});

test('pages turn with one line seen on both, to the ends and no further', () => {
	const state = view(lines(0, 40), 'start');
	const second = after(state, turned(1));
	expect(second).toMatchObject({top: {row: 9, skip: 0}, cursor: 9});
	expect(after(second, turned(-1))).toMatchObject({top: {row: 0, skip: 0}});
	expect(after(second, turned(-1), turned(-1))).toMatchObject({cursor: 0});
	const last = after(state, turned(1), turned(1), turned(1), turned(1), turned(1));
	expect(last).toMatchObject({top: {row: 30, skip: 0}, cursor: 39, following: true});
});

test('nothing is left empty below the last row when the screen grows', () => {
	const state = after(view(lines(0, 40), 'start'), at(35), resized(80, 30));
	expect(state).toMatchObject({top: {row: 10, skip: 0}, cursor: 35});
	expect(after(view(lines(0, 4)), resized(80, 30))).toMatchObject({top: {row: 0}, cursor: 3});
});

test('a store of a log puts its screen right after every update', () => {
	const store = createLogStore(view(lines(0, 40), 'start'));
	let changes = 0;
	store.subscribe(() => (changes += 1));
	store.update(moved(20));
	expect(store.get()).toMatchObject({cursor: 20, top: {row: 11}});
	store.update(state => state);
	expect(changes).toBe(1);
});

test('the cursor of what is followed is on its last line, not on a rule below it, and what acts on a line takes that above a rule', () => {
	const rule = sifted({kind: 'rule', source: training, words: 'exited', more: 'exit 1', at: undefined});
	const ended = view([...lines(0, 30), rule]);
	expect(ended).toMatchObject({cursor: 29, following: true, top: {row: 21}});
	expect(after(ended, moved(-1))).toMatchObject({cursor: 28, following: false});
	expect(after(ended, moved(-1), moved(1))).toMatchObject({cursor: 29, following: true});
	expect(lineAtCursor(after(view([...lines(0, 2), rule, ...lines(2, 4)]), at(2)))?.line.position).toBe(1);
	expect(lineAtCursor(after(view([rule, ...lines(0, 1)]), at(0)))).toBeUndefined();
	expect(after(view([...lines(0, 2), rule, ...lines(2, 4)]), at(2), toggledMark).rows.at(1)?.marked).toBe(true);
});
