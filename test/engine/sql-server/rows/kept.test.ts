import {inspect} from 'node:util';
import {expect, test} from 'vitest';
import {createKeeper, type Heading, type Permitted} from '../../../../source/engine/sql-server/rows/kept.ts';

const inWords = (value: unknown): string | undefined => {
	if (value === null) return undefined;
	if (typeof value === 'string') return value;
	return value instanceof Date ? value.toISOString() : JSON.stringify(value);
};
const heading = (name: string, kind?: Heading['kind']): Heading => ({name, kind, inWords});
const byColumn: Permitted = {columns: [], timestampColumn: undefined, byColumn: true};
const [early, late] = [new Date('2026-11-20T00:00:00Z'), new Date('2026-11-21T00:00:00Z')];
const newest = ({newest: at}: {readonly newest: Date}): number => at.getTime();

test('only the column that reaches furthest is shown where none is named', () => {
	const keeper = createKeeper(byColumn);
	keeper.began([heading('Name'), heading('Born', 'day'), heading('Seen', 'wall clock'), heading('Left', 'instant')]);
	keeper.came(['Åsa', late, early, late]);
	keeper.came(['Bo', late, late, null]);
	keeper.came(['Cy', late, null, early]);
	expect(keeper.kept(column => (column.name === 'Seen' ? newest(column) + 1 : newest(column)))).toEqual({
		columns: ['Seen'],
		rows: [[early.toISOString()], [late.toISOString()], [undefined]],
		total: 3,
		withheld: ['Name', 'Born', 'Left'],
		absent: [],
		resultSets: 1,
	});
});

test('the named columns are shown in the order of the answer, whatever their case', () => {
	const keeper = createKeeper({columns: ['WARD', 'room', 'Born'], timestampColumn: 'registeredAt', byColumn: true});
	keeper.began([
		heading('Ward'),
		heading('Name'),
		heading('RegisteredAt', 'wall clock'),
		heading('Born', 'day'),
		heading(''),
	]);
	keeper.came(['akut', 'Åsa', late, early, 1]);
	expect(keeper.kept(newest)).toMatchObject({
		columns: ['Ward', 'RegisteredAt', 'Born'],
		rows: [['akut', late.toISOString(), early.toISOString()]],
		withheld: ['Name', '(no column name)'],
		absent: ['room'],
	});
});

test('columns of times that are NULL in every row are not shown, since none is judged', () => {
	const keeper = createKeeper(byColumn);
	keeper.began([heading('Seen', 'wall clock'), heading('Left', 'instant')]);
	keeper.came([null, null]);
	expect(keeper.kept(newest)).toMatchObject({columns: [], rows: [[]], total: 1, withheld: ['Seen', 'Left']});
});

test('no time is shown unless it is named where the age is not read in a column', () => {
	const keeper = createKeeper({...byColumn, byColumn: false});
	keeper.began([heading('Seen', 'wall clock')]);
	keeper.came([late]);
	expect(keeper.kept(newest)).toMatchObject({columns: [], rows: [[]], total: 1, withheld: ['Seen']});
});

test('of many rows the first 200 are kept, and all are counted', () => {
	const keeper = createKeeper(byColumn);
	keeper.began([heading('Seen', 'wall clock'), heading('Name')]);
	for (let count = 0; count < 10_000; count++) keeper.came([late, 'Åsa']);
	const {rows, total} = keeper.kept(newest);
	expect({kept: rows.length, total, counted: keeper.count()}).toEqual({kept: 200, total: 10_000, counted: 10_000});
});

const severalSets = (permitted: Permitted) => {
	const keeper = createKeeper(permitted);
	keeper.began([heading('Count')]);
	keeper.came([1]);
	for (const name of ['Seen', 'seen']) {
		keeper.began([heading(name, 'wall clock')]);
		keeper.came([late]);
		keeper.came([late]);
	}
	return keeper.kept(newest);
};

test('of several result sets the first with the named column is shown, or else the first of all', () => {
	expect(severalSets({...byColumn, timestampColumn: 'SEEN'})).toMatchObject({
		columns: ['Seen'],
		total: 2,
		resultSets: 3,
	});
	expect(severalSets(byColumn)).toMatchObject({columns: [], total: 1, resultSets: 3, withheld: ['Count']});
});

test('a procedure that returns no rows has none', () => {
	expect(createKeeper({...byColumn, columns: ['Ward']}).kept(newest)).toEqual({
		columns: [],
		rows: [],
		total: 0,
		withheld: [],
		absent: ['Ward'],
		resultSets: 0,
	});
});

test('a column of times is not shown for being NULL where a column that says nothing about time is named', () => {
	const keeper = createKeeper({...byColumn, columns: ['Ward']});
	keeper.began([heading('Ward'), heading('Died', 'wall clock'), heading('Born', 'day')]);
	keeper.came(['akut', null, late]);
	expect(keeper.kept(newest)).toMatchObject({columns: ['Ward'], rows: [['akut']], withheld: ['Died', 'Born']});
});

test('what is withheld is nowhere in what is kept', () => {
	const keeper = createKeeper(byColumn);
	keeper.began([heading('Name'), heading('Seen', 'wall clock'), heading('\u001b[31mWard')]);
	keeper.came(['Åsa Öberg', late, 'akut']);
	const seen = inspect([keeper, keeper.kept(newest)], {depth: 12, showHidden: true});
	for (const secret of ['Öberg', 'akut', '\u001b']) expect(seen).not.toContain(secret);
	expect(keeper.kept(newest).withheld).toEqual(['Name', 'Ward']);
});
