import {expect, test} from 'vitest';
import type {LogRow} from '../../../source/domain/log.ts';
import type {Mark} from '../../../source/engine/log.ts';
import {createJoint, createTail} from '../../../source/flow/log/joint.ts';
import {training} from '../../store/log/support.ts';

const at = (position: number, part = '1'): Mark => new Map([['training', {part, position}]]);
const of = (part: string, ...positions: readonly number[]): readonly LogRow[] =>
	positions.map(position => ({kind: 'line', source: training, line: {text: 'line', at: undefined, part, position}}));
const rule: LogRow = {kind: 'rule', source: training, words: 'rotated', at: undefined};

test('rows that are on hand are told from those behind them', () => {
	const joint = createJoint(at(3), at(5));
	expect(joint.behind(of('1', 3))).toEqual([]);
	expect(joint.endOf(at(4))).toEqual(at(5));
	const rows = of('1', 4, 5, 6);
	expect(joint.behind(rows)).toEqual(rows.slice(1));
	expect(joint.endOf(at(7))).toEqual(at(7));
});

test('a log that is rotated right where it is joined goes on', () => {
	const rows = [rule, ...of('2', 0, 1)];
	expect(createJoint(at(5), at(5)).behind(rows)).toEqual(rows);
	expect(createJoint(at(3), at(1, '2')).behind([...of('1', 3, 4), ...rows])).toEqual(of('2', 1));
});

test('what came while the last page was read is handed out, once', () => {
	const tail = createTail(at(3));
	tail.take(of('1', 3, 4), at(5));
	tail.reading();
	tail.take(of('1', 5, 6, 7), at(8));
	expect(tail.arrived(at(6))).toEqual({rows: of('1', 6, 7), end: at(8)});
	expect(tail.take(of('1', 8), at(9))).toEqual({rows: of('1', 8), end: at(9)});
});

test('more than can be kept while a page is read leaves a hole, which is said', () => {
	const tail = createTail(at(0));
	tail.reading();
	tail.take(of('1', ...Array.from({length: 10_001}, (_, index) => index)), at(10_001));
	expect(tail.arrived(at(5))).toBeUndefined();
	tail.reading();
	expect(tail.arrived(at(10_001))).toEqual({rows: [], end: at(10_001)});
});
