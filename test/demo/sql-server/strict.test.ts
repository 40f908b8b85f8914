import {once} from 'node:events';
import {connect as connectPlain, type Socket} from 'node:net';
import {connect} from 'node:tls';
import {expect, test} from 'vitest';
import type {PracticeSqlServer} from '../../../source/demo/sql-server/server.ts';
import {record} from './recorder.ts';
import {connectTo, login, numbers, poolFor, sendBytes, start, startWith} from './support.ts';

const strict = (server: PracticeSqlServer) => ({
	server: 'localhost',
	options: {encrypt: 'strict', cryptoCredentialsDetails: {ca: server.certificate}} as const,
});

/** Ended by the other side, in whatever way. */
const closed = async (client: Socket): Promise<'closed'> =>
	new Promise(resolve => {
		client.on('error', () => {});
		client.on('close', () => resolve('closed'));
	});

test('a strict client is served, and nothing of what it says can be read on the way', async () => {
	const values = Array.from({length: 5000}, (_, index) => index);
	await using server = await startWith(
		{'dbo.Get': {run: () => ({results: [numbers(...values)]})}},
		{encryption: 'strict'},
	);
	await using recorder = await record(server);
	await using pool = await connectTo(recorder, strict(server));
	expect((await pool.request().query("SELECT N'in the clear' AS x")).recordset).toEqual([{x: 'in the clear'}]);
	expect((await pool.request().execute<{x: number}>('dbo.Get')).recordset.map(({x}) => x)).toEqual(values);
	const seen = (text: string) =>
		Buffer.concat([...recorder.sent, ...recorder.received]).includes(Buffer.from(text, 'utf16le'));
	expect([seen('in the clear'), seen(login.user)]).toEqual([false, false]);
	// The first byte of a TLS record that belongs to a handshake.
	expect(recorder.sent[0]?.[0]).toBe(0x16);
});

test('a strict session can be cancelled and broken off', async () => {
	await using server = await startWith(
		{'dbo.Close': {run: () => ({results: [numbers(1)], cut: 'close'})}},
		{encryption: 'strict'},
	);
	await using pool = await connectTo(server, strict(server));
	await pool.request().query('SELECT 1');
	server.faults.request = 'hang';
	await expect(pool.request(200).query('SELECT 1')).rejects.toMatchObject({code: 'ETIMEOUT'});
	server.faults.request = undefined;
	expect((await pool.request().query('SELECT 2 AS x')).recordset).toEqual([{x: 2}]);
	expect(server.logins).toBe(2);
	await expect(pool.request().execute('dbo.Close')).rejects.toMatchObject({code: 'ECONNRESET'});
});

test('a strict client checks the certificate even when it is told to trust any', async () => {
	await using server = await start({encryption: 'strict'});
	await using pool = poolFor(server, {options: {encrypt: 'strict', trustServerCertificate: true}});
	await expect(pool.connect()).rejects.toMatchObject({
		code: 'ESOCKET',
		originalError: {cause: {code: 'DEPTH_ZERO_SELF_SIGNED_CERT'}},
	});
});

test.for([false, true])('a strict server does not answer a client with encrypt: %s', async encrypt => {
	await using server = await start({encryption: 'strict'});
	await using pool = poolFor(server, {options: {encrypt, trustServerCertificate: true}});
	await expect(pool.connect()).rejects.toMatchObject({code: 'ESOCKET'});
	expect(server.logins).toBe(0);
});

test.for(['none', 'offered', 'required'] as const)(
	'a server where encryption is %s ends the connection of a strict client',
	async encryption => {
		await using server = await start({encryption});
		await using pool = poolFor(server, {options: {encrypt: 'strict'}});
		await expect(pool.connect()).rejects.toMatchObject({code: 'ESOCKET'});
		expect(server.logins).toBe(0);
	},
);

test.for(['TLSv1.2', 'TLSv1.3'] as const)('%s is spoken, by the name of tds/8.0', async version => {
	await using server = await start({encryption: 'strict'});
	const client = connect({
		host: '127.0.0.1',
		port: server.port,
		ca: server.certificate,
		minVersion: version,
		maxVersion: version,
		ALPNProtocols: ['tds/8.0'],
	});
	await once(client, 'secureConnect');
	expect([client.getProtocol(), client.alpnProtocol, client.authorized]).toEqual([version, 'tds/8.0', true]);
	client.destroy();
});

test.for([
	['another protocol', {ALPNProtocols: ['h2']}],
	['no protocol', {}],
] as const)('a client that speaks TLS and names %s is not served', async ([, options]) => {
	await using server = await start({encryption: 'strict'});
	const client = connect({host: '127.0.0.1', port: server.port, ca: server.certificate, ...options});
	// Resolves because the server ends it: the client does not.
	await expect(closed(client)).resolves.toBe('closed');
});

test('a strict server closes on what is neither TLS nor TDS', async () => {
	await using server = await start({encryption: 'strict'});
	for (const bytes of ['GET / HTTP/1.1\r\n\r\n', '\u0012\u0001\u0000\u0008\u0000\u0000\u0001\u0000']) {
		expect(await sendBytes(server.port, Buffer.from(bytes, 'latin1'))).toEqual(Buffer.alloc(0));
	}
});

test.for(['hang', 'close', 'reset'] as const)('a strict handshake can meet a %s', async fault => {
	await using server = await start({encryption: 'strict', faults: {tls: fault}});
	await using pool = poolFor(server, {connectionTimeout: 200, ...strict(server)});
	await expect(pool.connect()).rejects.toMatchObject({code: fault === 'hang' ? 'ETIMEOUT' : 'ESOCKET'});
});

test('a strict server stops while a handshake is under way', async () => {
	const server = await start({encryption: 'strict'});
	const client = connectPlain({host: '127.0.0.1', port: server.port});
	await once(client, 'connect');
	client.write(Buffer.from([0x16, 3, 1]));
	const over = closed(client);
	await server.stop();
	expect(await over).toBe('closed');
});
