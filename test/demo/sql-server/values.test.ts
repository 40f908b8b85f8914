import sql from 'mssql';
import {expect, test} from 'vitest';
import type {ColumnType, Value} from '../../../source/demo/sql-server/server.ts';
import {connectTo, numbers, startWith} from './support.ts';

const everyType: readonly ColumnType[] = [
	'tinyint',
	'smallint',
	'int',
	'bigint',
	'bit',
	'real',
	'float',
	'decimal',
	'numeric',
	'decimal(9,2)',
	'smallmoney',
	'money',
	'uniqueidentifier',
	'varchar',
	'nvarchar',
	'nvarchar(max)',
	'varbinary',
	'varbinary(max)',
	'date',
	'time',
	'smalldatetime',
	'datetime',
	'datetime2',
	'datetimeoffset',
];

const stockholm = {timeZone: 'Europe/Stockholm'};

const guid = '6f9619ff-8b86-d011-b42d-00c04fc964ff';

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
	['tinyint', 255, 255],
	['smallint', -32_768, -32_768],
	['bit', true, true],
	['bit', false, false],
	['real', 0.5, 0.5],
	['float', -0.1, -0.1],
	['decimal', '-999999999999999999', Number('-999999999999999999')],
	['decimal(9,2)', -12.34, -12.34],
	['decimal(9,2)', '0.005', 0.01],
	['numeric(38,10)', '1234567890.0123456789', Number('1234567890.0123456789')],
	['decimal(19,4)', 99_999_999_999.5, 99_999_999_999.5],
	['decimal(28,1)', 1e-7, 0],
	['smallmoney', '-214748.3648', -214_748.3648],
	['money', '922337203685477.5807', Number('922337203685477.5807')],
	['money', -0.0001, -0.0001],
	['uniqueidentifier', '6f9619ff-8b86-d011-b42d-00c04fc964ff', '6F9619FF-8B86-D011-B42D-00C04FC964FF'],
	['varchar', 'Åsa 漢', 'Åsa ?'],
	['nvarchar(max)', 'kort', 'kort'],
	['varbinary', Buffer.from([0, 1, 255]), Buffer.from([0, 1, 255])],
	['varbinary', Buffer.alloc(9000, 7), Buffer.alloc(9000, 7)],
	['varbinary(max)', Buffer.alloc(0), Buffer.alloc(0)],
	['time', '05:06:07.1234567', new Date('1970-01-01T05:06:07.123Z')],
	['time', '23:59', new Date('1970-01-01T23:59:00Z')],
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
	const columns = everyType.map(type => ({name: type, type}));
	await using server = await startWith({
		'dbo.Get': {run: () => ({results: [{columns, rows: [columns.map(() => null)]}]})},
	});
	await using pool = await connectTo(server);
	const {recordset} = await pool.request().execute<Record<string, unknown>>('dbo.Get');
	expect(recordset).toEqual([Object.fromEntries(columns.map(({name}) => [name, null]))]);
});

test('a row with NULLs among values keeps each value in its column', async () => {
	// Nine columns and more, so that which are NULL takes more than a byte to say.
	const columns = Array.from(
		{length: 19},
		(_, index) => ({name: `c${index}`, type: index % 2 ? 'int' : 'nvarchar(max)'}) as const,
	);
	const rows = Array.from({length: 20}, (_, none) =>
		columns.map((_column, index) =>
			index === none || index % 5 === none % 7 ? null : index % 2 ? index : `text ${index}`,
		),
	);
	await using server = await startWith({'dbo.Get': {run: () => ({results: [{columns, rows}]})}});
	await using pool = await connectTo(server);
	const {recordset} = await pool.request().execute<Record<string, unknown>>('dbo.Get');
	expect(recordset.map(row => Object.values(row))).toEqual(rows);
});

