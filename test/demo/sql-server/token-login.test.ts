import {expect, test} from 'vitest';
import {poolFor, start} from './support.ts';

const tokens = [{token: 'header.claims-of-a-service.signature', user: 'er-forecast@practice.invalid'}];
const byToken = (token: string) => ({
	authentication: {type: 'azure-active-directory-access-token', options: {token}} as const,
});
const got = (token: string) => ({
	authentication: {
		type: 'token-credential',
		options: {credential: {getToken: async (scope: string) => ({token, scope, expiresOnTimestamp: 0})}},
	} as const,
});
const good = tokens[0]?.token ?? '';

test.each([
	['is sent with the login', byToken],
	['is got when the server says where from', got],
])('a token that %s lets its owner in', async (_, way) => {
	await using server = await start({tokens});
	await using pool = poolFor(server, way(good));
	await pool.connect();
	const {recordset} = await pool.request().query('SELECT SUSER_SNAME() AS who');
	expect(recordset).toEqual([{who: 'er-forecast@practice.invalid'}]);
});

test.each([
	['is sent with the login', byToken],
	['is got when the server says where from', got],
])('a token that %s and is not good is refused', async (_, way) => {
	await using server = await start({tokens});
	await using pool = poolFor(server, way('header.other-claims.signature'));
	await expect(pool.connect()).rejects.toMatchObject({
		code: 'ELOGIN',
		message: expect.stringContaining('<token-identified principal>'),
	});
	expect(pool.loginErrors).toEqual([18_456]);
	expect(server.logins).toBe(0);
});

test('a token of many packets arrives whole', async () => {
	const token = 'x'.repeat(20_000);
	await using server = await start({tokens: [{token, user: 'er'}], encryption: 'required'});
	const options = {encrypt: true, trustServerCertificate: true};
	await using pool = poolFor(server, {...byToken(token), options});
	await pool.connect();
	expect(server.logins).toBe(1);
});

test('tokens, Windows accounts and logins of SQL Server go on beside each other', async () => {
	const anna = {domain: 'REGION', user: 'anna', password: 'Lingon-42'};
	await using server = await start({tokens, windowsLogins: [anna]});
	for (const settings of [byToken(good), anna, {}]) {
		await using pool = poolFor(server, settings);
		await pool.connect();
	}
	expect(server.logins).toBe(3);
});

test('a server that knows of no tokens refuses them like an empty login', async () => {
	await using server = await start();
	await using pool = poolFor(server, byToken(good));
	await expect(pool.connect()).rejects.toMatchObject({code: 'ELOGIN'});
	expect(pool.loginErrors).toEqual([18_456]);
});
