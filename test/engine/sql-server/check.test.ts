import {inspect} from 'node:util';
import {beforeAll, describe, expect, test} from 'vitest';
import type {DataConfig} from '../../../source/config/config.ts';
import {SqlError, type Faults, type Procedure, type SqlServerOptions} from '../../../source/demo/sql-server/server.ts';
import type {Freshness} from '../../../source/domain/freshness.ts';
import {checkFreshness, type CheckOptions} from '../../../source/engine/sql-server/check.ts';
import {configFor, hour, password, startPractice, times, user, wayBy} from './practice.ts';

type Situation = {
	readonly title: string;
	readonly procedure?: Procedure;
	readonly server?: Partial<SqlServerOptions>;
	readonly faults?: Faults;
	readonly config?: Partial<DataConfig>;
	readonly options?: CheckOptions;
	/** `verdict (cause) at step`, the step left out where all is well or nothing was begun. */
	readonly expected: string;
	/** What the evidence of the last step reached says. */
	readonly evidence?: RegExp;
};

// The first check of a process loads the driver, which would eat into the short deadlines here.
beforeAll(() => import('mssql'));

const signal = new AbortController().signal;
const fresh = times('datetimeoffset', '2026-11-21T11:00:00Z');
const raises = (number: number, message: string): Procedure => ({
	run() {
		throw new SqlError({number, message});
	},
});

const check = async ({procedure = fresh, server = {}, faults = {}, config, options}: Situation) => {
	await using practice = await startPractice(procedure, {...server, faults});
	return await checkFreshness(configFor(practice.port, config), wayBy(), signal, options);
};

/** What the outcome says, in one value to compare. */
const told = (freshness: Freshness) => {
	const {verdict, cause, steps, problem} = freshness;
	const failed = steps.find(({status}) => status === 'failed');
	const everything = JSON.stringify(freshness) + inspect(freshness, {depth: null, showHidden: true});
	return {
		outcome: verdict + (cause === undefined ? '' : ` (${cause})`) + (failed === undefined ? '' : ` at ${failed.step}`),
		evidence: steps.findLast(({status}) => status !== 'not reached')?.evidence,
		explained: verdict === 'fresh' || Object.values(problem ?? {}).filter(part => /[^.]$/.test(part)).length === 3,
		leaked: everything.includes(password) || everything.includes('S3cret') || everything.includes('\u001B'),
	};
};

const asExpected = ({expected, evidence = /./}: Situation) => ({
	outcome: expected,
	evidence: expect.stringMatching(evidence),
	explained: true,
	leaked: false,
});

