import {once} from 'node:events';
import {expect, test} from 'vitest';
import type {Procedure, Value} from '../../../source/demo/sql-server/server.ts';
import {connectTo, startWith, type Pool} from './support.ts';

const columns = [
	{name: 'id', type: 'int'},
	{name: 'note', type: 'nvarchar'},
] as const;

/** Rows that are counted as they are made. */
const long = (rowCount: number, length: number) => {
	const made = {rows: 0};
	const rows = function* (): Generator<readonly Value[]> {
		for (let id = 0; id < rowCount; id++) {
			made.rows++;
			yield [id, id % 3 === 0 ? null : 'x'.repeat(length)];
		}
	};
	const procedure: Procedure = {run: () => ({results: [{columns, rows: [], more: rows()}]})};
	return {procedure, made};
};

/** Rows that end in an error. */
const failing = function* (): Generator<readonly Value[]> {
	for (let id = 0; id < 50_000; id++) {
		yield [id, 'x'];
	}
	throw new TypeError('the disk is gone');
};

/** A call whose rows are counted and not kept. */
const reading = (pool: Pool) => {
	const request = pool.request();
	request.stream = true;
	const seen = {rows: 0};
	request.on('row', () => seen.rows++);
	// What goes wrong is seen in its events.
	request.execute('dbo.Get').catch(() => {});
	return {request, seen};
};

const encryptions = [
	['plain text', 'none', {encrypt: false}],
	['TLS', 'required', {encrypt: true, trustServerCertificate: true}],
] as const;

test.for(encryptions)(
	'100,000 rows that are made while they are sent all arrive, in %s',
	async ([, encryption, options]) => {
		const {procedure} = long(100_000, 10);
		await using server = await startWith({'dbo.Get': procedure}, {encryption});
		await using pool = await connectTo(server, {options});
		const {request, seen} = reading(pool);
		const [{rowsAffected}] = await once(request, 'done');
		expect({rowsAffected, ...seen}).toEqual({rowsAffected: [100_000], rows: 100_000});
	},
);

test.for(encryptions)('no more rows are made than a client takes, in %s', async ([, encryption, options]) => {
	// 4 KiB each, so that all of them are 400 MB.
	const {procedure, made} = long(150_000, 2000);
	await using server = await startWith({'dbo.Get': procedure}, {encryption});
	await using pool = await connectTo(server, {options});
	const {request, seen} = reading(pool);
	await once(request, 'row');
	request.pause();
	let before = -1;
	await expect
		.poll(
			() => {
				const stands = made.rows === before;
				before = made.rows;
				return stands;
			},
			{interval: 100},
		)
		.toBe(true);
	expect(made.rows).toBeLessThan(15_000);
	const failed = once(request, 'error');
	request.cancel();
	request.resume();
	expect(await failed).toMatchObject([{code: 'ECANCEL'}]);
	expect(seen.rows).toBeLessThan(15_000);
});

test('a long result can be cancelled in its middle, and the session goes on', async () => {
	const {procedure, made} = long(1_000_000, 100);
	await using server = await startWith({'dbo.Get': procedure});
	await using pool = await connectTo(server);
	const {request, seen} = reading(pool);
	const failed = once(request, 'error');
	await once(request, 'row');
	request.cancel();
	expect(await failed).toMatchObject([{code: 'ECANCEL'}]);
	expect(server.attentions).toBe(1);
	expect(made.rows).toBeLessThan(1_000_000);
	const {rows} = made;
	expect((await pool.request().query('SELECT 2 AS x')).recordset).toEqual([{x: 2}]);
	expect({logins: server.logins, made: made.rows}).toEqual({logins: 2, made: rows});
	expect(seen.rows).toBeLessThan(1_000_000);
});

test('an error in the middle of the rows ends them', async () => {
	await using server = await startWith({
		'dbo.Get': {run: () => ({results: [{columns, rows: [[1, 'first']], more: failing()}]})},
	});
	await using pool = await connectTo(server);
	const request = pool.request();
	request.stream = true;
	let count = 0;
	request.on('row', () => count++);
	const failed = once(request, 'error');
	// What goes wrong is seen in its events.
	request.execute('dbo.Get').catch(() => {});
	expect(await failed).toMatchObject([{message: 'the disk is gone', procName: 'Get'}]);
	expect(count).toBe(50_001);
	expect((await pool.request().query('SELECT 2 AS x')).recordset).toEqual([{x: 2}]);
});
