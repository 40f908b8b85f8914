import {once} from 'node:events';
import {describe, expect, test} from 'vitest';
import type {ColumnType, Procedure, Value} from '../../source/demo/sql-server/server.ts';
import {record} from '../demo/sql-server/recorder.ts';
import {login, numbers, start, startWith} from '../demo/sql-server/support.ts';
import {ask, hasModule} from './support/python-clients.ts';
import {skippedWithout} from './support/requirements.ts';

// Two clients that share nothing with the driver nor with each other: pymssql is FreeTDS's DB-Library, pytds is all Python.

const encryptions = ['off', 'request', 'require'] as const;

const echo: Procedure = {
	parameters: ['value'],
	run: ({parameters: {value}}) => ({results: [{columns: [{name: 'x', type: 'nvarchar'}], rows: [[String(value)]]}]}),
};

const typed: ReadonlyArray<readonly [ColumnType, Value, unknown]> = [
	['tinyint', 255, 255],
	['smallint', -3, -3],
	['int', 7, 7],
	['bigint', 9_007_199_254_740_991n, 9_007_199_254_740_991],
	['bit', true, true],
	['real', 0.5, 0.5],
	['float', 0.1, 0.1],
	['decimal(9,2)', '-12.34', '-12.34'],
	['numeric(38,10)', '1234567890.0123456789', '1234567890.0123456789'],
	['uniqueidentifier', '6f9619ff-8b86-d011-b42d-00c04fc964ff', '6f9619ff-8b86-d011-b42d-00c04fc964ff'],
	['varchar', 'Åsa', 'Åsa'],
	['nvarchar', 'Åsa 漢', 'Åsa 漢'],
	['nvarchar(max)', 'x'.repeat(9000), 'x'.repeat(9000)],
	['varbinary', Buffer.from([1, 255]), '01ff'],
	['varbinary(max)', Buffer.alloc(9000, 7), '07'.repeat(9000)],
	['date', '2026-03-04', '2026-03-04'],
	['time', '05:06:07.123', '05:06:07.123000'],
	['smalldatetime', '2026-03-04T05:06', '2026-03-04T05:06:00'],
	['datetime', '2026-03-04T05:06:07.123', '2026-03-04T05:06:07.123000'],
	['datetime2', '2026-03-04T05:06:07.123', '2026-03-04T05:06:07.123000'],
];

