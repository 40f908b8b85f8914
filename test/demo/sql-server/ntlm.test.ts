import {expect, test} from 'vitest';
import {challengeTo, isProven, readResponse} from '../../../source/demo/sql-server/login/ntlm.ts';
import {poolFor, start} from './support.ts';

// Ordinary words; the letters beyond ASCII try how a password is hashed.
const anna = {domain: 'REGION', user: 'anna', password: 'Blåbär-42'} as const;
const windowsLogins = [anna, {domain: 'REGION', user: 'olle', password: 'Lingon-43', admitted: false}];

const cases = [
	['the wrong password', {...anna, password: 'Blåbär-43'}, 18_452],
	['a password in the wrong case', {...anna, password: 'blåbär-42'}, 18_452],
	['an unknown user', {...anna, user: 'ann'}, 18_452],
	['another domain', {...anna, domain: 'COUNTY'}, 18_452],
	['an account that the server does not let in', {domain: 'REGION', user: 'olle', password: 'Lingon-43'}, 18_456],
] as const;

test('an account of the domain logs in by what it knows', async () => {
	await using server = await start({windowsLogins});
	await using pool = poolFor(server, anna);
	await pool.connect();
	const {recordset} = await pool.request().query('SELECT DB_NAME() AS db, SUSER_SNAME() AS who');
	expect(recordset).toEqual([{db: 'ER', who: 'REGION\\anna'}]);
});

test('domain and user are found whatever the case of their letters, also through TLS', async () => {
	await using server = await start({windowsLogins, encryption: 'required'});
	const options = {encrypt: true, trustServerCertificate: true};
	await using pool = poolFor(server, {...anna, domain: 'region', user: 'Anna', options});
	await pool.connect();
	expect((await pool.request().query('SELECT SUSER_SNAME() AS who')).recordset).toEqual([{who: 'REGION\\anna'}]);
});

test.each(cases)('%s is refused', async (_, settings, number) => {
	await using server = await start({windowsLogins});
	await using pool = poolFor(server, settings);
	await expect(pool.connect()).rejects.toMatchObject({code: 'ELOGIN'});
	expect(pool.loginErrors).toEqual([number]);
	expect(server.logins).toBe(0);
});

test('logins of SQL Server go on beside those of Windows', async () => {
	await using server = await start({windowsLogins});
	await using pool = poolFor(server);
	await pool.connect();
	expect(server.logins).toBe(1);
});

test('a missing database is told to an account that was let in', async () => {
	await using server = await start({windowsLogins});
	await using pool = poolFor(server, {...anna, database: 'Nowhere'});
	await expect(pool.connect()).rejects.toMatchObject({code: 'ELOGIN'});
	expect(pool.loginErrors).toEqual([4060, 18_456]);
});

// MS-NLMP 4.2.4: user, domain and password, server challenge, the client's blob and its proof.
test('the proof is the one of the published example', () => {
	const target = '02000c0044006f006d00610069006e0001000c0053006500720076006500720000000000';
	const proven = Buffer.from(`01010000000000000000000000000000aaaaaaaaaaaaaaaa00000000${target}00000000`, 'hex');
	const proof = Buffer.from('68cd0ab851e51c96aabc927bebef6a1c', 'hex');
	const nonce = Buffer.from('0123456789abcdef', 'hex');
	const response = {user: 'User', domain: 'Domain', proof, proven};
	expect(isProven(response, 'Password', nonce)).toBe(true);
	expect(isProven(response, 'password', nonce)).toBe(false);
	expect(isProven(response, 'Password', Buffer.alloc(8))).toBe(false);
});

test.each([
	['nothing', Buffer.alloc(0)],
	['another protocol', Buffer.from('GSSAPI-token-of-some-length')],
	['a challenge', Buffer.from(`4e544c4d53535000${'02000000'.padEnd(160, '0')}`, 'hex')],
	['fields that lie outside', Buffer.from(`4e544c4d53535000${'03000000'.padEnd(160, 'f')}`, 'hex')],
])('%s is no response', (_, bytes) => {
	expect(() => readResponse(bytes)).toThrow(/NTLM/);
});

test('what is no negotiation is not challenged', () => {
	const names = {nonce: Buffer.alloc(8), domain: 'REGION', computer: 'SQL01'};
	expect(() => challengeTo(Buffer.from('hello'), names)).toThrow(/NTLM/);
});
