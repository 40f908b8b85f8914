import {inspect} from 'node:util';
import {beforeAll, expect, test} from 'vitest';
import type {SqlLogin} from '../../../../source/config/config.ts';
import {checkFreshness} from '../../../../source/engine/sql-server/check.ts';
import {configFor, loginWith, startPractice, times, wayBy} from '../practice.ts';

beforeAll(() => import('mssql'));

const {signal} = new AbortController();
const fresh = times('datetimeoffset', '2026-11-21T11:00:00Z');
const password = 'S3cret!åäö"';
const token = `eyJ0.${'A1b2'.repeat(600)}.c3`;
const ofWard = {type: 'ntlm', domain: 'WARD', user: 'er_reader'} as const;
const byToken = {type: 'azure-active-directory-access-token', user: undefined} as const;

const checkedWith = async (login: Partial<SqlLogin>, secret: string) => {
	await using practice = await startPractice(fresh, {
		windowsLogins: [{domain: 'WARD', user: 'er_reader', password}],
		tokens: [{token, user: 'reader@example.org'}],
	});
	const config = configFor(practice.port, {login: loginWith({...login, password: () => Promise.resolve(secret)})});
	const freshness = await checkFreshness(config, wayBy(), signal);
	expect(inspect(freshness, {depth: 20, showHidden: true})).not.toContain(secret);
	return {
		...freshness,
		login: freshness.steps.find(({step}) => step === 'login')?.evidence,
	};
};

test.each<readonly [string, Partial<SqlLogin>, string, string]>([
	['a login of SQL Server', {}, password, 'as er_reader'],
	['an account of a Windows domain', ofWard, password, String.raw`as WARD\er_reader`],
	['an access token', byToken, token, 'as azure-active-directory-access-token'],
])('%s gets in', async (_title, login, secret, evidence) => {
	expect(await checkedWith(login, secret)).toMatchObject({verdict: 'fresh', login: evidence});
});

test.each<readonly [string, Partial<SqlLogin>, string, string]>([
	['a wrong password', {}, 'not the one', 'login'],
	['a wrong password of a Windows account', ofWard, 'not the one', 'domain'],
	['a domain that is not trusted', {...ofWard, domain: 'ELSEWHERE'}, password, 'domain'],
	['a token that is no longer good', byToken, 'eyJ0.expired.c3', 'token'],
])('%s does not, and its cause is told', async (_title, login, secret, cause) => {
	expect(await checkedWith(login, secret)).toMatchObject({verdict: 'failed', cause});
});

test('a token that was refused is to be got anew', async () => {
	const {problem} = await checkedWith(byToken, 'eyJ0.expired.c3');
	expect(problem?.next).toBe(
		'get a new token, best by `passwordCommand`, as one is good for an hour or so, then ask the database team whether that identity may log in',
	);
});