describe('what the rows say', () => {
	test.each<Situation>([
		{title: 'rows of an hour ago', expected: 'fresh', evidence: /^1h old, limit 1d, turns stale in 2[23]h/},
		{
			title: 'rows of yesterday morning',
			procedure: times('datetimeoffset', '2026-11-20T05:00:00Z'),
			expected: 'stale (old) at age',
			evidence: /^1d 7h old, limit 1d$/,
		},
		{title: 'no rows', procedure: times('datetime2'), expected: 'empty (rows) at rows', evidence: /^0 rows$/},
		{
			title: 'no result set',
			procedure: {run: () => ({})},
			expected: 'empty (resultset) at rows',
			evidence: /return code/,
		},
		{
			title: 'nothing but NULL',
			procedure: times('datetime2', null, null),
			expected: 'empty (null) at timestamp',
			evidence: /RegisteredAt is NULL/,
		},
		{
			title: 'the named column is not there',
			config: {timestampColumn: 'CreatedAt'},
			expected: 'failed (column) at timestamp',
			evidence: /no column CreatedAt/,
		},
		{title: 'the named column in another case', config: {timestampColumn: 'registeredat'}, expected: 'fresh'},
		{
			title: 'no column holds a time',
			procedure: {run: () => ({results: [{columns: [{name: 'Id', type: 'int'}], rows: [[1]]}]})},
			expected: 'failed (column) at timestamp',
		},
		{
			title: 'a birthday is no timestamp',
			procedure: {run: () => ({results: [{columns: [{name: 'Born', type: 'date'}], rows: [['1950-01-01']]}]})},
			expected: 'failed (column) at timestamp',
		},
		{
			title: 'the newest of several columns of times',
			procedure: {
				run: () => ({
					results: [
						{
							columns: [
								{name: 'Old', type: 'datetime2'},
								{name: 'New', type: 'datetimeoffset'},
							],
							rows: [['2026-11-01T00:00:00', '2026-11-21T11:30:00Z']],
						},
					],
				}),
			},
			expected: 'fresh',
			evidence: /^30m/,
		},
		{
			title: 'only the first of two result sets counts',
			procedure: {
				run: () => ({
					results: ['2026-11-20T05:00:00', '2026-11-21T13:00:00'].map(at => ({
						columns: [{name: 'At', type: 'datetime2' as const}],
						rows: [[at]],
					})),
				}),
			},
			expected: 'stale (old) at age',
		},
		{
			title: 'datetime in local time of the server',
			procedure: times('datetime', '2026-11-21T12:30:00'),
			config: {maxAge: hour},
			expected: 'fresh',
			evidence: /^30m/,
		},
		{
			title: 'smalldatetime rounded up',
			procedure: times('smalldatetime', '2026-11-21T13:01:00'),
			expected: 'fresh',
			evidence: /^0m?s old/,
		},
		{
			title: 'local time read as UTC',
			procedure: times('datetime2', '2026-11-21T12:50:00'),
			config: {timezone: 'utc'},
			expected: 'uncertain (localtime) at age',
			evidence: /future, looks like local time read as UTC$/,
		},
		{
			title: 'tomorrow',
			procedure: times('datetime2', '2026-11-22T12:00:00'),
			expected: 'uncertain (future) at age',
			evidence: /^2[23]h.* in the future$/,
		},
		{
			title: 'no timezone declared, where it decides',
			procedure: times('datetime2', '2026-11-21T11:30:00'),
			config: {timezone: undefined, maxAge: hour},
			expected: 'uncertain (timezone) at age',
			evidence: /^1h 30m or 30m.* old, limit 1h$/,
		},
		{
			title: 'no timezone declared, where it makes no difference',
			procedure: times('datetime2', '2026-11-21T11:30:00'),
			config: {timezone: undefined},
			expected: 'fresh',
		},
		{
			title: 'the time of a zone',
			procedure: times('datetime2', '2026-11-21T21:00:00'),
			config: {timezone: 'Asia/Tokyo', maxAge: hour},
			expected: 'fresh',
		},
		{
			title: 'the hour that autumn repeats',
			procedure: times('datetime2', '2026-10-25T02:30:00'),
			server: {now: () => new Date('2026-10-25T02:00:00Z')},
			config: {timezone: 'Europe/Stockholm', maxAge: hour},
			expected: 'uncertain (clockchange) at age',
		},
		{
			title: 'the hour that spring leaves out',
			procedure: times('datetime2', '2026-03-29T02:30:00'),
			server: {now: () => new Date('2026-03-29T12:00:00Z')},
			config: {timezone: 'Europe/Stockholm'},
			expected: 'failed (nonexistent) at timestamp',
		},
		{
			title: 'a day without a time',
			procedure: times('date', '2026-11-20'),
			config: {timestampColumn: 'RegisteredAt'},
			expected: 'uncertain (day) at age',
		},
	])('$title: $expected', async situation => {
		expect(told(await check(situation))).toEqual(asExpected(situation));
	});
});

