import sql from 'mssql';
import {expect, test} from 'vitest';
import type {ColumnType, Value} from '../../../source/demo/sql-server/server.ts';
import {connectTo, numbers, startWith} from './support.ts';

const stockholm = {timeZone: 'Europe/Stockholm'};

/** What the driver reads when a procedure answers one row with this value. */
const readBack = async (type: ColumnType, value: Value): Promise<unknown> => {
	await using server = await startWith(
		{'dbo.Get': {run: () => ({results: [{columns: [{name: 'x', type}], rows: [[value]]}]})}},
		stockholm,
	);
	await using pool = await connectTo(server);
	const {recordset} = await pool.request().execute<{x: unknown}>('dbo.Get');
	expect(recordset).toHaveLength(1);
	return recordset[0]?.x;
};

test.for([
	['int', -2_147_483_648, -2_147_483_648],
	['bigint', 9_007_199_254_740_993n, '9007199254740993'],
	['bit', true, true],
	['bit', false, false],
	['float', -0.1, -0.1],
	['nvarchar', 'Åsa 🩺 "x"', 'Åsa 🩺 "x"'],
	['nvarchar', '', ''],
	['nvarchar', 'lång '.repeat(4000), 'lång '.repeat(4000)],
	['datetime', '2026-03-04T05:06:07.123', new Date('2026-03-04T05:06:07.123Z')],
	['datetime', '2026-03-04T23:59:59.999', new Date('2026-03-05T00:00:00.000Z')],
	['datetime', '1753-01-01', new Date('1753-01-01T00:00:00Z')],
	['smalldatetime', '2026-03-04T05:06:29', new Date('2026-03-04T05:06:00Z')],
	['smalldatetime', '2026-03-04T23:59:30', new Date('2026-03-05T00:00:00Z')],
	['date', '2026-03-04', new Date('2026-03-04T00:00:00Z')],
	['datetime2', '2026-03-29T02:30:00.1234567', new Date('2026-03-29T02:30:00.123Z')],
	['datetime2', '0001-01-01', new Date('0001-01-01T00:00:00Z')],
	['datetimeoffset', new Date('2026-07-04T05:06:07.89Z'), new Date('2026-07-04T05:06:07.89Z')],
	['datetimeoffset', '2026-01-01T00:30:00+02:00', new Date('2025-12-31T22:30:00Z')],
] as const)('%s %s arrives', async ([type, value, expected]) => {
	expect(await readBack(type, value)).toEqual(expected);
});

test('every type has NULL', async () => {
	const types = [
		'int',
		'bigint',
		'bit',
		'float',
		'nvarchar',
		'datetime',
		'datetime2',
		'smalldatetime',
		'date',
	] as const;
	const columns = [...types, 'datetimeoffset' as const].map(type => ({name: type, type}));
	await using server = await startWith({
		'dbo.Get': {run: () => ({results: [{columns, rows: [columns.map(() => null)]}]})},
	});
	await using pool = await connectTo(server);
	const {recordset} = await pool.request().execute<Record<string, unknown>>('dbo.Get');
	expect(recordset).toEqual([Object.fromEntries(columns.map(({name}) => [name, null]))]);
});

test('the columns say their types', async () => {
	const types = ['datetime', 'datetime2', 'smalldatetime', 'date', 'datetimeoffset', 'int', 'nvarchar'] as const;
	await using server = await startWith({
		'dbo.Get': {run: () => ({results: [{columns: types.map(type => ({name: type, type})), rows: []}]})},
	});
	await using pool = await connectTo(server);
	const {recordset} = await pool.request().execute('dbo.Get');
	expect(Object.values(recordset.columns).map(column => column.type)).toEqual([
		sql.DateTime,
		sql.DateTime2,
		sql.SmallDateTime,
		sql.Date,
		sql.DateTimeOffset,
		sql.Int,
		sql.NVarChar,
	]);
});

test('rows over many packets arrive whole and in order', async () => {
	const rows = Array.from({length: 2000}, (_, index) => [index, `patient ${index}`]);
	const columns = [
		{name: 'id', type: 'int'},
		{name: 'name', type: 'nvarchar'},
	] as const;
	await using server = await startWith({'dbo.Get': {run: () => ({results: [{columns, rows}]})}});
	await using pool = await connectTo(server);
	const {recordset} = await pool.request().execute<{id: number; name: string}>('dbo.Get');
	expect(recordset.map(({id, name}) => [id, name])).toEqual(rows);
});

test('several results keep their order, and an empty one keeps its columns', async () => {
	await using server = await startWith({'dbo.Get': {run: () => ({results: [numbers(1, 2), numbers(), numbers(3)]})}});
	await using pool = await connectTo(server);
	const {recordsets} = await pool.request().execute('dbo.Get');
	expect(recordsets).toEqual([[{x: 1}, {x: 2}], [], [{x: 3}]]);
});

