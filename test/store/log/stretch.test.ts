import {expect, test} from 'vitest';
import type {LogSource} from '../../../source/domain/log.ts';
import type {Sifted} from '../../../source/store/log/dress.ts';
import {at, moved, resized} from '../../../source/store/log/screen.ts';
import {broke, capacity, preceded, shown, succeeded, written} from '../../../source/store/log/stretch.ts';
import {unread, type LogState, type Seam} from '../../../source/store/log/state.ts';
import {wentToEnd} from '../../../source/store/log/wishes.ts';
import {toggledMark} from '../../../source/store/log/looks.ts';
import {spotOf} from '../../../source/store/log/spots.ts';
import {after, line, lines, mark, positions, sifted, training, view} from './support.ts';

const problem = {what: 'The log broke', why: 'it was removed', next: 'wait'};
const long = (from: number, to: number) =>
	Array.from({length: to - from}, (_, index) => sifted(line(from + index, 'x'.repeat(1024))));

test('a log opened at its end follows it', () => {
	const opened = view(lines(0, 30));
	expect(opened).toMatchObject({cursor: 29, top: {row: 20, skip: 0}, following: true, status: 'live'});
	expect(after(opened, written(lines(30, 35), mark(35)))).toMatchObject({cursor: 34, top: {row: 25}, unseen: 0});
});

test('scrolling up pauses and counts what is new, and the screen stands still', () => {
	const paused = after(view(lines(0, 30)), moved(-3), written(lines(30, 35), mark(35)));
	expect(paused).toMatchObject({cursor: 26, top: {row: 20}, following: false, unseen: 5});
});

test('arriving at the end by hand follows again', () => {
	const back = after(view(lines(0, 30)), moved(-3), written(lines(30, 31), mark(31)), moved(4));
	expect(back).toMatchObject({following: true, unseen: 0, cursor: 30});
});

test('a line that was asked for is in the middle, whenever the size of the screen is known', () => {
	const place = {around: spotOf(line(50))};
	const stretch = {rows: lines(0, 100), start: mark(0), end: mark(100), before: true, after: true};
	expect(view(lines(0, 100), place)).toMatchObject({cursor: 50, top: {row: 46}, following: false});
	const late = after({...unread([training], place, () => 1)}, shown(stretch), resized(80, 10));
	expect(late).toMatchObject({cursor: 50, top: {row: 46}, before: 'more', after: 'more'});
});

test('pages before and after join what is on hand, and the screen stands still', () => {
	const middle = view(lines(100, 200), {around: spotOf(line(150))}, {before: true, after: true});
	const paged = after(middle, preceded(lines(50, 100), mark(50), true), succeeded(lines(200, 250), mark(250), false));
	expect(positions(paged)).toEqual(Array.from({length: 200}, (_, index) => 50 + index));
	expect(paged).toMatchObject({cursor: 100, top: {row: 96}, before: 'more', after: 'none', start: mark(50)});
	const {rows} = paged;
	expect(new Set(rows.slice(0, 200).map(({key}) => key)).size).toBe(200);
});

test('a flood that is followed makes room at the front, and what goes can be read again from there', () => {
	let state = view(long(0, 100));
	for (let position = 100; position < 20_000; position += 500)
		state = after(state, written(long(position, position + 500), mark(position + 500)));
	expect(state.rows.weight).toBeLessThanOrEqual(capacity);
	expect(state).toMatchObject({before: 'more', dropped: 0, following: true, cursor: state.rows.length - 1});
	const first = 20_100 - state.rows.length;
	expect(state.start).toEqual(mark(first));
	expect(positions(state)[0]).toBe(first);
});

test('a flood under somebody who reads leaves the lines alone that are read, and is counted', () => {
	let state = after(view(long(0, 2000)), at(100));
	for (let position = 2000; position < 20_000; position += 500)
		state = after(state, written(long(position, position + 500), mark(position + 500)));
	expect(state.rows.weight).toBeLessThanOrEqual(capacity);
	expect(state).toMatchObject({cursor: 100, unseen: 18_000, following: false, after: 'more'});
	expect(state.rows.at(100)?.row).toMatchObject({line: {position: 100}});
	const {length} = state.rows;
	expect(state.end).toEqual(mark(length));
	expect(after(state, wentToEnd)).toMatchObject({wish: {place: 'end'}, following: true});
});

test('a log that breaks keeps its lines until it speaks again', () => {
	const broken = after(view(lines(0, 30)), broke(problem));
	expect(broken).toMatchObject({status: 'broken', problem});
	expect(broken.rows.length).toBe(30);
	expect(after(broken, written([], mark(30)))).toMatchObject({status: 'live', problem: undefined});
});

test('a mark stays on its line when that is let go of and read again', () => {
	const marked = after(view(lines(0, 30), 'start'), at(5), toggledMark);
	expect(marked.rows.at(5)?.marked).toBe(true);
	const again = after(marked, shown({rows: lines(0, 10), start: mark(0), end: mark(10), before: false, after: true}));
	expect(again.rows.slice(0, 10).map(({marked: is}) => is)).toEqual(
		Array.from({length: 10}, (_, index) => index === 5),
	);
});

test('a gap that is longer than usual is told, and stays when more is known', () => {
	const later = sifted(line(600));
	const state = view([...lines(0, 20), later]);
	expect(state.rows.at(20)?.gap).toBe(581_000);
	expect(state.rows.at(19)?.gap).toBeUndefined();
	const grown = after(state, written([sifted(line(601)), sifted(line(700))], mark(701)));
	expect(grown.rows.at(20)?.gap).toBe(581_000);
	expect(grown.rows.at(22)?.gap).toBe(99_000);
});

test('the first line on hand gets its gap once the line before it is known', () => {
	const state = after(view(lines(1000, 1020), 'end', {before: true}), preceded(lines(0, 20), mark(0), false));
	expect(state.rows.at(20)?.gap).toBe(981_000);
	expect(state.rows.at(0)?.gap).toBeUndefined();
});

const other: LogSource = {kind: 'file', key: 'other', name: 'other', path: 'other.log'};

const both = (ofTraining: number, ofOther: number): Seam => ({
	mark: new Map([
		['training', {part: '1', position: ofTraining}],
		['other', {part: '1', position: ofOther}],
	]),
});

/** The first or the last line of a source that is on hand. */
const lineOf = ({rows}: LogState, which: 'first' | 'last', {key}: LogSource): number => {
	const all = rows.slice(0, rows.length).filter(({row}) => row.source.key === key);
	const row = all.at(which === 'first' ? 0 : -1)?.row;
	return row?.kind === 'line' ? row.line.position : -1;
};

test('what goes of several logs can be read again of each, though one is always late with its lines', () => {
	const turns = (from: number): readonly Sifted[] =>
		long(from, from + 250).flatMap((row, index) => [row, sifted(line(from + index - 200, 'x'.repeat(1024), other))]);
	let followed = view(turns(750), 'end', {start: both(750, 550), end: both(1000, 800)});
	let read = after(followed, at(0));
	for (let from = 1000; from < 9000; from += 250) {
		const more = written(turns(from), both(from + 250, from + 50));
		followed = after(followed, more);
		read = after(read, more);
	}
	expect(followed.start).toEqual(both(lineOf(followed, 'first', training), lineOf(followed, 'first', other)));
	expect(read.end).toEqual(both(lineOf(read, 'last', training) + 1, lineOf(read, 'last', other) + 1));
});
