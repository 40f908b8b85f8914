import {X509Certificate} from 'node:crypto';
import {expect, test} from 'vitest';
import {createCertificate} from '../../../source/demo/sql-server/login/certificate.ts';
import {connectTo, numbers, poolFor, start, startWith} from './support.ts';

test.for(['localhost', '127.0.0.1'])('a client that trusts the certificate checks it in full as %s', async name => {
	await using server = await start({encryption: 'required'});
	await using pool = await connectTo(server, {
		server: name,
		options: {encrypt: true, cryptoCredentialsDetails: {ca: server.certificate}},
	});
	expect((await pool.request().query('SELECT 1 AS x')).recordset).toEqual([{x: 1}]);
});

test.for(['offered', 'required'] as const)(
	'a client that trusts any certificate is served where TLS is %s',
	async encryption => {
		await using server = await start({encryption});
		await using pool = await connectTo(server, {options: {encrypt: true, trustServerCertificate: true}});
		expect((await pool.request().query('SELECT 1 AS x')).recordset).toEqual([{x: 1}]);
	},
);

test('a client that does not know the certificate refuses it', async () => {
	await using server = await start({encryption: 'offered'});
	await using pool = poolFor(server, {options: {encrypt: true}});
	await expect(pool.connect()).rejects.toMatchObject({
		code: 'ESOCKET',
		originalError: {cause: {code: 'DEPTH_ZERO_SELF_SIGNED_CERT'}},
	});
});

test('a client that expects another name refuses the certificate, and takes it when it has the name', async () => {
	const name = 'sql01.example.org';
	const reach = (ca: string) => ({options: {encrypt: true, serverName: name, cryptoCredentialsDetails: {ca}}});
	await using other = await start({encryption: 'offered'});
	await using refused = poolFor(other, reach(other.certificate));
	await expect(refused.connect()).rejects.toMatchObject({
		originalError: {cause: {code: 'ERR_TLS_CERT_ALTNAME_INVALID'}},
	});
	await using server = await start({encryption: 'offered', certificateNames: [name]});
	await using pool = await connectTo(server, reach(server.certificate));
	expect((await pool.request().query('SELECT 1 AS x')).recordset).toEqual([{x: 1}]);
});

test('where TLS is not there, a client that wants it gives up before it sends a password', async () => {
	await using server = await start({encryption: 'none'});
	await using pool = poolFor(server, {options: {encrypt: true, trustServerCertificate: true}});
	await expect(pool.connect()).rejects.toMatchObject({code: 'EENCRYPT'});
	expect(server.certificate).toBe('');
});

test('where TLS is required, a client that cannot gives up', async () => {
	await using server = await start({encryption: 'required'});
	await using pool = poolFor(server, {options: {encrypt: false}});
	await expect(pool.connect()).rejects.toMatchObject({code: 'EENCRYPT'});
	expect(server.logins).toBe(0);
});

test('rows, errors and cancellation go through TLS too', async () => {
	const values = Array.from({length: 5000}, (_, index) => index);
	await using server = await startWith(
		{
			'dbo.Get': {run: () => ({results: [numbers(...values)]})},
			'dbo.Close': {run: () => ({results: [numbers(1)], cut: 'close'})},
		},
		{encryption: 'required'},
	);
	await using pool = await connectTo(server, {
		options: {encrypt: true, trustServerCertificate: true},
	});
	expect((await pool.request().execute<{x: number}>('dbo.Get')).recordset.map(({x}) => x)).toEqual(values);
	await expect(pool.request().execute('dbo.Nothing')).rejects.toMatchObject({number: 2812});
	server.faults.request = 'hang';
	await expect(pool.request(200).query('SELECT 1')).rejects.toMatchObject({code: 'ETIMEOUT'});
	server.faults.request = undefined;
	expect((await pool.request().query('SELECT 2 AS x')).recordset).toEqual([{x: 2}]);
	expect(server.logins).toBe(2);
	await expect(pool.request().execute('dbo.Close')).rejects.toMatchObject({code: 'ECONNRESET'});
});

test('the certificate is one that others can read', () => {
	const now = new Date('2026-03-04T05:06:07Z');
	const certificate = new X509Certificate(createCertificate(['localhost', 'sql01.example.org', '127.0.0.1'], now).pem);
	expect(certificate.subject).toBe('CN=localhost');
	expect(certificate.subjectAltName).toBe('DNS:localhost, DNS:sql01.example.org, IP Address:127.0.0.1');
	expect(certificate.validFromDate).toEqual(new Date('2026-03-03T05:06:07Z'));
	expect(certificate.validToDate).toEqual(new Date('2026-04-03T05:06:07Z'));
	expect(certificate.ca).toBe(true);
	expect(certificate.verify(certificate.publicKey)).toBe(true);
});

test('no two servers share a certificate', async () => {
	await using one = await start({encryption: 'offered'});
	await using other = await start({encryption: 'offered'});
	expect(one.certificate).not.toBe(other.certificate);
});
