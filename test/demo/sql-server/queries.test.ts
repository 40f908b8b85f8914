import {expect, test} from 'vitest';
import {connectTo, numbers, start, startWith} from './support.ts';

const clock =
	'SELECT SYSDATETIMEOFFSET() AS now, DATEPART(TZOFFSET, SYSDATETIMEOFFSET()) AS offsetMinutes, DB_NAME() AS db';

test.for([
	['UTC', '2026-07-04T10:00:00Z', 0],
	['Europe/Stockholm', '2026-03-29T00:59:59.999Z', 60],
	['Europe/Stockholm', '2026-03-29T01:00:00Z', 120],
	['America/St_Johns', '2026-01-04T10:00:00Z', -210],
	['Asia/Kathmandu', '2026-01-04T20:00:00Z', 345],
] as const)('the clock of a server in %s at %s is %i minutes ahead', async ([timeZone, instant, minutes]) => {
	await using server = await start({timeZone, now: () => new Date(instant)});
	await using pool = await connectTo(server);
	const now = {now: new Date(instant), offsetMinutes: minutes, db: 'ER'};
	expect((await pool.request().query(clock)).recordset).toEqual([now]);
	expect((await pool.request().batch(clock.toLowerCase().replaceAll(' ', '\n\t'))).recordset).toEqual([
		{now: now.now, offsetminutes: minutes, db: 'ER'},
	]);
});

test('the wall clock is read in its own zone', async () => {
	await using server = await start({timeZone: 'Europe/Stockholm', now: () => new Date('2026-07-04T10:00:00Z')});
	await using pool = await connectTo(server);
	const query = 'SELECT GETDATE() AS a, SYSDATETIME() AS b, SYSUTCDATETIME() AS c, CURRENT_TIMESTAMP AS d';
	const [local, utc] = [new Date('2026-07-04T12:00:00Z'), new Date('2026-07-04T10:00:00Z')];
	expect((await pool.request().query(query)).recordset).toEqual([{a: local, b: local, c: utc, d: local}]);
});

test.for([
	['dbo.Get', expect.any(Number), 1],
	['[ER].[dbo].[get]', expect.any(Number), 1],
	['dbo.Denied', null, 0],
	['dbo.Nothing', null, null],
	['not a name', null, null],
] as const)('whether %s exists and may be executed can be asked', async ([name, id, may]) => {
	const answers = {run: () => ({results: [numbers(1)]})};
	await using server = await startWith({'dbo.Get': answers, 'dbo.Denied': answers}, {denied: ['dbo.Denied']});
	await using pool = await connectTo(server);
	const query = "SELECT OBJECT_ID(@name, N'P') AS id, HAS_PERMS_BY_NAME(@name, 'OBJECT', 'EXECUTE') AS may;";
	expect((await pool.request().input('name', name).query(query)).recordset).toEqual([{id, may}]);
});

test.for([
	['SELECT 1 + 2 * 3 - -4 AS x', [{x: 11}]],
	['SELECT (1 + 2) * 3 % 5 / 2 AS [x]', [{x: 2}]],
	['/* a */ SELECT NULL + 1 "x" -- b', [{x: null}]],
	["SELECT N'it''s ' + 'here' AS x;;", [{x: "it's here"}]],
	["SET NOCOUNT ON; SELECT ISNULL(NULL, 'none') AS x", [{x: 'none'}]],
	['SET NOCOUNT ON SET XACT_ABORT ON SELECT 3000000000 AS x', [{x: '3000000000'}]],
	['USE master SELECT DB_NAME() AS x', [{x: 'master'}]],
	['SELECT -1.50 AS x', [{x: -1.5}]],
	['SELECT .5 AS x, 2. AS y, -1e-3 AS z', [{x: 0.5, y: 2, z: -0.001}]],
	['SELECT 0x01ff AS x', [{x: Buffer.from([1, 255])}]],
	["DECLARE @x nvarchar(max) = N'a', @y int; SET @y = 2; SELECT @x AS x, @y + 1 AS y", [{x: 'a', y: 3}]],
	['DECLARE @x decimal(9,2), @y AS time(0) SELECT @x = 1.5, @X = @x SELECT @x AS x, @y AS y', [{x: 1.5, y: null}]],
	['BEGIN TRAN BEGIN TRANSACTION a SELECT @@TRANCOUNT AS x COMMIT TRAN ROLLBACK', [{x: 2}]],
] as const)('%s', async ([query, rows]) => {
	await using server = await start();
	await using pool = await connectTo(server);
	expect((await pool.request().query(query)).recordset).toEqual(rows);
});