describe('what SQL Server refuses', () => {
	test.each<Situation>([
		{
			title: 'another password',
			server: {login: {user, password: 'other'}},
			expected: 'failed (login) at login',
			evidence: /^18456: Login failed/,
		},
		{
			title: 'another database',
			config: {database: 'Elsewhere'},
			expected: 'failed (database) at database',
			evidence: /^4060: Cannot open database/,
		},
		{
			title: 'a procedure that is not there',
			config: {procedure: 'dbo.Missing'},
			expected: 'failed (missing) at procedure',
			evidence: /^2812: /,
		},
		{
			title: 'no right to execute',
			server: {denied: ['dbo.Get']},
			expected: 'failed (denied) at procedure',
			evidence: /^229: /,
		},
		{
			title: 'a parameter it does not have',
			config: {parameters: {days: 1}},
			expected: 'failed (parameters) at procedure',
			evidence: /^8146: /,
		},
		{
			title: 'a parameter it misses',
			procedure: {...fresh, parameters: ['days']},
			expected: 'failed (parameters) at procedure',
			evidence: /^201: /,
		},
		{
			title: 'an error of the procedure',
			procedure: raises(50_000, 'Patient import is running'),
			expected: 'failed (raised) at procedure',
			evidence: /^50000: Patient import is running$/,
		},
		{
			title: 'a table that is not there',
			procedure: raises(208, "Invalid object name 'dbo.Patients'."),
			expected: 'failed (raised) at procedure',
		},
		{
			title: 'a deadlock',
			procedure: raises(1205, 'Transaction was deadlocked'),
			expected: 'failed (deadlock) at procedure',
		},
		{
			title: 'its own word that the data is stale',
			procedure: raises(50_000, 'Data is too stale'),
			expected: 'stale (raised) at procedure',
			evidence: /^50000: Data is too stale$/,
		},
		{
			title: 'its own word that the data is too old, after the rows and another error',
			procedure: {
				run: async call => ({
					...(await fresh.run(call)),
					errors: [{message: 'Cannot continue'}, {message: 'Rows are outdated'}],
				}),
			},
			expected: 'stale (raised) at procedure',
		},
		{
			title: 'two errors',
			procedure: {run: () => ({errors: [{message: 'First'}, {message: 'Second'}]})},
			expected: 'failed (raised) at procedure',
			evidence: /^50000: First$/,
		},
		{
			title: 'an error that ends the session',
			procedure: {run: () => ({errors: [{message: 'Disk on fire', class: 20}]})},
			expected: 'failed (raised) at procedure',
			evidence: /^50000: Disk on fire$/,
		},
		{
			title: 'an error that repeats the password and would clear the screen',
			procedure: raises(50_000, `bad ${password}\u001B[2J\nnow`),
			expected: 'failed (raised) at procedure',
			evidence: /^50000: bad ••• now$/,
		},
	])('$title: $expected', async situation => {
		expect(told(await check(situation))).toEqual(asExpected(situation));
	});
});

describe.concurrent('a connection that fails on the way', () => {
	const soon = {deadline: 1000};
	test.each<Situation>([
		{title: 'accepted, then silence', faults: {accept: 'hang'}, options: soon, expected: 'timeout (tls) at tls'},
		{title: 'accepted, then closed', faults: {accept: 'close'}, expected: 'failed (reset) at tls'},
		{
			title: 'silence instead of an answer',
			faults: {prelogin: 'hang'},
			options: soon,
			expected: 'timeout (tls) at tls',
		},
		{title: 'closed instead of an answer', faults: {prelogin: 'close'}, expected: 'failed (reset) at tls'},
		{title: 'cut instead of an answer', faults: {prelogin: 'reset'}, expected: 'failed (reset) at tls'},
		{
			title: 'silence in TLS',
			faults: {tls: 'hang'},
			server: {encryption: 'required'},
			config: {encrypt: true},
			options: soon,
			expected: 'timeout (tls) at tls',
		},
		{
			title: 'closed in TLS',
			faults: {tls: 'close'},
			server: {encryption: 'required'},
			config: {encrypt: true},
			expected: 'failed (reset) at tls',
		},
		{title: 'silence after the login', faults: {login: 'hang'}, options: soon, expected: 'timeout (login) at login'},
		{title: 'closed after the login', faults: {login: 'close'}, expected: 'failed (reset) at login'},
		{title: 'cut after the login', faults: {login: 'reset'}, expected: 'failed (reset) at login'},
		{
			title: 'a procedure that never ends',
			procedure: {run: ({signal: gone}) => new Promise(resolve => gone.addEventListener('abort', () => resolve({})))},
			options: soon,
			expected: 'timeout (procedure) at procedure',
		},
		{
			title: 'rows without an end',
			procedure: {run: async call => ({...(await fresh.run(call)), cut: 'hang'})},
			options: soon,
			expected: 'timeout (rows) at rows',
			evidence: /^1 rows?, then no end/,
		},
		{
			title: 'cut in the rows',
			procedure: {run: async call => ({...(await fresh.run(call)), cut: 'reset'})},
			expected: 'failed (reset) at rows',
		},
		{
			title: 'closed in the rows',
			procedure: {run: async call => ({...(await fresh.run(call)), cut: 'close'})},
			expected: 'failed (reset) at rows',
		},
	])('$title: $expected', async situation => {
		expect(told(await check(situation))).toEqual(asExpected(situation));
	});

	test('cut as soon as it was accepted: reset, in whichever step it is noticed', async () => {
		const cut = await check({title: 'cut', faults: {accept: 'reset'}, expected: ''});
		expect(told(cut).outcome).toMatch(/^failed \(reset\) at (?:network|tls)$/);
	});
});