test('a procedure without a result has none', async () => {
	await using server = await startWith({'dbo.Get': {run: () => ({returnValue: -6})}});
	await using pool = await connectTo(server);
	const result = await pool.request().execute('dbo.Get');
	expect(result).toMatchObject({recordsets: [], returnValue: -6});
	expect(result.recordset).toBeUndefined();
});

test.for([
	['a Date where no zone is known', 'datetime', new Date(), /wall clock/],
	['a day that no calendar has', 'date', '2026-02-30', /not a date/],
	['an offset where there is no room for one', 'datetime2', '2026-03-04T05:06:07Z', /cannot hold/],
	['a time of no known offset', 'datetimeoffset', '2026-03-04T05:06:07', /offset/],
	['a number that is too large', 'int', 2 ** 31, /does not fit/],
] as const)('%s is an error that says so, not a wrong value', async ([, type, value, message]) => {
	await expect(readBack(type, value)).rejects.toMatchObject({number: 50_000, message: expect.stringMatching(message)});
});

test.for([
	['text', sql.NVarChar(50), "'; DROP TABLE x --", "'; DROP TABLE x --"],
	['long text', sql.NVarChar(sql.MAX), 'å'.repeat(9000), 'å'.repeat(9000)],
	['narrow text', sql.VarChar(50), 'Åsa', 'Åsa'],
	['no text', sql.NVarChar(50), null, null],
	['int', sql.Int, -5, -5],
	['smallint', sql.SmallInt, -5, -5],
	['tinyint', sql.TinyInt, 255, 255],
	['bigint', sql.BigInt, '9007199254740993', 9_007_199_254_740_993n],
	['bit', sql.Bit, true, true],
	['float', sql.Float, 0.1, 0.1],
	['real', sql.Real, 0.5, 0.5],
	['date', sql.Date, new Date('2026-03-04T00:00:00Z'), '2026-03-04'],
	['datetime', sql.DateTime, new Date('2026-03-04T05:06:07.123Z'), '2026-03-04T05:06:07.123'],
	['smalldatetime', sql.SmallDateTime, new Date('2026-03-04T05:06:00Z'), '2026-03-04T05:06:00'],
	['datetime2', sql.DateTime2(3), new Date('2026-03-04T05:06:07.123Z'), '2026-03-04T05:06:07.123'],
	// The driver sends the offset of its own machine; the tests run in Stockholm.
	['datetimeoffset', sql.DateTimeOffset(7), new Date('2026-03-04T05:06:07Z'), '2026-03-04T06:06:07+01:00'],
	['bytes', sql.VarBinary(50), Buffer.from([1, 2, 3]), Buffer.from([1, 2, 3])],
] as const)('a parameter of %s reaches the procedure', async ([, type, value, expected]) => {
	let seen: unknown;
	await using server = await startWith({
		'dbo.Get': {
			parameters: ['value'],
			run({parameters}) {
				seen = parameters['value'];
				return {};
			},
		},
	});
	await using pool = await connectTo(server);
	await pool.request().input('value', type, value).execute('dbo.Get');
	expect(seen).toEqual(expected);
});

test('output parameters come back in the types that the caller gave them', async () => {
	await using server = await startWith(
		{
			'dbo.Get': {
				parameters: ['count', 'name', 'at', 'since', 'cut', 'nothing'],
				run: ({wallClock}) => ({
					returnValue: 3,
					output: {
						count: 42,
						name: 'Åsa',
						at: wallClock(new Date('2026-07-04T10:00:00Z')),
						since: new Date('2026-07-04T10:00:00Z'),
						cut: 'abcdef',
						nothing: null,
					},
				}),
			},
		},
		stockholm,
	);
	await using pool = await connectTo(server);
	const {output, returnValue} = await pool
		.request()
		.output('count', sql.Int)
		.output('name', sql.NVarChar(sql.MAX))
		.output('at', sql.DateTime)
		.output('since', sql.DateTimeOffset(7))
		.output('cut', sql.NVarChar(3))
		.output('nothing', sql.Float)
		.execute('dbo.Get');
	expect(returnValue).toBe(3);
	expect(output).toEqual({
		count: 42,
		name: 'Åsa',
		at: new Date('2026-07-04T12:00:00Z'),
		since: new Date('2026-07-04T10:00:00Z'),
		cut: 'abc',
		nothing: null,
	});
});

test('a parameter of a type that the server lacks is refused, and the connection goes on', async () => {
	await using server = await startWith({'dbo.Get': {parameters: ['id'], run: () => ({})}});
	await using pool = await connectTo(server);
	const request = pool.request().input('id', sql.UniqueIdentifier, '6f9619ff-8b86-d011-b42d-00c04fc964ff');
	await expect(request.execute('dbo.Get')).rejects.toMatchObject({message: expect.stringContaining('TDS type 0x24')});
	expect((await pool.request().query('SELECT 1 AS x')).recordset).toEqual([{x: 1}]);
	expect(server.logins).toBe(2);
});
