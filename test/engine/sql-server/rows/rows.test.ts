import {once} from 'node:events';
import {inspect} from 'node:util';
import {expect, test} from 'vitest';
import type {ProcedureRows, Parameters} from '../../../../source/domain/data/procedure-rows.ts';
import type {DataConfig} from '../../../../source/config/config.ts';
import {procedureRows} from '../../../../source/engine/sql-server/rows/rows.ts';
import {
	SqlError,
	type PracticeSqlServer,
	type Procedure,
	type Value,
} from '../../../../source/demo/sql-server/server.ts';
import {configFor, loginWith, password, startPractice, times, wayBy} from '../practice.ts';

const never = new AbortController().signal;

const rowsOf = (
	server: PracticeSqlServer,
	changes: Partial<DataConfig> = {},
	parameters: Parameters = {},
	signal = never,
	options = {},
): Promise<ProcedureRows> => procedureRows(configFor(server.port, changes), wayBy(), parameters, signal, options);

const patients = (count: number): Procedure => ({
	run: () => ({
		results: [
			{
				columns: [
					{name: 'Name', type: 'nvarchar'},
					{name: 'Ward', type: 'nvarchar'},
					{name: 'RegisteredAt', type: 'datetime2'},
				],
				rows: Array.from({length: count}, () => ['Åsa Öberg', 'akut', '2026-11-21T12:30:00.123']),
			},
		],
	}),
});

test('the time is shown, how many rows there are and what is withheld', async () => {
	await using server = await startPractice(patients(2));
	await expect(rowsOf(server)).resolves.toEqual({
		statement: 'EXEC [ER].[dbo].[Get];',
		columns: ['RegisteredAt'],
		rows: [['2026-11-21 12:30:00.1230000'], ['2026-11-21 12:30:00.1230000']],
		total: 2,
		withheld: ['Name', 'Ward'],
		absent: [],
		resultSets: 1,
		returnValue: 0,
		output: [],
		ms: expect.any(Number),
	});
});

test('columns that the config names are shown, and one that is not there is said', async () => {
	await using server = await startPractice(patients(1));
	await expect(rowsOf(server, {columns: ['ward', 'Room']})).resolves.toMatchObject({
		columns: ['Ward', 'RegisteredAt'],
		rows: [['akut', '2026-11-21 12:30:00.1230000']],
		withheld: ['Name'],
		absent: ['Room'],
	});
});

test('no trace of ten thousand rows is left but their number and the first of them', async () => {
	await using server = await startPractice(patients(10_000));
	const rows = await rowsOf(server);
	expect(rows).toMatchObject({total: 10_000, withheld: ['Name', 'Ward']});
	expect(rows.rows).toHaveLength(200);
	expect(inspect(rows, {depth: 12, showHidden: true, maxArrayLength: null})).not.toMatch(/Öberg|akut/);
});

test('an error after rows shows nothing of them', async () => {
	await using server = await startPractice({
		run: async call => ({...(await patients(3).run(call)), errors: [{message: 'The import is not ready'}]}),
	});
	const error: unknown = await rowsOf(server).catch((reason: unknown) => reason);
	expect(error).toMatchObject({problem: {why: expect.stringContaining('The import is not ready')}});
	expect(inspect(error, {depth: 12, showHidden: true})).not.toMatch(/Öberg|akut/);
	expect(inspect(error, {depth: 12, showHidden: true})).not.toContain(password);
});

test('each parameter arrives as the type that it was given as', async () => {
	let given: Readonly<Record<string, Value>> = {};
	await using server = await startPractice({
		parameters: ['Days', 'Id', 'Share', 'Ward', 'All', 'Left'],
		run({parameters}) {
			given = parameters;
			return {};
		},
	});
	const parameters = {Days: 1, '@Id': 5_000_000_000, Share: 0.5, Ward: "'; DROP TABLE x --", All: true, Left: null};
	const rows = await rowsOf(server, {}, parameters);
	expect(given).toEqual({
		Days: 1,
		Id: 5_000_000_000n,
		Share: 0.5,
		Ward: "'; DROP TABLE x --",
		All: true,
		Left: null,
	});
	expect(rows.statement).toBe(
		"EXEC [ER].[dbo].[Get] @Days = 1, @Id = 5000000000, @Share = 0.5, @Ward = N'''; DROP TABLE x --', @All = 1, @Left = NULL;",
	);
});

