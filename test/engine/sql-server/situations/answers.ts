import {
	SqlError,
	type Procedure,
	type ProcedureAnswer,
	type ResultSet,
} from '../../../../source/demo/sql-server/server.ts';
import {hour, times} from '../practice.ts';
import type {Situation} from './situation.ts';

const config = 'whoever keeps the config';
const database = 'the database team';
const data = 'whoever fills the data';

const answers = (answer: ProcedureAnswer, optional: readonly string[] = []): Procedure => ({
	run: () => answer,
	optional,
});
const sets = (...results: readonly ResultSet[]): Procedure => answers({results});
const counts: ResultSet = {columns: [{name: 'Visits', type: 'int'}], rows: [[3]]};
const at = (value: string, name = 'At'): ResultSet => ({columns: [{name, type: 'datetime2'}], rows: [[value]]});
const returns = (returnValue: number | null): Procedure => answers({returnValue});
const newest = {timestampParameter: 'Newest'} as const;

/** Result sets and their columns. */
export const rows: readonly Situation[] = [
	{
		title: 'rows of an hour ago',
		tls: 'too',
		expected: 'fresh',
		owner: undefined,
		evidence: /^1h old, limit 1d, turns stale in 2[23]h/,
	},
	{
		title: 'rows of yesterday morning',
		procedure: times('datetimeoffset', '2026-11-20T05:00:00Z'),
		tls: 'too',
		expected: 'stale (old) at age',
		owner: data,
		evidence: /^1d 7h old, limit 1d$/,
	},
	{
		title: 'no rows',
		procedure: times('datetime2'),
		expected: 'empty (rows) at rows',
		owner: data,
		evidence: /^0 rows$/,
	},
	{
		title: 'no result set',
		procedure: returns(7),
		expected: 'empty (resultset) at rows',
		owner: config,
		evidence: /^no result set, only the return code 7$/,
	},
	{
		title: 'nothing but NULL',
		procedure: times('datetime2', null, null),
		expected: 'empty (null) at timestamp',
		owner: data,
		evidence: /RegisteredAt is NULL/,
	},
	{
		title: 'the named column is not there',
		config: {timestampColumn: 'CreatedAt'},
		expected: 'failed (column) at timestamp',
		owner: config,
		evidence: /no column CreatedAt/,
	},
	{
		title: 'the named column in another case',
		config: {timestampColumn: 'registeredat'},
		expected: 'fresh',
		owner: undefined,
	},
	{
		title: 'the named column holds no time',
		procedure: sets(counts),
		config: {timestampColumn: 'Visits'},
		expected: 'failed (column) at timestamp',
		owner: config,
		evidence: /^the column Visits holds no date or time$/,
	},
	{
		title: 'no column holds a time',
		procedure: sets(counts),
		expected: 'failed (column) at timestamp',
		owner: config,
	},
	{
		title: 'a birthday is no timestamp',
		procedure: sets({columns: [{name: 'Born', type: 'date'}], rows: [['1950-01-01']]}),
		expected: 'failed (column) at timestamp',
		owner: config,
		evidence: /only a date$/,
	},
	{
		title: 'the newest of several columns of times',
		procedure: sets({
			columns: [
				{name: 'Old', type: 'datetime2'},
				{name: 'New', type: 'datetimeoffset'},
			],
			rows: [['2026-11-01T00:00:00', '2026-11-21T11:30:00Z']],
		}),
		expected: 'fresh',
		owner: undefined,
		evidence: /^30m/,
	},
	{
		title: 'only the first of two result sets counts',
		procedure: sets(at('2026-11-20T05:00:00'), at('2026-11-21T13:00:00')),
		expected: 'stale (old) at age',
		owner: data,
	},
	{
		title: 'of several result sets the one with the named column counts',
		procedure: sets(counts, at('2026-11-21T12:30:00'), at('2026-11-01T00:00:00')),
		config: {timestampColumn: 'At'},
		expected: 'fresh',
		owner: undefined,
		evidence: /^30m/,
	},
	{
		title: 'the time is in another result set than the first',
		procedure: sets(counts, at('2026-11-21T12:30:00', 'RegisteredAt')),
		expected: 'failed (column) at timestamp',
		owner: config,
		evidence: /^no column of result set 1 of 2 holds a date and time$/,
		why: /those that do: RegisteredAt \(result set 2\)$/,
	},
	{
		title: 'the time is in another result set than the first, which is empty',
		procedure: sets({...counts, rows: []}, at('2026-11-21T12:30:00')),
		expected: 'failed (column) at timestamp',
		owner: config,
	},
	{
		title: 'the time is in a column without a name',
		procedure: sets(at('2026-11-20T05:00:00', '')),
		expected: 'stale (old) at age',
		owner: data,
		why: /^the newest \(no column name\) is 1d 8h old/,
	},
	{
		title: 'no result set has the named column',
		procedure: sets(counts, at('2026-11-21T12:30:00')),
		config: {timestampColumn: 'CreatedAt'},
		expected: 'failed (column) at timestamp',
		owner: config,
		evidence: /^none of the 2 result sets has a column CreatedAt$/,
	},
];

