import {expect, test} from 'vitest';
import {connectTo, poolFor, start} from './support.ts';

const stages = ['accept', 'prelogin', 'tls', 'login', 'setup'] as const;
const encrypted = {encrypt: true, trustServerCertificate: true};

test.for(stages)('a server that falls silent at %s lets the client wait', async stage => {
	await using server = await start({encryption: 'offered', faults: {[stage]: 'hang'}});
	await using pool = poolFor(server, {connectionTimeout: 200, options: encrypted});
	await expect(pool.connect()).rejects.toMatchObject({code: 'ETIMEOUT'});
});

test.for(stages)('a server that closes at %s ends the connection', async stage => {
	await using server = await start({encryption: 'offered', faults: {[stage]: 'close'}});
	await using pool = poolFor(server, {options: encrypted});
	await expect(pool.connect()).rejects.toMatchObject({code: 'ESOCKET'});
});

test.for(stages)('a server that resets at %s breaks the connection', async stage => {
	await using server = await start({encryption: 'offered', faults: {[stage]: 'reset'}});
	await using pool = poolFor(server, {options: encrypted});
	await expect(pool.connect()).rejects.toMatchObject({code: 'ESOCKET'});
});

test.for([
	['close', 'socket hang up'],
	['reset', 'read ECONNRESET'],
] as const)('a request can meet a %s', async ([fault, message]) => {
	await using server = await start();
	await using pool = await connectTo(server);
	await pool.request().query('SELECT 1');
	server.faults.request = fault;
	await expect(pool.request().query('SELECT 1')).rejects.toMatchObject({code: 'ECONNRESET', message});
});

test('a server that answers no request still lets clients in', async () => {
	await using server = await start({faults: {request: 'hang'}});
	await using pool = await connectTo(server);
	await expect(pool.request(100).query('SELECT 1')).rejects.toMatchObject({code: 'ETIMEOUT'});
});

test('a fault that is taken back is gone', async () => {
	await using server = await start({faults: {login: 'close'}});
	await using pool = poolFor(server);
	await expect(pool.connect()).rejects.toMatchObject({code: 'ESOCKET'});
	server.faults.login = undefined;
	await pool.connect();
	expect((await pool.request().query('SELECT 1 AS x')).recordset).toEqual([{x: 1}]);
});