test('the parameters of the config do not count beside those that are given', async () => {
	await using server = await startPractice({
		parameters: ['Days'],
		run: ({parameters}) => ({returnValue: Number(parameters['Days'])}),
	});
	await expect(rowsOf(server, {parameters: {Days: 1}}, {Days: 2})).resolves.toMatchObject({returnValue: 2});
});

test('an answer without rows is shown by what it is', async () => {
	await using server = await startPractice({
		parameters: ['Newest'],
		run: () => ({returnValue: 7, output: {Newest: '2026-11-21T12:30:00'}}),
	});
	await expect(rowsOf(server, {timestampParameter: '@Newest'})).resolves.toMatchObject({
		statement: 'DECLARE @Newest datetime2; EXEC [ER].[dbo].[Get] @Newest = @Newest OUTPUT; SELECT @Newest AS [Newest];',
		columns: [],
		rows: [],
		total: 0,
		resultSets: 0,
		returnValue: 7,
		output: [{name: 'Newest', value: '2026-11-21 12:30:00.000'}],
	});
});

test('an instant is shown in UTC and says so', async () => {
	await using server = await startPractice(times('datetimeoffset', '2026-11-21T12:30:00+01:00', null));
	await expect(rowsOf(server)).resolves.toMatchObject({rows: [['2026-11-21 11:30:00.0000000 UTC'], [undefined]]});
});

test('what is given up is cancelled on SQL Server', async () => {
	const started = Promise.withResolvers<void>();
	const stopped = Promise.withResolvers<void>();
	await using server = await startPractice({
		async run({signal}) {
			started.resolve();
			await once(signal, 'abort');
			stopped.resolve();
			return {};
		},
	});
	const giveUp = new AbortController();
	const asking = rowsOf(server, {}, {}, giveUp.signal);
	await started.promise;
	giveUp.abort(new Error('enough'));
	await expect(asking).rejects.toMatchObject({
		how: expect.stringMatching(/^cancelled after \d+ms, confirmed by SQL Server$/),
	});
	await stopped.promise;
	expect(server.attentions).toBe(1);
});

test('a procedure that does not end is cancelled when the time is over', async () => {
	await using server = await startPractice({run: () => ({results: [], cut: 'hang'})});
	await expect(rowsOf(server, {}, {}, never, {deadline: 400})).rejects.toMatchObject({
		problem: {what: 'Cannot get an answer from dbo.Get', why: expect.stringContaining('it did not finish')},
	});
	expect(server.attentions).toBe(1);
});

test('what was given up before it began asks nothing', async () => {
	await using server = await startPractice(patients(1));
	await expect(rowsOf(server, {}, {}, AbortSignal.abort())).rejects.toMatchObject({
		how: 'cancelled after 0ms, before SQL Server was asked for anything',
	});
	expect(server.logins).toBe(0);
});

test.each([
	['a refused login', {login: loginWith({user: 'nobody'})}, 'Cannot log in'],
	['a missing procedure', {procedure: 'dbo.Gone'}, 'dbo.Gone'],
	['a forbidden name', {procedure: 'sp_who'}, 'Cannot check patients'],
	['a missing database', {database: 'Gone'}, 'Gone'],
])('%s is explained in the words of the check', async (_, changes, what) => {
	await using server = await startPractice(patients(1));
	await expect(rowsOf(server, changes)).rejects.toMatchObject({
		problem: {what: expect.stringContaining(what)},
		owner: expect.stringMatching(/^(?:the database team|whoever keeps the config)$/),
	});
});

const taken = (which: string) => ({problem: {why: expect.stringContaining(`does not take the parameters ${which} (`)}});

test('parameters that are refused were given by hand, or are those of the config', async () => {
	await using server = await startPractice(patients(1));
	await expect(rowsOf(server, {}, {Days: 1})).rejects.toMatchObject(taken('given'));
	await expect(rowsOf(server, {parameters: {Days: 1}}, {Days: 1})).rejects.toMatchObject(taken('of the config'));
});

test('rows that were cut off are counted', async () => {
	await using server = await startPractice({run: async call => ({...(await patients(128).run(call)), cut: 'reset'})});
	await expect(rowsOf(server)).rejects.toMatchObject({
		problem: {why: expect.stringMatching(/^128 rows, then the connection was closed/)},
		owner: 'the database team',
	});
});

test('an error that the procedure raises is told', async () => {
	await using server = await startPractice({
		run() {
			throw new SqlError({message: 'Data is too stale'});
		},
	});
	await expect(rowsOf(server)).rejects.toMatchObject({problem: {why: expect.stringContaining('Data is too stale')}});
});