test('the columns say their types', async () => {
	await using server = await startWith({
		'dbo.Get': {run: () => ({results: [{columns: everyType.map(type => ({name: type, type})), rows: []}]})},
	});
	await using pool = await connectTo(server);
	const {recordset} = await pool.request().execute('dbo.Get');
	expect(Object.entries(recordset.columns).map(([name, column]) => [name, column.type])).toEqual([
		['tinyint', sql.TinyInt],
		['smallint', sql.SmallInt],
		['int', sql.Int],
		['bigint', sql.BigInt],
		['bit', sql.Bit],
		['real', sql.Real],
		['float', sql.Float],
		['decimal', sql.Decimal],
		['numeric', sql.Numeric],
		['decimal(9,2)', sql.Decimal],
		['smallmoney', sql.SmallMoney],
		['money', sql.Money],
		['uniqueidentifier', sql.UniqueIdentifier],
		['varchar', sql.VarChar],
		['nvarchar', sql.NVarChar],
		['nvarchar(max)', sql.NVarChar],
		['varbinary', sql.VarBinary],
		['varbinary(max)', sql.VarBinary],
		['date', sql.Date],
		['time', sql.Time],
		['smalldatetime', sql.SmallDateTime],
		['datetime', sql.DateTime],
		['datetime2', sql.DateTime2],
		['datetimeoffset', sql.DateTimeOffset],
	]);
	expect(recordset.columns['decimal(9,2)']).toMatchObject({precision: 9, scale: 2});
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
	['a decimal with too many digits', 'decimal(4,2)', '100.00', /does not fit in decimal\(4,2\)/],
	['a decimal that there cannot be', 'decimal(39,2)', '1.00', /1 to 38 digits/],
	['an amount above what money holds', 'money', '922337203685477.5808', /does not fit/],
	['a word for an amount', 'money', 'much', /not a number/],
	['half of a uniqueidentifier', 'uniqueidentifier', '6f9619ff-8b86', /not a uniqueidentifier/],
	['text for bytes', 'varbinary', '0x01', /given as bytes/],
	['a date for a time', 'time', '2026-03-04', /not a date/],
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
	['decimal', sql.Decimal(9, 2), -12.34, '-12.34'],
	['large decimal', sql.Numeric(38, 0), 2 ** 70, String(2n ** 70n)],
	['money', sql.Money, -1234.5678, '-1234.5678'],
	['smallmoney', sql.SmallMoney, 0.5, '0.5000'],
	['uniqueidentifier', sql.UniqueIdentifier, guid, guid.toUpperCase()],
	['time', sql.Time(3), new Date('1970-01-01T05:06:07.123Z'), '05:06:07.123'],
	['no bytes', sql.VarBinary(50), null, null],
	['many bytes', sql.VarBinary(sql.MAX), Buffer.alloc(9000, 1), Buffer.alloc(9000, 1)],
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

test.for([
	['int', sql.Int, 42, 42],
	['bigint', sql.BigInt, 9_007_199_254_740_993n, '9007199254740993'],
	['bit', sql.Bit, true, true],
	['float', sql.Float, 0.1, 0.1],
	['decimal', sql.Decimal(9, 2), '-12.34', -12.34],
	['money', sql.Money, '12.3456', 12.3456],
	['uniqueidentifier', sql.UniqueIdentifier, guid, guid.toUpperCase()],
	['text', sql.NVarChar(sql.MAX), 'Åsa', 'Åsa'],
	['text that has less room', sql.NVarChar(3), 'abcdef', 'abc'],
	['bytes', sql.VarBinary(9), Buffer.from([1, 2]), Buffer.from([1, 2])],
	['date', sql.Date, '2026-03-04', new Date('2026-03-04T00:00:00Z')],
	['time', sql.Time(7), '05:06:07', new Date('1970-01-01T05:06:07Z')],
	['smalldatetime', sql.SmallDateTime, '2026-03-04T05:06', new Date('2026-03-04T05:06:00Z')],
	['datetime', sql.DateTime, '2026-03-04T05:06:07.5', new Date('2026-03-04T05:06:07.500Z')],
	['datetime2', sql.DateTime2(3), '2026-03-04T05:06:07.1239', new Date('2026-03-04T05:06:07.123Z')],
	['datetimeoffset', sql.DateTimeOffset(7), '2026-07-04T12:00:00+02:00', new Date('2026-07-04T10:00:00Z')],
] as const)('an output parameter of %s comes back, and so does its NULL', async ([, type, value, expected]) => {
	await using server = await startWith({
		'dbo.Get': {parameters: ['value', 'none'], run: () => ({returnValue: 3, output: {value, none: null}})},
	});
	await using pool = await connectTo(server);
	const answer = await pool.request().output('value', type).output('none', type).execute('dbo.Get');
	expect(answer).toMatchObject({returnValue: 3, output: {value: expected, none: null}});
});

test('an output parameter that its type cannot hold is an error', async () => {
	await using server = await startWith({'dbo.Get': {parameters: ['value'], run: () => ({output: {value: 'much'}})}});
	await using pool = await connectTo(server);
	await expect(pool.request().output('value', sql.Money).execute('dbo.Get')).rejects.toMatchObject({number: 50_000});
});

test('a parameter of a type that the server lacks is refused, and the connection goes on', async () => {
	await using server = await startWith({'dbo.Get': {parameters: ['id'], run: () => ({})}});
	await using pool = await connectTo(server);
	const request = pool.request().input('id', sql.Text, 'a');
	await expect(request.execute('dbo.Get')).rejects.toMatchObject({message: expect.stringContaining('TDS type 0x23')});
	expect((await pool.request().query('SELECT 1 AS x')).recordset).toEqual([{x: 1}]);
	expect(server.logins).toBe(2);
});
