import {expect, test} from 'vitest';
import {SqlError} from '../../../source/demo/sql-server/server.ts';
import {connectTo, numbers, startWith} from './support.ts';

const answers = {run: () => ({results: [numbers(1)]})};

test.for(['dbo.Get', 'Get', '[dbo].[Get]', 'ER.dbo.GET', 'ER..Get'])('a procedure answers to %s', async name => {
	await using server = await startWith({'dbo.Get': answers});
	await using pool = await connectTo(server);
	expect((await pool.request().execute(name)).recordset).toEqual([{x: 1}]);
});

test.for(['dbo.Nothing', 'sales.Get', 'master.dbo.Get', 'sp_who'])('there is no procedure %s', async name => {
	await using server = await startWith({'dbo.Get': answers});
	await using pool = await connectTo(server);
	await expect(pool.request().execute(name)).rejects.toMatchObject({
		code: 'EREQUEST',
		number: 2812,
		class: 16,
		state: 62,
		message: `Could not find stored procedure '${name}'.`,
	});
});

test('a procedure is missing in the wrong database', async () => {
	await using server = await startWith({'ER.dbo.Get': answers}, {databases: ['ER', 'Archive']});
	await using right = await connectTo(server);
	expect((await right.request().execute('dbo.Get')).recordset).toEqual([{x: 1}]);
	await using wrong = await connectTo(server, {database: 'Archive'});
	await expect(wrong.request().execute('dbo.Get')).rejects.toMatchObject({number: 2812});
});

test('a procedure that the login may not execute says so', async () => {
	await using server = await startWith({'dbo.Get': answers}, {denied: ['dbo.Get']});
	await using pool = await connectTo(server);
	await expect(pool.request().execute('dbo.Get')).rejects.toMatchObject({
		code: 'EREQUEST',
		number: 229,
		class: 14,
		state: 5,
		message: "The EXECUTE permission was denied on the object 'Get', database 'ER', schema 'dbo'.",
	});
});

test.for([
	['one that it does not have', {other: 1}, 8145, '@other is not a parameter for procedure Get.'],
	['none', {}, 201, "Procedure or function 'Get' expects parameter '@days', which was not supplied."],
	['one too many', {days: 1, other: 2}, 8144, 'Procedure or function Get has too many arguments specified.'],
] as const)('a procedure with one parameter refuses %s', async ([, given, number, message]) => {
	await using server = await startWith({'dbo.Get': {parameters: ['days'], ...answers}});
	await using pool = await connectTo(server);
	const request = pool.request();
	for (const [name, value] of Object.entries(given)) {
		request.input(name, value);
	}

	await expect(request.execute('dbo.Get')).rejects.toMatchObject({number, message});
});

test('a procedure without parameters takes none', async () => {
	await using server = await startWith({'dbo.Get': answers});
	await using pool = await connectTo(server);
	await expect(pool.request().input('days', 1).execute('dbo.Get')).rejects.toMatchObject({number: 8146});
});

test('a raised error has all that RAISERROR gives it', async () => {
	await using server = await startWith({
		'dbo.Get': {
			run() {
				throw new SqlError({message: 'Data is too stale', number: 51_000, class: 16, state: 3, line: 12});
			},
		},
	});
	await using pool = await connectTo(server);
	await expect(pool.request().execute('dbo.Get')).rejects.toMatchObject({
		code: 'EREQUEST',
		number: 51_000,
		class: 16,
		state: 3,
		lineNumber: 12,
		procName: 'Get',
		message: 'Data is too stale',
	});
});

test('an error may follow rows, and another error', async () => {
	await using server = await startWith({
		'dbo.One': {run: () => ({results: [numbers(1)], errors: [{message: 'Data is too stale'}]})},
		'dbo.Two': {run: () => ({errors: [{message: 'first'}, {message: 'second'}]})},
	});
	await using pool = await connectTo(server);
	await expect(pool.request().execute('dbo.One')).rejects.toMatchObject({
		number: 50_000,
		message: 'Data is too stale',
	});
	const failure = pool.request().execute('dbo.Two');
	await expect(failure).rejects.toHaveProperty('precedingErrors.0.message', 'first');
	await expect(failure).rejects.toHaveProperty('precedingErrors.1.message', 'second');
});

test('an error of class 10 is no error, and PRINT comes through', async () => {
	await using server = await startWith({
		'dbo.Get': {run: () => ({prints: ['reading'], results: [numbers(1)], errors: [{message: 'slow', class: 10}]})},
	});
	await using pool = await connectTo(server);
	const messages: unknown[] = [];
	const request = pool.request();
	request.on('info', info => messages.push([info.number, info.message]));
	expect((await request.execute('dbo.Get')).recordset).toEqual([{x: 1}]);
	expect(messages).toEqual([
		[0, 'reading'],
		[50_000, 'slow'],
	]);
});

test('an error of class 20 ends the session, and the next request gets a new one', async () => {
	await using server = await startWith({
		'dbo.Break': {run: () => ({errors: [{message: 'The disk is gone', class: 20}]})},
		'dbo.Get': answers,
	});
	await using pool = await connectTo(server);
	await expect(pool.request().execute('dbo.Break')).rejects.toMatchObject({class: 20});
	// The driver may not have seen the end of the connection yet.
	await expect.poll(async () => (await pool.request().execute('dbo.Get')).recordset).toEqual([{x: 1}]);
	expect(server.logins).toBe(3);
});

test('a procedure with a fault of its own is an error for its caller alone', async () => {
	await using server = await startWith({
		'dbo.Break': {
			run() {
				throw new TypeError('not a function');
			},
		},
		'dbo.Get': answers,
	});
	await using pool = await connectTo(server);
	await expect(pool.request().execute('dbo.Break')).rejects.toMatchObject({number: 50_000, message: 'not a function'});
	expect((await pool.request().execute('dbo.Get')).recordset).toEqual([{x: 1}]);
});

test('a procedure reads the clock and the wall of its server', async () => {
	await using server = await startWith(
		{
			'dbo.Get': {
				run: ({now, wallClock}) => ({
					results: [
						{
							columns: [
								{name: 'now', type: 'datetimeoffset'},
								{name: 'wall', type: 'datetime2'},
							],
							rows: [[now, wallClock(now)]],
						},
					],
				}),
			},
		},
		{now: () => new Date('2026-07-04T10:00:00Z'), timeZone: 'Europe/Stockholm'},
	);
	await using pool = await connectTo(server);
	expect((await pool.request().execute('dbo.Get')).recordset).toEqual([
		{now: new Date('2026-07-04T10:00:00Z'), wall: new Date('2026-07-04T12:00:00Z')},
	]);
});