describe.each(['pymssql', 'pytds'] as const)('%s', client => {
	describe.skipIf(skippedWithout(hasModule(client)))('where it is installed', () => {
		test.for(encryptions)('logs in, asks and ends a transaction with encryption = %s', async encryption => {
			await using server = await start({encryption: 'offered'});
			const steps = [
				{query: 'SELECT DB_NAME() AS db, 40 + 2 AS answer'},
				{query: 'SELECT @@TRANCOUNT'},
				{end: 'commit'},
				{query: 'SELECT @@VERSION'},
				{end: 'rollback'},
			] as const;
			expect(await ask(client, server, steps, {encryption})).toEqual([
				{rows: [['ER', 42]]},
				{rows: [[1]]},
				{},
				{rows: [[expect.stringContaining('Microsoft SQL Server')]]},
				{},
			]);
			expect(server.logins).toBe(1);
		});

		test('encrypts the login alone when it requests no more, and everything when it requires it', async () => {
			for (const [encryption, loginSeen, querySeen] of [
				['off', true, true],
				['request', false, true],
				['require', false, false],
			] as const) {
				await using server = await start({encryption: 'offered'});
				await using recorder = await record(server);
				const {certificate} = server;
				const steps = [{query: "SELECT N'in the clear'"}];
				const rows = await ask(client, {certificate, port: recorder.port}, steps, {encryption});
				expect(rows).toEqual([{rows: [['in the clear']]}]);
				const seen = (part: string) => Buffer.concat(recorder.sent).includes(Buffer.from(part, 'utf16le'));
				expect([encryption, seen(login.user), seen('in the clear')]).toEqual([encryption, loginSeen, querySeen]);
			}
		});

		test.for(encryptions)('reads every type, and its NULL, with encryption = %s', async encryption => {
			const columns = typed.map(([type]) => ({name: type, type}));
			const rows = [
				typed.map(([, value]) => value),
				typed.map(() => null),
				typed.map(([, value], index) => (index % 3 === 0 ? null : value)),
			];
			await using server = await startWith(
				{'dbo.Get': {run: () => ({results: [{columns, rows}]})}},
				{encryption: 'offered'},
			);
			const read = typed.map(([, , value]) => value);
			expect(await ask(client, server, [{query: 'EXEC dbo.Get'}], {encryption})).toEqual([
				{rows: [read, read.map(() => null), read.map((value, index) => (index % 3 === 0 ? null : value))]},
			]);
		});

		test('calls procedures with parameters, and takes what they leave in them', async () => {
			await using server = await startWith({
				'dbo.Echo': echo,
				'dbo.Newest': {
					parameters: ['days', 'newest'],
					run: ({parameters: {days}}) => ({returnValue: 4, output: {newest: `${String(days)} days`}}),
				},
			});
			const given = [7, 'Åsa', null, 0.5, true, {decimal: '-1.25'}];
			expect(
				await ask(client, server, [
					...given.map(value => ({call: 'dbo.Echo', with: [value], rows: true})),
					{call: 'dbo.Newest', with: [31, {output: 'x'.repeat(40)}]},
					{query: 'EXEC dbo.Echo %s', with: ['Åsa']},
				]),
			).toEqual([
				...['7', 'Åsa', 'null', '0.5', 'true', '-1.25'].map(value => ({rows: [[value]]})),
				{values: [31, '31 days'], status: 4},
				{rows: [['Åsa']]},
			]);
		});

		test('is told what is wrong by its number, and goes on', async () => {
			const columns = [{name: 'x', type: 'int'}] as const;
			await using server = await startWith(
				{
					'dbo.Denied': echo,
					'dbo.Stale': {run: () => ({errors: [{message: 'Data is too stale'}]})},
					'dbo.Late': {
						run: () => ({results: [{columns, rows: [[1]]}], errors: [{message: 'Data is too stale', number: 51_000}]}),
					},
				},
				{denied: ['dbo.Denied']},
			);
			const queries = ['EXEC dbo.Nothing', 'EXEC dbo.Denied', 'EXEC dbo.Stale', 'SELEC', 'SELECT 1'];
			expect(
				await ask(
					client,
					server,
					queries.map(query => ({query})),
				),
			).toEqual([
				expect.objectContaining({text: expect.stringContaining("Could not find stored procedure 'dbo.Nothing'")}),
				expect.objectContaining({text: expect.stringContaining('EXECUTE permission was denied')}),
				expect.objectContaining({text: expect.stringContaining('Data is too stale')}),
				expect.objectContaining({text: expect.stringContaining("Incorrect syntax near 'SELEC'")}),
				{rows: [[1]]},
			]);
		});

		test.for([
			['a wrong password', {password: 'guess'}],
			['a database that is not there', {database: 'Nowhere'}],
		] as const)('is refused with %s', async ([, settings]) => {
			await using server = await start();
			expect(await ask(client, server, [{query: 'SELECT 1'}], {...settings, patience: 1})).toEqual([
				// Of two errors pytds shows the first, pymssql the last.
				expect.objectContaining({text: expect.stringMatching(/Login failed for user|Cannot open database/)}),
			]);
			expect(server.logins).toBe(0);
		});

		test('gives up a procedure that takes too long, which is told so', async () => {
			const stopped = Promise.withResolvers<void>();
			await using server = await startWith({
				'dbo.Wait': {
					async run({signal}) {
						await once(signal, 'abort');
						stopped.resolve();
						return {};
					},
				},
			});
			const [[first]] = await Promise.all([
				ask(client, server, [{query: 'EXEC dbo.Wait'}], {timeout: 1}) as Promise<unknown[]>,
				stopped.promise,
			]);
			expect(first).toMatchObject({text: expect.stringContaining('timed out')});
			// pymssql breaks the connection off instead of cancelling.
			expect(server.attentions).toBe(client === 'pytds' ? 1 : 0);
		});

		test('reads a result of many packets whole', async () => {
			const rows = Array.from({length: 20_000}, (_, index) => index);
			await using server = await startWith(
				{'dbo.Get': {run: () => ({results: [numbers(...rows)]})}},
				{encryption: 'offered'},
			);
			for (const encryption of encryptions) {
				expect(await ask(client, server, [{query: 'EXEC dbo.Get'}], {encryption})).toEqual([
					{rows: rows.map(row => [row])},
				]);
			}
		});
	});
});
