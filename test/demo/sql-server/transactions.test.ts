import sql from 'mssql';
import {expect, test} from 'vitest';
import {connectTo, start} from './support.ts';

const count = 'SELECT @@TRANCOUNT AS depth';

test.for(['commit', 'rollback'] as const)('a transaction that the driver begins ends with its %s', async end => {
	await using server = await start();
	await using pool = await connectTo(server);
	const transaction = new sql.Transaction(pool.pool);
	await transaction.begin(sql.ISOLATION_LEVEL.SERIALIZABLE);
	expect((await transaction.request().query(count)).recordset).toEqual([{depth: 1}]);
	await transaction[end]();
	expect((await pool.request().query(count)).recordset).toEqual([{depth: 0}]);
	expect(server.logins).toBe(2);
});

test('transactions in a batch nest: a commit ends one, a rollback all', async () => {
	await using server = await start();
	await using pool = await connectTo(server);
	const opened = async (statement: string) =>
		(await pool.request().batch<{depth: number}>(`${statement}; ${count}`)).recordset[0]?.depth;
	// The driver refuses to lend a connection again whose transaction is open, so that all of it is one batch.
	expect(await opened('BEGIN TRAN; BEGIN TRAN; COMMIT TRAN; SAVE TRAN a; BEGIN TRANSACTION b; ROLLBACK')).toBe(0);
	expect(await opened('BEGIN TRAN a BEGIN TRAN b COMMIT WORK COMMIT')).toBe(0);
});
