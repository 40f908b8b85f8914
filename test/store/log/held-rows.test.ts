import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {
	noRows,
	surplus,
	weightOf,
	withAfter,
	withBefore,
	withoutFirst,
	withoutLast,
	withRow,
	type HeldRows,
} from '../../../source/store/log/held-rows.ts';
import type {ViewRow} from '../../../source/store/log/view.ts';
import {line} from './support.ts';

const row = (key: number, length = 10): ViewRow => ({
	key,
	row: line(key, 'x'.repeat(length)),
	hit: false,
	apart: false,
	gap: undefined,
	marked: false,
});

const keys = (rows: HeldRows): readonly number[] => rows.slice(0, rows.length).map(({key}) => key);

test('rows are the same as in a plain array, whatever is added and taken away', () => {
	const step = fc.oneof(
		fc.record({kind: fc.constant('after' as const), count: fc.nat(700)}),
		fc.record({kind: fc.constant('before' as const), count: fc.nat(700)}),
		fc.record({kind: fc.constant('first' as const), count: fc.nat(900)}),
		fc.record({kind: fc.constant('last' as const), count: fc.nat(900)}),
	);
	fc.assert(
		fc.property(fc.array(step, {maxLength: 12}), fc.nat(600), (steps, size) => {
			let held: HeldRows = noRows;
			let plain: ViewRow[] = [];
			let key = 0;
			for (const {kind, count} of steps) {
				const fresh = Array.from({length: count}, () => row((key += 1), size));
				switch (kind) {
					case 'after':
						held = withAfter(held, fresh);
						plain = plain.concat(fresh);
						break;
					case 'before':
						held = withBefore(held, fresh);
						plain = fresh.concat(plain);
						break;
					case 'first':
						held = withoutFirst(held, count);
						plain = plain.slice(count);
						break;
					case 'last':
						held = withoutLast(held, count);
						plain = plain.slice(0, Math.max(0, plain.length - count));
				}
			}
			expect(keys(held)).toEqual(plain.map(one => one.key));
			expect(held.at(plain.length)).toBeUndefined();
			expect(held.weight).toBe(plain.reduce((sum, one) => sum + weightOf(one), 0));
			for (const index of [0, Math.floor(plain.length / 2), plain.length - 1])
				expect(held.at(index)?.key).toBe(plain[index]?.key);
			expect(held.slice(5, 300).map(one => one.key)).toEqual(plain.slice(5, 300).map(one => one.key));
		}),
		{numRuns: 60},
	);
});

test('another row stands in the place of one, and the others stay', () => {
	const held = withAfter(
		noRows,
		Array.from({length: 600}, (_, index) => row(index)),
	);
	const changed = withRow(held, 300, one => ({...one, marked: true}));
	expect(changed.at(300)?.marked).toBe(true);
	expect(changed.slice(0, 600).filter(({marked}) => marked)).toHaveLength(1);
	expect(changed.at(599)).toBe(held.at(599));
});

test('what is too much is told in whole pieces, and never all of it', () => {
	const held = withAfter(
		noRows,
		Array.from({length: 1000}, (_, index) => row(index, 1000)),
	);
	const over = surplus(held, 'first', held.weight / 2);
	expect(over).toBeGreaterThanOrEqual(500);
	expect(over).toBeLessThan(1000);
	expect(surplus(withAfter(noRows, [row(1, 20_000_000)]), 'last', 100)).toBe(0);
});

test('a line that comes into a full view costs what it costs in an empty one: no more pieces are touched', () => {
	let held = withAfter(
		noRows,
		Array.from({length: 40_000}, (_, index) => row(index)),
	);
	const before = new Set(held.pieces);
	held = withAfter(held, [row(40_001)]);
	expect(held.pieces.filter(piece => !before.has(piece))).toHaveLength(1);
	expect(held.pieces.at(-1)?.rows.length).toBeLessThanOrEqual(256);
});
