import {expect, test} from 'vitest';
import {columnNamed, nothingYet, resultSetBegan, rowCame} from '../../source/domain/newest.ts';

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
	expect(answer).toEqual({
		resultSets: 1,
		rows: 4,
		columns: [
			{name: 'Id', kind: undefined, newest: undefined},
			{name: 'RegisteredAt', kind: 'wall clock', newest: at('2026-11-20T12:00')},
		],
	});
});

test('only the first result set counts', () => {
	const first = rowCame(resultSetBegan(nothingYet, columns), [1, at('2026-11-20T10:00')]);
	const answer = rowCame(resultSetBegan(first, [{name: 'Later', kind: 'instant'}]), [at('2030-01-01T00:00')]);
	expect(answer).toEqual({...first, resultSets: 2});
});

test('values that are no time are passed over', () => {
	const answer = rowCame(resultSetBegan(nothingYet, columns), ['x', new Date(Number.NaN)]);
	expect(answer.rows).toBe(1);
	expect(answer.columns[1]?.newest).toBeUndefined();
});

test('a column is found by its name, whatever its case', () => {
	const answer = resultSetBegan(nothingYet, [
		{name: 'AT', kind: 'day'},
		{name: 'at', kind: 'instant'},
	]);
	expect(columnNamed(answer, 'at')?.kind).toBe('instant');
	expect(columnNamed(answer, 'At')?.kind).toBe('day');
	expect(columnNamed(answer, 'when')).toBeUndefined();
});
