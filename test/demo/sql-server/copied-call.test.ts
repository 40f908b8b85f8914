import {expect, test} from 'vitest';
import type {Value} from '../../../source/demo/sql-server/server.ts';
import {execStatement} from '../../../source/domain/data/t-sql.ts';
import {connectTo, numbers, startWith} from './support.ts';

test('a call that is copied as T-SQL runs in any database, with the values it was copied with', async () => {
	const seen: Array<Readonly<Record<string, Value>>> = [];
	await using server = await startWith({
		'dbo.Get': {
			parameters: ['days', 'part', 'small', 'ward', 'all', 'none'],
			run({parameters}) {
				seen.push(parameters);
				return {results: [numbers(1)]};
			},
		},
	});
	await using pool = await connectTo(server, {database: 'master'});
	const parameters = {days: -31, part: 1.5, small: 1e-7, ward: "akut's [å]\n", all: true, none: null};
	const copied = execStatement({database: 'ER', procedure: 'Get', parameters});
	expect((await pool.request().batch(copied)).recordset).toEqual([{x: 1}]);
	expect(seen).toEqual([{days: -31n, part: '1.5', small: 1e-7, ward: "akut's [å]\n", all: 1n, none: null}]);
});

test('what it answers in an output parameter and by its return value is selected', async () => {
	await using server = await startWith({
		'dbo.Newest': {
			parameters: ['newest'],
			run: () => ({returnValue: 4, output: {newest: '2026-03-04T05:06:07+02:00'}}),
		},
	});
	await using pool = await connectTo(server);
	const copied = execStatement({
		database: 'ER',
		procedure: 'dbo.Newest',
		parameters: {},
		timestampParameter: 'newest',
		timezone: 'offset',
		returnValue: 'status',
	});
	const {recordset} = await pool.request().batch(copied);
	expect(recordset).toEqual([{newest: new Date('2026-03-04T03:06:07Z'), result: 4}]);
});

test('a client older than TDS 7.3 is not served', async () => {
	await using server = await startWith({});
	await using pool = await connectTo(server, {options: {tdsVersion: '7_3_B'}});
	expect((await pool.request().query('SELECT 1 AS x')).recordset).toEqual([{x: 1}]);
	await expect(connectTo(server, {options: {tdsVersion: '7_2'}})).rejects.toMatchObject({code: 'ESOCKET'});
});