/** An output parameter or the return value. */
export const values: readonly Situation[] = [
	{
		title: 'an output parameter with the local time of the server',
		procedure: answers({output: {Newest: '2026-11-21T12:30:00'}}, ['Newest']),
		config: newest,
		tls: 'too',
		expected: 'fresh',
		owner: undefined,
		evidence: /^30m/,
	},
	{
		title: 'an output parameter that carries its offset',
		procedure: answers({output: {Newest: '2026-11-20T10:00:00+00:00'}}, ['Newest']),
		config: {timestampParameter: '@Newest', timezone: 'offset'},
		expected: 'stale (old) at age',
		owner: data,
		evidence: /^1d 2h old/,
	},
	{
		title: 'an output parameter that is NULL',
		procedure: answers({output: {Newest: null}}, ['Newest']),
		config: newest,
		expected: 'empty (null) at timestamp',
		owner: data,
		evidence: /^@Newest is NULL$/,
	},
	{
		title: 'an output parameter that it does not have',
		config: newest,
		expected: 'failed (output) at procedure',
		owner: config,
		why: /^it has no parameter @Newest$/,
	},
	{
		title: 'a parameter that is none for output',
		procedure: {
			optional: ['Newest'],
			run() {
				const message =
					'The formal parameter "@Newest" was not declared as an OUTPUT parameter, but the actual parameter passed in requested output.';
				throw new SqlError({number: 8162, message});
			},
		},
		config: newest,
		expected: 'failed (output) at procedure',
		owner: config,
		why: /^its parameter @Newest is not an output parameter$/,
	},
	{
		title: 'an output parameter that does not come back',
		procedure: answers({}, ['Newest']),
		config: newest,
		expected: 'failed (output) at timestamp',
		owner: config,
		evidence: /^@Newest did not come back$/,
	},
	{
		title: 'a return value that stands for fresh',
		procedure: returns(0),
		config: {returnValue: 'status'},
		expected: 'fresh',
		owner: undefined,
	},
	{
		title: 'a return value that stands for stale',
		procedure: returns(2),
		config: {returnValue: 'status'},
		tls: 'too',
		expected: 'stale (returned) at age',
		owner: data,
		evidence: /^return value 2 stands for stale$/,
	},
	{
		title: 'a return value that is a young age',
		procedure: returns(90),
		config: {returnValue: 'minutes'},
		expected: 'fresh',
		owner: undefined,
		evidence: /^1h 30m old, limit 1d, turns stale in 22h 30m$/,
	},
	{
		title: 'a return value that is an old age',
		procedure: returns(2),
		config: {returnValue: 'days'},
		expected: 'stale (old) at age',
		owner: data,
		evidence: /^2d old, limit 1d$/,
	},
	{
		title: 'a return value that is an age of less than nothing',
		procedure: returns(-2),
		config: {returnValue: 'hours'},
		expected: 'uncertain (future) at age',
		owner: data,
		evidence: /^return value -2: 2h in the future$/,
	},
	{
		title: 'a return value of a few seconds less than nothing, which is no age either',
		procedure: returns(-5),
		config: {returnValue: 'seconds'},
		expected: 'uncertain (future) at age',
		owner: data,
		evidence: /^return value -5: 5s in the future$/,
	},
	{
		title: 'a return value that stands for a failure',
		procedure: returns(-1),
		config: {returnValue: 'seconds'},
		expected: 'failed (returned) at age',
		owner: database,
		evidence: /^returned -1, which is no age$/,
	},
	{
		title: 'a return value that does not come',
		procedure: returns(null),
		config: {returnValue: 'status'},
		expected: 'failed (returned) at timestamp',
		owner: database,
		evidence: /^no return value came$/,
	},
	{
		title: 'an age as the return value that does not come',
		procedure: returns(null),
		config: {returnValue: 'hours'},
		expected: 'failed (returned) at timestamp',
		owner: database,
	},
	{
		title: 'a return value beside rows that are old',
		procedure: times('datetime2', '2026-11-01T00:00:00'),
		config: {returnValue: 'status'},
		expected: 'fresh',
		owner: undefined,
	},
];

