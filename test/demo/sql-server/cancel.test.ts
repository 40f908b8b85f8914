import {once} from 'node:events';
import {expect, test} from 'vitest';
import type {Procedure} from '../../../source/demo/sql-server/server.ts';
import {connectTo, numbers, start, startWith} from './support.ts';

/** A procedure that never answers by itself, and what tells that it was reached and that it was stopped. */
const endless = () => {
	const started = Promise.withResolvers<void>();
	const stopped = Promise.withResolvers<void>();
	const procedure: Procedure = {
		async run({signal}) {
			started.resolve();
			await once(signal, 'abort');
			stopped.resolve();
			return {};
		},
	};
	return {procedure, started: started.promise, stopped: stopped.promise};
};

test('a request that runs into its time limit leaves the connection usable', async () => {
	await using server = await start();
	await using pool = await connectTo(server);
	await pool.request().query('SELECT 1');
	const {logins} = server;
	server.faults.request = 'hang';
	await expect(pool.request(200).query('SELECT 1')).rejects.toMatchObject({
		code: 'ETIMEOUT',
		message: 'Timeout: Request failed to complete in 200ms',
	});
	server.faults.request = undefined;
	expect((await pool.request().query('SELECT 2 AS x')).recordset).toEqual([{x: 2}]);
	expect(server.logins).toBe(logins);
});

test('a procedure is told when its caller cancels', async () => {
	const {procedure, started, stopped} = endless();
	await using server = await startWith({'dbo.Wait': procedure, 'dbo.Get': {run: () => ({results: [numbers(1)]})}});
	await using pool = await connectTo(server);
	const request = pool.request();
	const answer = request.execute('dbo.Wait');
	await Promise.all([
		expect(answer).rejects.toMatchObject({code: 'ECANCEL'}),
		started.then(() => request.cancel()),
		stopped,
	]);
	expect(server.attentions).toBe(1);
	expect((await pool.request().execute('dbo.Get')).recordset).toEqual([{x: 1}]);
	expect(server.logins).toBe(2);
});

test('a procedure is told when the server stops', async () => {
	const {procedure, started, stopped} = endless();
	await using server = await startWith({'dbo.Wait': procedure});
	await using pool = await connectTo(server);
	const answer = pool.request().execute('dbo.Wait');
	await Promise.all([
		expect(answer).rejects.toMatchObject({code: 'ECONNRESET'}),
		started.then(() => server.stop()),
		stopped,
	]);
});

test('an answer that stops halfway can be cancelled', async () => {
	await using server = await startWith({'dbo.Part': {run: () => ({results: [numbers(1, 2)], cut: 'hang'})}});
	await using pool = await connectTo(server);
	const request = pool.request();
	request.stream = true;
	const rows: unknown[] = [];
	request.on('row', row => {
		rows.push(row);
		if (rows.length === 2) {
			request.cancel();
		}
	});
	const failed = once(request, 'error');
	void request.execute('dbo.Part');
	expect(await failed).toMatchObject([{code: 'ECANCEL'}]);
	expect(rows).toEqual([{x: 1}, {x: 2}]);
	expect((await pool.request().query('SELECT 2 AS x')).recordset).toEqual([{x: 2}]);
	expect(server.logins).toBe(2);
});

test.for(['close', 'reset'] as const)('an answer that ends halfway with a %s is lost', async cut => {
	await using server = await startWith({'dbo.Part': {run: () => ({results: [numbers(1, 2)], cut})}});
	await using pool = await connectTo(server);
	await expect(pool.request().execute('dbo.Part')).rejects.toMatchObject({code: 'ECONNRESET'});
});

test('a cancellation that is never confirmed costs the connection', async () => {
	await using server = await start();
	await using pool = await connectTo(server, {options: {cancelTimeout: 200}});
	await pool.request().query('SELECT 1');
	server.faults.request = 'hang';
	server.faults.attention = 'hang';
	await expect(pool.request(200).query('SELECT 1')).rejects.toMatchObject({
		code: 'ETIMEOUT',
		message: 'Failed to cancel request in 200ms',
	});
});
