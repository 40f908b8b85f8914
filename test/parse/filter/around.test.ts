import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {createAround, type Picked} from '../../../source/parse/filter/around.ts';

const pick = (rows: readonly string[], context: number): ReadonlyArray<Picked<string>> => {
	const picked: Array<Picked<string>> = [];
	const around = createAround<string>(
		context,
		row => row.startsWith('!'),
		one => picked.push(one),
	);
	for (const row of rows) around.push(row);
	return picked;
};

const shown = (rows: readonly string[], context: number): readonly string[] =>
	pick(rows, context).flatMap(({row, apart}) => (apart ? ['--', row] : [row]));

test('hits come with the rows around them, and a sign where rows were left out', () => {
	const rows = ['a', 'b', '!c', 'd', 'e', 'f', '!g', '!h', 'i'];
	expect(shown(rows, 0)).toEqual(['--', '!c', '--', '!g', '!h']);
	expect(shown(rows, 1)).toEqual(['--', 'b', '!c', 'd', '--', 'f', '!g', '!h', 'i']);
	expect(shown(rows, 2)).toEqual(rows);
});

test('what somebody else left out parts what is on either side', () => {
	const picked: Array<Picked<string>> = [];
	const around = createAround<string>(
		2,
		row => row.startsWith('!'),
		one => picked.push(one),
	);
	for (const row of ['a', '!b']) around.push(row);
	around.skip();
	for (const row of ['c', '!d']) around.push(row);
	expect(picked.map(({row, apart}) => (apart ? `-- ${row}` : row))).toEqual(['a', '!b', '-- c', '!d']);
});

test('a row that is picked whatever it is parts what is around hits', () => {
	const picked: Array<Picked<string>> = [];
	const around = createAround<string>(
		2,
		row => row.startsWith('!'),
		one => picked.push(one),
	);
	for (const row of ['!a', '|', 'b', '|', '|', 'c', '!d'])
		if (row === '|') around.pass(row);
		else around.push(row);
	expect(picked.map(({row, apart}) => (apart ? `-- ${row}` : row))).toEqual(['!a', '|', '-- |', '|', 'c', '!d']);
	expect(picked.filter(({hit}) => hit).map(({row}) => row)).toEqual(['!a', '!d']);
});

test('a row is picked when a hit is no further than the context, in order and never twice', () => {
	fc.assert(
		fc.property(fc.array(fc.boolean(), {maxLength: 60}), fc.integer({min: 0, max: 5}), (hits, context) => {
			const rows = hits.map((hit, index) => `${hit ? '!' : ''}${index}`);
			const near = rows.filter((_, index) =>
				hits.slice(Math.max(0, index - context), index + context + 1).includes(true),
			);
			const picked = pick(rows, context);
			expect(picked.map(({row}) => row)).toEqual(near);
			for (const [index, {row, apart}] of picked.entries()) {
				const previous = index === 0 ? -1 : rows.indexOf(picked[index - 1]?.row ?? '');
				expect(apart).toBe(rows.indexOf(row) !== previous + 1);
			}
		}),
		{numRuns: 300},
	);
});
