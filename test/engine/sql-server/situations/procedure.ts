import {SqlError, type Procedure} from '../../../../source/demo/sql-server/server.ts';
import {password} from '../practice.ts';
import {fresh, soon, type Situation} from './situation.ts';

const database = 'the database team';
const config = 'whoever keeps the config';
const data = 'whoever fills the data';

const raises = (number: number, message: string): Procedure => ({
	run() {
		throw new SqlError({number, message});
	},
});
const cutting = (cut: 'hang' | 'close' | 'reset'): Procedure => ({
	run: async call => ({...(await fresh.run(call)), cut}),
});

/** What keeps the procedure from giving an answer. */
export const procedure: readonly Situation[] = [
	{
		title: 'a procedure that is not there',
		config: {procedure: 'dbo.Missing'},
		tls: 'too',
		expected: 'failed (missing) at procedure',
		owner: database,
		evidence: /^2812: /,
		why: /the database ER has no procedure dbo\.Missing/,
	},
	{
		title: 'a procedure of another database',
		config: {database: 'master'},
		expected: 'failed (missing) at procedure',
		owner: database,
		why: /the database master has no procedure dbo\.Get/,
	},
	{
		title: 'no right to execute',
		server: {denied: ['dbo.Get']},
		tls: 'too',
		expected: 'failed (denied) at procedure',
		owner: database,
		evidence: /^229: /,
		why: /^er_reader may not execute it/,
	},
	{
		title: 'no right to what it reads',
		procedure: raises(229, "The SELECT permission was denied on the object 'Patients', database 'ER', schema 'dbo'."),
		expected: 'failed (denied) at procedure',
		owner: database,
		why: /^er_reader lacks a right that it needs \(The SELECT permission/,
	},
	{
		title: 'a parameter it does not have',
		config: {parameters: {days: 1}},
		expected: 'failed (parameters) at procedure',
		owner: config,
		evidence: /^8146: /,
	},
	{
		title: 'a parameter it misses',
		procedure: {...fresh, parameters: ['days']},
		expected: 'failed (parameters) at procedure',
		owner: config,
		evidence: /^201: /,
	},
	{
		title: 'an error of the procedure',
		procedure: raises(50_000, 'Patient import is running'),
		tls: 'too',
		expected: 'failed (raised) at procedure',
		owner: database,
		evidence: /^50000: Patient import is running$/,
	},
	{
		title: 'a table that is not there',
		procedure: raises(208, "Invalid object name 'dbo.Patients'."),
		expected: 'failed (raised) at procedure',
		owner: database,
	},
	{
		title: 'a deadlock',
		procedure: raises(1205, 'Transaction was deadlocked'),
		expected: 'failed (deadlock) at procedure',
		owner: database,
	},
	{
		title: 'a lock that it did not get in time',
		procedure: raises(1222, 'Lock request time out period exceeded.'),
		expected: 'failed (blocked) at procedure',
		owner: database,
	},
	{
		title: 'its own word that the data is stale',
		procedure: raises(50_000, 'Data is too stale'),
		tls: 'too',
		expected: 'stale (raised) at procedure',
		owner: data,
		evidence: /^50000: Data is too stale$/,
	},
	{
		title: 'its own word that the data is too old, after all rows and another error',
		procedure: {
			run: async call => ({
				...(await fresh.run(call)),
				errors: [{message: 'Cannot continue'}, {message: 'Rows are outdated'}],
			}),
		},
		tls: 'too',
		expected: 'stale (raised) at procedure',
		owner: data,
	},
	{
		title: 'the word stale in what it prints',
		procedure: {run: async call => ({...(await fresh.run(call)), prints: ['Stale rows were removed']})},
		expected: 'fresh',
		owner: undefined,
	},
	{
		title: 'an error after all rows',
		procedure: {run: async call => ({...(await fresh.run(call)), errors: [{message: 'Log table is full'}]})},
		expected: 'failed (raised) at procedure',
		owner: database,
		evidence: /^50000: Log table is full$/,
	},
	{
		title: 'two errors',
		procedure: {run: () => ({errors: [{message: 'First'}, {message: 'Second'}]})},
		tls: 'too',
		expected: 'failed (raised) at procedure',
		owner: database,
		evidence: /^50000: First$/,
	},
	{
		title: 'an error that ends the session',
		procedure: {run: () => ({errors: [{message: 'Disk on fire', class: 20}]})},
		expected: 'failed (raised) at procedure',
		owner: database,
		evidence: /^50000: Disk on fire$/,
	},
	{
		title: 'an error that repeats the password and would clear the screen',
		procedure: raises(50_000, `bad ${password}\u001B[2J\nnow`),
		expected: 'failed (raised) at procedure',
		owner: database,
		evidence: /^50000: bad ••• now$/,
	},
	{
		title: 'a procedure that never ends',
		procedure: {run: ({signal}) => new Promise(resolve => signal.addEventListener('abort', () => resolve({})))},
		deadline: soon,
		tls: 'too',
		expected: 'timeout (procedure) at procedure',
		owner: database,
	},
	{
		title: 'rows without an end',
		procedure: cutting('hang'),
		deadline: soon,
		tls: 'too',
		expected: 'timeout (rows) at rows',
		owner: database,
		evidence: /^1 row, then no end within \ds, its cancellation confirmed/,
	},
	{
		title: 'cut in the rows',
		procedure: cutting('reset'),
		tls: 'too',
		expected: 'failed (reset) at rows',
		owner: database,
	},
	{title: 'closed in the rows', procedure: cutting('close'), expected: 'failed (reset) at rows', owner: database},
];
