import sql from 'mssql';
import {expect, test} from 'vitest';
import {harmlessOnceClosed} from '../../../../source/engine/sql-server/driver/closed-early.ts';
import {password, startPractice, times, user} from '../practice.ts';

test('a connection that is closed in the middle of an answer brings nothing down', async () => {
	await using practice = await startPractice(times('datetimeoffset', '2026-11-21T11:00:00Z'));
	let close: (() => void) | undefined;
	const pool = new sql.ConnectionPool({
		server: '127.0.0.1',
		port: practice.port,
		user,
		password,
		options: {encrypt: false},
		database: 'ER',
		beforeConnect(connection) {
			harmlessOnceClosed(connection);
			close = () => connection.close();
		},
	});
	pool.on('error', () => {});
	await pool.connect();
	// What the driver throws where nobody can catch it would fail this run as an uncaught exception.
	const request = pool.request();
	request.stream = true;
	request.on('row', () => close?.());
	const failed = new Promise(resolve => request.once('error', resolve));
	const called = request.execute('dbo.Get').catch(() => undefined);
	expect(await failed).toMatchObject({message: 'Connection closed before request completed.'});
	await called;
	await pool.close();
});
