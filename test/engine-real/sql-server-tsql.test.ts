import {spawn, spawnSync} from 'node:child_process';
import {text} from 'node:stream/consumers';
import {describe, expect, test} from 'vitest';
import {record} from '../demo/sql-server/recorder.ts';
import {login, start, startWith} from '../demo/sql-server/support.ts';
import {freetds, type Encryption} from './support/freetds.ts';
import {skippedWithout} from './support/requirements.ts';

// FreeTDS shares nothing with the driver, so it sees what a habit of the driver hides.
const installed = !spawnSync('tsql', ['-C']).error;

type Settings = {readonly encryption?: Encryption; readonly password?: string; readonly database?: string};

/** What `tsql` prints for these batches. */
const tsql = async (
	server: {readonly port: number},
	batches: readonly string[],
	{encryption = 'off', password = login.password, database = 'ER'}: Settings = {},
): Promise<string> => {
	await using config = await freetds(server, encryption);
	const args = ['-S', 'practice', '-U', login.user, '-P', password, '-D', database];
	const client = spawn('tsql', args, {env: config.env});
	client.stdin.end(batches.map(batch => `${batch}\ngo\n`).join(''));
	const [printed, complained] = await Promise.all([text(client.stdout), text(client.stderr)]);
	return printed + complained;
};

describe.skipIf(skippedWithout(installed))('tsql of freetds-bin', () => {
	test.for(['off', 'request', 'require'] as const)('logs in and asks with encryption = %s', async encryption => {
		await using server = await start({encryption: 'offered'});
		const printed = await tsql(server, ['SELECT DB_NAME() AS db, 40 + 2 AS answer'], {encryption});
		expect(printed).toContain('db\tanswer\nER\t42\n');
		expect(server.logins).toBe(1);
	});

	test('encrypts the login alone when it requests no more, and everything when it requires it', async () => {
		const query = "SELECT N'in the clear' AS x";
		const clear = Buffer.from('in the clear', 'utf16le');
		const user = Buffer.from(login.user, 'utf16le');
		for (const {encryption, loginSeen, querySeen} of [
			{encryption: 'off', loginSeen: true, querySeen: true},
			{encryption: 'request', loginSeen: false, querySeen: true},
			{encryption: 'require', loginSeen: false, querySeen: false},
		] as const) {
			await using server = await start({encryption: 'offered'});
			await using recorder = await record(server);
			expect(await tsql(recorder, [query], {encryption})).toContain('in the clear');
			const seen = (part: Buffer) => Buffer.concat(recorder.sent).includes(part);
			expect({encryption, loginSeen: seen(user), querySeen: seen(clear)}).toEqual({
				encryption,
				loginSeen,
				querySeen,
			});
		}
	});

	test('is refused with a wrong password and a missing database', async () => {
		await using server = await start();
		expect(await tsql(server, [], {password: 'guess'})).toContain('Msg 18456 (severity 14, state 1)');
		expect(await tsql(server, [], {database: 'Nowhere'})).toContain('Msg 4060 (severity 11, state 1)');
		expect(server.logins).toBe(0);
	});

	test('runs what a check is copied as, transactions, and a class that ends the session', async () => {
		await using server = await startWith(
			{
				'dbo.Newest': {
					parameters: ['days', 'newest'],
					run: () => ({returnValue: 4, output: {newest: '2026-03-04T05:06:07'}}),
				},
				'dbo.Denied': {run: () => ({})},
				'dbo.Gone': {run: () => ({errors: [{message: 'The disk is gone', class: 20}]})},
			},
			{denied: ['dbo.Denied']},
		);
		const printed = await tsql(server, [
			'DECLARE @newest datetime2; DECLARE @result int; EXEC @result = [ER].[dbo].[Newest] @days = 1, @newest = @newest OUTPUT; SELECT @newest AS [newest], @result AS [result];',
			'BEGIN TRAN SELECT @@TRANCOUNT AS depth COMMIT',
			'EXEC dbo.Denied',
			'EXEC dbo.Gone',
		]);
		expect(printed).toMatch(/newest\tresult\nMar +4 2026 05:06[^\t]*\t4\n/);
		expect(printed).toContain('depth\n1\n');
		expect(printed).toContain('Msg 229 (severity 14, state 5)');
		expect(printed).toContain('Msg 50000 (severity 20, state 1)');
	});

	test('prints rows, messages, errors and return values', async () => {
		const columns = [
			{name: 'id', type: 'int'},
			{name: 'at', type: 'datetime'},
			{name: 'name', type: 'nvarchar'},
			{name: 'big', type: 'bigint'},
			{name: 'part', type: 'float'},
			{name: 'yes', type: 'bit'},
			{name: 'none', type: 'int'},
		] as const;
		const row = [7, '2026-03-04T05:06:07', 'Åsa', 9_007_199_254_740_993n, 0.5, true, null];
		await using server = await startWith({
			'dbo.Get': {
				parameters: ['days'],
				run: ({parameters}) => ({
					prints: [`${String(parameters['days'])} days`],
					results: [{columns, rows: [row]}],
					returnValue: 3,
				}),
			},
			'dbo.Stale': {run: () => ({errors: [{message: 'Data is too stale', state: 4, line: 9}]})},
		});
		const printed = await tsql(server, [
			'EXEC dbo.Get @days = 31',
			'EXEC dbo.Stale',
			'EXEC dbo.Nothing',
			'USE master',
			'SELECT DB_NAME()',
		]);
		expect(printed).toContain('31 days\n');
		expect(printed).toContain('id\tat\tname\tbig\tpart\tyes\tnone\n');
		expect(printed).toMatch(/7\tMar +4 2026 05:06(:07)?AM\tÅsa\t9007199254740993\t0\.5\t1\tNULL\n/);
		expect(printed).toContain('(return status = 3)');
		expect(printed).toContain('Msg 50000 (severity 16, state 4) from PRACTICE, Procedure Stale Line 9');
		expect(printed).toContain('Data is too stale');
		expect(printed).toContain('Msg 2812 (severity 16, state 62)');
		expect(printed).toContain('\nmaster\n');
	});
});
