import {expect, test} from 'vitest';
import {columnNamed, ended, nothingYet, resultSetBegan, rowCame} from '../../../source/domain/data/newest.ts';

const columns = [
	{name: 'Id', kind: undefined},
	{name: 'RegisteredAt', kind: 'wall clock'},
] as const;
const at = (text: string) => new Date(`${text}Z`);

test('the newest value of each date/time column is kept, and the rows are counted', () => {
	const rows = [
		[1, at('2026-11-20T10:00')],
		[2, at('2026-11-20T12:00')],
		[3, null],
		[4, at('2026-11-20T11:00')],
	];
	const answer = rows.reduce(rowCame, resultSetBegan(nothingYet, columns));
	expect(answer).toMatchObject({
		resultSets: 1,
		sets: [
			{
				rows: 4,
				columns: [
					{name: 'Id', kind: undefined, newest: undefined},
					{name: 'RegisteredAt', kind: 'wall clock', newest: at('2026-11-20T12:00')},
				],
			},
		],
	});
});

test('each result set is kept by itself', () => {
	const first = rowCame(resultSetBegan(nothingYet, columns), [1, at('2026-11-20T10:00')]);
	const answer = rowCame(resultSetBegan(first, [{name: 'Later', kind: 'instant'}]), [at('2030-01-01T00:00')]);
	expect(answer.resultSets).toBe(2);
	expect(answer.sets).toEqual([
		first.sets[0],
		{rows: 1, columns: [{name: 'Later', kind: 'instant', newest: at('2030-01-01T00:00')}]},
	]);
});

test('of more result sets than anybody reads the first are kept, and all are counted', () => {
	let answer = nothingYet;
	for (let set = 0; set < 1000; set += 1) answer = rowCame(resultSetBegan(answer, columns), [1, null]);
	expect(answer.resultSets).toBe(1000);
	expect(answer.sets.length).toBeLessThan(100);
	expect(answer.sets.every(({rows}) => rows === 1)).toBe(true);
});

test('values that are no time are passed over', () => {
	const answer = rowCame(resultSetBegan(nothingYet, columns), ['x', new Date(Number.NaN)]);
	expect(answer.sets).toMatchObject([{rows: 1, columns: [{}, {newest: undefined}]}]);
});

test('what comes beside the rows is kept at the end', () => {
	const at1 = at('2026-11-20T10:00');
	expect(ended(nothingYet, at1, 3)).toEqual({sets: [], resultSets: 0, output: at1, returnValue: 3});
});

test('a column is found by its name, whatever its case', () => {
	const answer = {
		columns: [
			{name: 'AT', kind: 'day', newest: undefined},
			{name: 'at', kind: 'instant', newest: undefined},
		],
	} as const;
	expect(columnNamed(answer, 'at')?.kind).toBe('instant');
	expect(columnNamed(answer, 'At')?.kind).toBe('day');
	expect(columnNamed(answer, 'when')).toBeUndefined();
});
