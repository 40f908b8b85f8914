import sql from 'mssql';
import {expect, test} from 'vitest';
import {connectTo, numbers, start, startWith} from './support.ts';

const prepared = async (pool: sql.ConnectionPool, text: string) => {
	const statement = new sql.PreparedStatement(pool);
	statement.input('days', sql.Int).input('name', sql.NVarChar(50));
	await statement.prepare(text);
	return statement;
};

test('a prepared statement is run again and again with other values', async () => {
	await using server = await start();
	await using pool = await connectTo(server);
	const statement = await prepared(pool.pool, "SELECT @days + 1 AS days, N'Dr ' + @name AS name");
	for (const days of [1, 2]) {
		const {recordset} = await statement.execute({days, name: `Ek ${days}`});
		expect(recordset).toEqual([{days: days + 1, name: `Dr Ek ${days}`}]);
	}
	await statement.unprepare();
	expect(server.logins).toBe(2);
});

test('prepared statements are kept apart, and an error in one is its own', async () => {
	await using server = await startWith({'dbo.Get': {run: () => ({results: [numbers(1)]})}});
	await using pool = await connectTo(server);
	const prepare = async (text: string) => {
		const request = pool.request().output('handle', sql.Int).input('params', sql.NVarChar, null);
		return Number((await request.input('stmt', sql.NVarChar, text).execute('sp_prepare')).output['handle']);
	};
	const execute = async (handle: number) => pool.request().input('handle', sql.Int, handle).execute('sp_execute');
	const [one, other] = [await prepare('EXEC dbo.Get'), await prepare('EXEC dbo.Nothing')];
	expect((await execute(one)).recordset).toEqual([{x: 1}]);
	await expect(execute(other)).rejects.toMatchObject({number: 2812});
	await pool.request().input('handle', sql.Int, other).execute('sp_unprepare');
	await expect(execute(other)).rejects.toMatchObject({number: 8179});
	expect((await execute(one)).recordset).toEqual([{x: 1}]);
});

test.for([
	['sp_execute', 8179],
	['sp_unprepare', 8179],
	['sp_cursoropen', 50_000],
	['sp_prepare', 214],
	['sp_executesql', 214],
] as const)('%s without what it needs is error %i', async ([name, number]) => {
	await using server = await start();
	await using pool = await connectTo(server);
	await expect(pool.request().input('handle', 7).execute(name)).rejects.toMatchObject({number});
	expect((await pool.request().query('SELECT 1 AS x')).recordset).toEqual([{x: 1}]);
	expect(server.logins).toBe(2);
});

test('a query leaves values in its output parameters', async () => {
	await using server = await startWith({
		'dbo.Newest': {parameters: ['newest'], run: () => ({output: {newest: '2026-03-04T05:06:07'}})},
	});
	await using pool = await connectTo(server);
	const {output} = await pool
		.request()
		.output('newest', sql.DateTime2(0))
		.output('twice', sql.Int, 21)
		.query('EXEC dbo.Newest @newest = @newest OUTPUT; SET @twice = @twice * 2');
	expect(output).toEqual({newest: new Date('2026-03-04T05:06:07Z'), twice: 42});
});
