import {expect, test} from 'vitest';
import type {PracticeSqlServer} from '../../../source/demo/sql-server/server.ts';
import {record, replay} from './recorder.ts';
import {connectTo, numbers, sendBytes, startWith} from './support.ts';

const procedures = {'dbo.Get': {parameters: ['days', 'name'], run: () => ({results: [numbers(1)]})}};

/** What the driver says, message by message: PRELOGIN, LOGIN7, its first batch, then a call, a query and a batch. */
const conversation = async (server: PracticeSqlServer): Promise<Buffer[]> => {
	await using recorder = await record(server);
	{
		await using pool = await connectTo(recorder);
		// The connection that was made to try is the first three messages; the rest is the one that is kept.
		recorder.sent.length = 0;
		await pool.request().input('days', 1).input('name', 'Åsa').execute('dbo.Get');
		await pool.request().input('name', 'dbo.Get').query('SELECT OBJECT_ID(@name) AS id, 1 + 1 AS two');
		await pool.request().batch('USE master');
		await pool.request().batch('SELECT DB_NAME() AS db');
	}

	return recorder.sent;
};

test.for([
	['HTTP', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
	['a packet shorter than its header', Buffer.from([0x12, 1, 0, 7, 0, 0, 0, 0])],
	['a request before the login', Buffer.from([0x01, 1, 0, 12, 0, 0, 1, 0, 0x41, 0, 0x42, 0])],
	['PRELOGIN without an end', Buffer.from([0x12, 1, 0, 9, 0, 0, 1, 0, 1])],
] as const)('%s is not answered', async ([, bytes]) => {
	await using server = await startWith(procedures);
	// A server that neither answers nor closes would keep this waiting.
	const answer = await sendBytes(server.port, bytes);
	expect(answer).toEqual(Buffer.alloc(0));
});

test('a message above 4 MiB costs its sender the connection, and one just below does not', async () => {
	await using server = await startWith({'dbo.Get': {parameters: ['text'], run: () => ({results: [numbers(1)]})}});
	await using pool = await connectTo(server);
	const send = (characters: number) => pool.request().input('text', 'x'.repeat(characters)).execute('dbo.Get');
	expect((await send(2 * 1024 * 1024 - 1000)).recordset).toEqual([{x: 1}]);
	await expect(send(2 * 1024 * 1024)).rejects.toMatchObject({code: expect.stringMatching(/ECONNRESET|EPIPE|ESOCKET/)});
});

test('a request before the last one is answered costs its sender the connection', async () => {
	await using server = await startWith(procedures);
	const messages = await conversation(server);
	const [prelogin, login, first, , , , query] = messages;
	const hanging = [prelogin, login, Buffer.concat([first ?? Buffer.alloc(0), query ?? Buffer.alloc(0)])];
	server.faults.request = 'hang';
	// Resolves only because the server closes: the client does not.
	const answers = await replay(
		server.port,
		hanging.map(message => message ?? Buffer.alloc(0)),
		{leave: false},
	);
	expect(answers).toHaveLength(2);
});

test('a session that is taken up again starts in the database of its login', async () => {
	await using server = await startWith(procedures);
	const [prelogin, login, first, , , use, query] = (await conversation(server)).map(message => Buffer.from(message));
	if (!prelogin || !login || !first || !use || !query) {
		throw new Error('the driver says less than it did');
	}

	const again = Buffer.from(query);
	// RESETCONNECTION in the status of the packet, MS-TDS 2.2.3.1.2.
	again[1] = (again[1] ?? 0) | 0x08;
	const answers = await replay(server.port, [prelogin, login, first, use, query, again, Buffer.alloc(0)], {
		leave: true,
	});
	const [, , , , before = Buffer.alloc(0), after = Buffer.alloc(0)] = answers;
	expect(before.includes(Buffer.from('master', 'utf16le'))).toBe(true);
	expect(after.includes(Buffer.from('ER', 'utf16le'))).toBe(true);
	// ENVCHANGE 18 is the acknowledgement, and has to come first.
	expect(after.subarray(8, 12)).toEqual(Buffer.from([0xe3, 3, 0, 18]));
});

test('a cancellation with nothing to cancel is confirmed', async () => {
	await using server = await startWith(procedures);
	const [prelogin, login, first] = await conversation(server);
	if (!prelogin || !login || !first) {
		throw new Error('the driver says less than it did');
	}

	const attention = Buffer.from([0x06, 1, 0, 8, 0, 0, 1, 0]);
	const answers = await replay(server.port, [prelogin, login, first, attention, Buffer.alloc(0)], {leave: true});
	// One DONE with the attention flag, MS-TDS 2.2.7.6.
	expect(answers[3]?.subarray(8, 11)).toEqual(Buffer.from([0xfd, 0x20, 0]));
});
