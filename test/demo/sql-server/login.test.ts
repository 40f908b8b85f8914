import {expect, test} from 'vitest';
import {connectTo, poolFor, start} from './support.ts';

test('a login with the right password gets the database it asked for', async () => {
	await using server = await start();
	await using pool = await connectTo(server);
	const {recordset} = await pool.request().query('SELECT DB_NAME() AS db, SUSER_SNAME() AS who');
	expect(recordset).toEqual([{db: 'ER', who: 'er_reader'}]);
});

test('databases and users are found whatever the case of their letters', async () => {
	await using server = await start();
	await using pool = await connectTo(server, {database: 'er', user: 'ER_Reader'});
	const {recordset} = await pool.request().query('SELECT DB_NAME() AS db');
	expect(recordset).toEqual([{db: 'ER'}]);
});

test.for([
	['a wrong password', {password: 'S3cret!åäö'}],
	['a password in the wrong case', {password: 's3cret!åäö"'}],
	['an unknown user', {user: 'sa'}],
	['an empty password', {password: ''}],
] as const)('%s is refused with 18456 and the connection ends', async ([, settings]) => {
	await using server = await start();
	await using pool = poolFor(server, settings);
	await expect(pool.connect()).rejects.toMatchObject({
		code: 'ELOGIN',
		message: expect.stringContaining('Login failed for user'),
	});
	expect(pool.loginErrors).toEqual([18_456]);
	expect(server.logins).toBe(0);
});

test('a database that is not there is named before the login fails', async () => {
	await using server = await start();
	await using pool = poolFor(server, {database: 'Nowhere'});
	await expect(pool.connect()).rejects.toMatchObject({code: 'ELOGIN'});
	expect(pool.loginErrors).toEqual([4060, 18_456]);
});

test('whether a database exists is not told to who has no password', async () => {
	await using server = await start();
	await using pool = poolFor(server, {database: 'Nowhere', password: 'guess'});
	await expect(pool.connect()).rejects.toMatchObject({code: 'ELOGIN'});
	expect(pool.loginErrors).toEqual([18_456]);
});

test('a Windows login is refused as coming from an untrusted domain', async () => {
	await using server = await start();
	await using pool = poolFor(server, {domain: 'REGION'});
	await expect(pool.connect()).rejects.toMatchObject({code: 'ELOGIN'});
	expect(pool.loginErrors).toEqual([18_452]);
});

test('every login that was let in is counted', async () => {
	await using server = await start();
	for (const expected of [1, 2]) {
		// The driver makes a connection only to see whether it can, and another for the first request.
		await using pool = await connectTo(server);
		await pool.request().query('SELECT 1');
		expect(server.logins).toBe(expected * 2);
	}
});

test('a server that stops drops its connections and its port', async () => {
	const server = await start();
	await using pool = await connectTo(server);
	await pool.request().query('SELECT 1');
	await server.stop();
	await expect(pool.request().query('SELECT 1')).rejects.toBeInstanceOf(Error);
	await using late = poolFor(server);
	await expect(late.connect()).rejects.toMatchObject({code: 'ESOCKET'});
});
