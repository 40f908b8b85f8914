import {describe, expect, test} from 'vitest';
import type {StepName} from '../../../../source/domain/data/freshness.ts';
import {explain} from '../../../../source/engine/sql-server/explain/explain.ts';
import {explainStop} from '../../../../source/engine/sql-server/explain/stopped.ts';
import type {Subject} from '../../../../source/engine/sql-server/subject.ts';
import {configFor, loginWith} from '../practice.ts';

const subject: Subject = {
	config: configFor(1433, {
		server: 'sql01',
		login: loginWith({domain: 'ER'}),
	}),
	through: 'er-forecast',
	deadline: 15_000,
	conceal: text => text,
};

const coded = (code: string, message = 'x', more: object = {}) => Object.assign(new Error(message), {code, ...more});
const told = (at: StepName, failure: {numbers?: readonly number[]; thrown?: readonly unknown[]}) => {
	const messages = (failure.numbers ?? []).map(number => ({
		number,
		message: number === 2812 ? "No procedure 'dbo.Get'." : `Text of ${number}.`,
	}));
	const {verdict, cause, step, problem} = explain({at, thrown: failure.thrown ?? [], messages}, subject);
	return {is: `${verdict} (${cause}) at ${step}`, why: problem?.why};
};

describe('the numbers of SQL Server say most', () => {
	test.each<readonly [at: StepName, numbers: readonly number[], is: string, why: RegExp]>([
		['login', [18_456], 'failed (login) at login', /refused the user ER\\er_reader or its password/],
		['login', [18_470], 'failed (disabled) at login', /is disabled/],
		['login', [18_486], 'failed (locked) at login', /is locked/],
		['login', [18_487], 'failed (password) at login', /has expired/],
		['login', [18_488], 'failed (password) at login', /must be changed/],
		['login', [18_452], 'failed (domain) at login', /domain/],
		['login', [4060, 18_456], 'failed (database) at database', /no database ER there, or ER\\er_reader may not use it/],
		['login', [4060], 'failed (database) at database', /no database ER/],
		['login', [40_613], 'failed (offline) at database', /not open to anyone now \(Text of 40613\)/],
		['login', [17_142], 'failed (offline) at login', /takes no logins now \(Text of 17142\)/],
		['login', [40_615], 'failed (firewall) at login', /firewall/],
		['login', [17_830], 'failed (login) at login', /error 17830 \(Text of 17830\)/],
		['database', [916], 'failed (nouser) at database', /may not use the database ER/],
		['database', [911], 'failed (database) at database', /no database ER/],
		['procedure', [2812], 'failed (missing) at procedure', /the database ER has no procedure dbo\.Get/],
		['rows', [229], 'failed (denied) at procedure', /lacks a right that it needs \(Text of 229\)/],
		['procedure', [8145], 'failed (parameters) at procedure', /parameters/],
		['rows', [1205], 'failed (deadlock) at procedure', /another session/],
		['rows', [1222], 'failed (blocked) at procedure', /another session/],
		['rows', [8134, 3621], 'failed (raised) at procedure', /error 8134 \(Text of 8134\)/],
	])('at %s, %j: %s', (at, numbers, is, why) => {
		const found = told(at, {numbers, thrown: [coded('ELOGIN', 'Login failed'), coded('ECONNRESET')]});
		expect(found).toEqual({is, why: expect.stringMatching(why)});
	});
});

describe('a procedure says that the data is stale', () => {
	test.each(['Data is too stale', 'The data is TOO OLD', 'Forecast input outdated', 'Data är för gammal'])(
		'%s',
		message => {
			const {verdict, cause} = explain({at: 'procedure', thrown: [], messages: [{number: 50_000, message}]}, subject);
			expect([verdict, cause]).toEqual(['stale', 'raised']);
		},
	);

	test.each([
		[50_000, 'Module is not installed'],
		[50_000, 'postaleImport failed'],
		[1222, 'Statistics are stale'],
	])('but not with %i: %s', (number, message) => {
		expect(explain({at: 'procedure', thrown: [], messages: [{number, message}]}, subject).verdict).toBe('failed');
	});
});

describe('then the codes within the error', () => {
	const wrapped = (inner: Error) =>
		coded('ESOCKET', 'Failed to connect', {originalError: coded('ESOCKET', 'Connection lost', {cause: inner})});
	test.each<readonly [at: StepName, error: Error, is: string, why: RegExp]>([
		['network', wrapped(coded('ENOTFOUND')), 'failed (name) at network', /er-forecast cannot resolve/],
		['tls', wrapped(coded('DEPTH_ZERO_SELF_SIGNED_CERT')), 'failed (untrusted) at tls', /signed by nobody/],
		['tls', wrapped(coded('CERT_HAS_EXPIRED')), 'failed (expired) at tls', /expired/],
		['tls', wrapped(coded('CERT_NOT_YET_VALID')), 'failed (premature) at tls', /not valid yet/],
		['tls', wrapped(coded('ERR_SSL_WRONG_VERSION_NUMBER')), 'failed (tls) at tls', /could not agree/],
		['login', wrapped(coded('ECONNRESET')), 'failed (reset) at login', /closed during the login/],
		[
			'procedure',
			new AggregateError([wrapped(coded('EPIPE'))], ''),
			'failed (reset) at procedure',
			/before the answer was complete/,
		],
		['procedure', coded('EREQUEST', 'Unknown type: 0'), 'failed (protocol) at procedure', /Unknown type: 0/],
		['rows', new Error(''), 'failed (protocol) at rows', /no reason given/],
	])('at %s: %s', (at, error, is, why) => {
		expect(told(at, {thrown: [error]})).toEqual({is, why: expect.stringMatching(why)});
	});

	test('an error that contains itself comes to an end', () => {
		const error = coded('ECONNRESET');
		error.cause = error;
		expect(told('login', {thrown: [error]}).is).toBe('failed (reset) at login');
	});

	test('what was thrown need not be an error', () => {
		expect(told('login', {thrown: ['boom', undefined]}).is).toBe('failed (protocol) at login');
	});
});

const late = {why: 'late', after: 15_000} as const;

test('silence is explained by where it fell', () => {
	const whys = (['network', 'tls', 'login', 'database', 'procedure', 'rows'] as const).map(at => {
		const {verdict, cause, step, problem, evidence} = explainStop({at, stop: late, rows: 12}, subject);
		expect([verdict, cause, step]).toEqual(['timeout', at, at]);
		return `${problem?.why} | ${evidence}`;
	});
	expect(whys).toEqual([
		'nothing answers er-forecast within 15s, as when a firewall drops the packets | no answer within 15s',
		'the port takes connections, but nothing that speaks as SQL Server answers within 15s | no answer within 15s',
		'the server did not finish the login within 15s | no answer within 15s',
		'the login was accepted, but a question for the time was not answered within 15s | no answer within 15s',
		'it did not finish within 15s | no answer within 15s',
		'it did not finish within 15s: the rows stopped after 12 rows | 12 rows, then no end within 15s',
	]);
});
