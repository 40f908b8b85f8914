import {inspect} from 'node:util';
import {beforeAll, expect, test} from 'vitest';
import {loginTypes, type SqlLogin} from '../../../../source/config/config.ts';
import {authenticationOf} from '../../../../source/engine/sql-server/login/authentication.ts';
import {loginWith} from '../practice.ts';
import {listenForLogin} from './listen-for-login.ts';

beforeAll(() => import('mssql'));

const ids = {clientId: 'c0ffee', tenantId: '7e7a47'};

test.each<[SqlLogin['type'], Partial<SqlLogin>, object]>([
	['sql', {}, {type: 'default', options: {userName: 'er_reader', password: 'secret'}}],
	['ntlm', {domain: 'WARD'}, {type: 'ntlm', options: {userName: 'er_reader', password: 'secret', domain: 'WARD'}}],
	['azure-active-directory-access-token', {user: undefined}, {options: {token: 'secret'}}],
	['azure-active-directory-password', ids, {options: {userName: 'er_reader', password: 'secret', ...ids}}],
	['azure-active-directory-service-principal-secret', ids, {options: {clientSecret: 'secret', ...ids}}],
	['azure-active-directory-msi-vm', {}, {options: {}}],
	['azure-active-directory-msi-app-service', {clientId: 'c0ffee'}, {options: {clientId: 'c0ffee'}}],
	['azure-active-directory-default', {clientId: 'c0ffee'}, {options: {clientId: 'c0ffee'}}],
])('the driver is told of %s in its own words', (type, changes, expected) => {
	expect(authenticationOf(loginWith({type, ...changes}), 'secret')).toEqual({authentication: {type, ...expected}});
});

/** The first LOGIN7 message of the driver, and how it fails when nobody answers that. */
const loginOf = async (login: SqlLogin, secret: string) => {
	const {default: sql} = await import('mssql');
	await using server = await listenForLogin();
	const pool = new sql.ConnectionPool({
		server: '127.0.0.1',
		port: server.port,
		options: {encrypt: false},
		...authenticationOf(login, secret),
	});
	const failure: unknown = await pool.connect().catch((error: unknown) => error);
	return {login: server.logins[0] ?? Buffer.alloc(0), failure};
};

test.each(loginTypes)('the driver takes what it is told of %s', async type => {
	const {login} = await loginOf(loginWith({type, ...ids, domain: 'WARD'}), 'secret');
	expect(login.readUInt32LE(0)).toBe(login.length);
});

/** What stands for the token in LOGIN7: the feature FEDAUTH, by a token that is already there, asked back as the server wanted. */
const withToken = (token: string): Buffer => {
	const text = Buffer.from(token, 'utf16le');
	const head = Buffer.alloc(10);
	head.writeUInt8(0x02, 0);
	head.writeUInt32LE(5 + text.length, 1);
	head.writeUInt8((0x01 << 1) | 0x01, 5);
	head.writeUInt32LE(text.length, 6);
	return Buffer.concat([head, text]);
};

test('an access token travels as such, and is told to nobody else', async () => {
	const token = `eyJ0.${'A1b2'.repeat(600)}.c3`;
	const {login, failure} = await loginOf(
		loginWith({type: 'azure-active-directory-access-token', user: undefined}),
		token,
	);
	expect(login.includes(withToken(token))).toBe(true);
	expect(failure).toBeInstanceOf(Error);
	expect(inspect(failure, {depth: 20, showHidden: true})).not.toContain('eyJ0');
});

test('a password travels where passwords do, and no token beside it', async () => {
	const {login} = await loginOf(loginWith(), 'secret');
	expect(login.includes(Buffer.from('er_reader', 'utf16le'))).toBe(true);
	expect(login.includes(Buffer.from('secret', 'utf16le'))).toBe(false);
	expect(login.includes(withToken('secret'))).toBe(false);
});

test('a Windows account is known by its domain', async () => {
	const {login} = await loginOf(loginWith({type: 'ntlm', domain: 'ward'}), 'secret');
	expect(login.includes('NTLMSSP\0', 0, 'latin1')).toBe(true);
	expect(login.includes('WARD', 0, 'latin1')).toBe(true);
});