/** What the times mean. */
export const clocks: readonly Situation[] = [
	{
		title: 'datetime in local time of the server',
		procedure: times('datetime', '2026-11-21T12:30:00'),
		config: {maxAge: hour},
		expected: 'fresh',
		owner: undefined,
		evidence: /^30m/,
	},
	{
		title: 'smalldatetime rounded up',
		procedure: times('smalldatetime', '2026-11-21T13:01:00'),
		expected: 'fresh',
		owner: undefined,
		evidence: /^0m?s old/,
	},
	{
		title: 'local time read as UTC',
		procedure: times('datetime2', '2026-11-21T12:50:00'),
		config: {timezone: 'utc'},
		expected: 'uncertain (timezone) at age',
		owner: config,
		evidence: /future, looks like local time read as UTC$/,
	},
	{
		title: 'tomorrow',
		procedure: times('datetime2', '2026-11-22T12:00:00'),
		expected: 'uncertain (future) at age',
		owner: data,
		evidence: /^2[23]h.* in the future$/,
	},
	{
		title: 'no timezone declared, where it decides',
		procedure: times('datetime2', '2026-11-21T11:30:00'),
		config: {timezone: undefined, maxAge: hour},
		expected: 'uncertain (timezone) at age',
		owner: config,
		evidence: /^1h 30m or 30m.* old, limit 1h$/,
	},
	{
		title: 'no timezone declared, where it makes no difference',
		procedure: times('datetime2', '2026-11-21T11:30:00'),
		config: {timezone: undefined},
		expected: 'fresh',
		owner: undefined,
	},
	{
		title: 'an offset declared, and carried',
		config: {timezone: 'offset'},
		expected: 'fresh',
		owner: undefined,
	},
	{
		title: 'an offset declared, and not carried',
		procedure: times('datetime2', '2026-11-21T11:30:00'),
		config: {timezone: 'offset'},
		expected: 'failed (timezone) at timestamp',
		owner: config,
		evidence: /^RegisteredAt holds times without an offset$/,
	},
	{
		title: 'the time of a zone',
		procedure: times('datetime2', '2026-11-21T21:00:00'),
		config: {timezone: 'Asia/Tokyo', maxAge: hour},
		expected: 'fresh',
		owner: undefined,
	},
	{
		title: 'the hour that autumn repeats',
		procedure: times('datetime2', '2026-10-25T02:30:00'),
		server: {now: () => new Date('2026-10-25T02:00:00Z')},
		config: {timezone: 'Europe/Stockholm', maxAge: hour},
		expected: 'uncertain (clockchange) at age',
		owner: data,
	},
	{
		title: 'the hour that spring leaves out',
		procedure: times('datetime2', '2026-03-29T02:30:00'),
		server: {now: () => new Date('2026-03-29T12:00:00Z')},
		config: {timezone: 'Europe/Stockholm'},
		expected: 'failed (nonexistent) at timestamp',
		owner: config,
	},
	{
		title: 'a day without a time',
		procedure: times('date', '2026-11-20'),
		config: {timestampColumn: 'RegisteredAt'},
		expected: 'uncertain (day) at age',
		owner: config,
	},
];