test.for([
	['SELECT * FROM dbo.Patients', 102],
	['SELECT 1 AS x FROM dbo.Patients', 208],
	['SELEC 1', 102],
	['SELECT (1', 102],
	["SELECT 'open", 102],
	['SELECT @nobody', 137],
	['SELECT NEWID()', 195],
	['SELECT patient', 207],
	["SELECT DATEPART(fortnight, '2026-01-01')", 155],
	['SELECT 1 / 0', 8134],
	['SELECT 2147483647 + 1', 50_000],
	['USE Nowhere', 911],
	['DROP TABLE dbo.Patients', 102],
	['SET @x = 1', 137],
	['DECLARE @x hierarchyid', 2715],
	['DECLARE @x int SELECT @x = 1, 2', 141],
	['EXEC dbo.Get 1 OUTPUT', 179],
	['BEGIN', 102],
	['COMMIT', 3902],
	['ROLLBACK TRAN', 3903],
	['SAVE TRAN here', 628],
	['SELECT 1 / 0.5', 8117],
	['EXEC dbo.Nothing', 2812],
	['SELECT 1; DELETE FROM dbo.Patients', 102],
] as const)('%s is error %i', async ([query, number]) => {
	await using server = await start();
	await using pool = await connectTo(server);
	await expect(pool.request().query(query)).rejects.toMatchObject({code: 'EREQUEST', number});
	expect((await pool.request().query('SELECT DB_NAME() AS db')).recordset).toEqual([{db: 'ER'}]);
});

test('what it does not understand it says in words', async () => {
	await using server = await start();
	await using pool = await connectTo(server);
	await expect(pool.request().query('SELECT 1;\nMERGE INTO x')).rejects.toMatchObject({
		lineNumber: 2,
		message:
			"Incorrect syntax near 'MERGE'. " +
			'The practice SQL Server understands SELECT without FROM, EXECUTE, DECLARE, SET, USE, PRINT and transactions.',
	});
});

test('a batch can execute a procedure with parameters by name and by place', async () => {
	await using server = await startWith({
		'dbo.Add': {
			parameters: ['a', 'b'],
			run: ({parameters: {a, b}}) => ({results: [numbers(Number(a) + Number(b))]}),
		},
	});
	await using pool = await connectTo(server);
	const {recordsets} = await pool.request().batch('EXEC dbo.Add 1, 2; EXECUTE [dbo].[Add] @b = 10, @a = 20');
	expect(recordsets).toEqual([[{x: 3}], [{x: 30}]]);
});

test('a batch takes what a procedure returns and leaves in parameters', async () => {
	await using server = await startWith({
		'dbo.Newest': {
			parameters: ['ward', 'newest'],
			run: ({parameters: {ward}}) => ({
				returnValue: 4,
				output: {newest: '2026-03-04T05:06:07'},
				prints: [String(ward)],
			}),
		},
	});
	await using pool = await connectTo(server);
	const {recordset} = await pool
		.request()
		.batch(
			"DECLARE @ward nvarchar(max) = N'akut'; DECLARE @newest datetime2; DECLARE @result int; " +
				'EXEC @result = [ER].[dbo].[Newest] @ward = @ward, @newest = @newest OUTPUT; ' +
				'SELECT @newest AS [newest], @result AS [result];',
		);
	expect(recordset).toEqual([{newest: new Date('2026-03-04T05:06:07Z'), result: 4}]);
});

test('USE in a batch lasts, and USE inside of sp_executesql ends with it', async () => {
	await using server = await start();
	await using pool = await connectTo(server);
	const db = async () => (await pool.request().query('SELECT DB_NAME() AS db')).recordset;
	await pool.request().query('USE master');
	expect(await db()).toEqual([{db: 'ER'}]);
	await pool.request().batch('USE master');
	expect(await db()).toEqual([{db: 'master'}]);
});
