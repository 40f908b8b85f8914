import sql from 'mssql';
import {expect, test} from 'vitest';
import type {PracticeSqlServer, Procedure, Value} from '../../../source/demo/sql-server/server.ts';
import {mutations, randomFrom, type Random} from './mutations.ts';
import {record, replay, type Recorder} from './recorder.ts';
import {connectTo, numbers, startWith, type Pool} from './support.ts';

/** More than is sent in one go. */
const many = function* (): Generator<readonly Value[]> {
	for (let row = 0; row < 150; row++) {
		yield [row % 3 === 0 ? null : 'x'.repeat(300)];
	}
};

const procedures: Record<string, Procedure> = {
	'dbo.Get': {parameters: ['days', 'name'], run: () => ({results: [numbers(1)], output: {name: 'Å'}})},
	'dbo.Long': {run: () => ({results: [{columns: [{name: 'note', type: 'nvarchar'}], rows: [], more: many()}]})},
};

/** Everything that the driver has to say to a server. */
const talk = async (pool: Pool): Promise<void> => {
	await pool.request().input('days', sql.Int, 1).output('name', sql.NVarChar(20), 'Åsa').execute('dbo.Get');
	await pool.request().input('name', 'dbo.Get').query('DECLARE @x decimal(9,2) = 1.5; SELECT OBJECT_ID(@name), @x');
	await pool
		.request()
		.input('a', sql.Money, 1.5)
		.input('b', sql.DateTime2(3), new Date(0))
		.input('c', sql.Bit, null)
		.query('SELECT 1');
	await pool.request().input('d', sql.NVarChar(sql.MAX), 'å'.repeat(3000)).query('PRINT @d');
	await pool.request().execute('dbo.Long');
	await pool.request().batch('USE master BEGIN TRAN COMMIT');
	const transaction = new sql.Transaction(pool.pool);
	await transaction.begin();
	await transaction.commit();
	const statement = new sql.PreparedStatement(pool.pool);
	statement.input('x', sql.Int);
	await statement.prepare('SELECT @x');
	await statement.execute({x: 1});
	await statement.unprepare();
};

/** What a driver said, message by message from its first. */
const recorded = async (
	server: PracticeSqlServer,
	options: sql.IOptions,
	say: (pool: Pool) => Promise<unknown>,
): Promise<Buffer[]> => {
	await using recorder: Recorder = await record(server);
	await using pool = await connectTo(recorder, {options});
	// The connection that was made to try is over; the one that is kept comes with the first request.
	recorder.sent.length = 0;
	await say(pool);
	return [...recorder.sent];
};

const encrypted = {encrypt: true, trustServerCertificate: true};
const attention = Buffer.from([0x06, 1, 0, 8, 0, 0, 1, 0]);

/** Several at once, since most of the time is spent waiting for each other. */
const inParallel = async (count: number, work: (index: number) => Promise<unknown>): Promise<void> => {
	let index = 0;
	await Promise.all(
		Array.from({length: 8}, async () => {
			while (index < count) {
				await work(index++);
			}
		}),
	);
};

/** The begin of a conversation, and one more message that is broken. */
const broken = (messages: readonly Buffer[], random: Random): Buffer[] => {
	const target = random(messages.length);
	const mutate = mutations[random(mutations.length)] ?? Buffer.from;
	return [...messages.slice(0, target), mutate(messages[target] ?? Buffer.alloc(0), random)];
};

const heldMegabytes = (): number => {
	const {heapUsed, arrayBuffers} = process.memoryUsage();
	return (heapUsed + arrayBuffers) / 1024 ** 2;
};

test.for([1, 2, 3])(
	'whatever 500 clients send, the server closes their connections and goes on (seed %i)',
	async seed => {
		await using server = await startWith(procedures, {encryption: 'offered'});
		await using strict = await startWith(procedures, {encryption: 'strict'});
		const plain = [...(await recorded(server, {encrypt: false}, talk)), attention];
		expect(plain.length).toBeGreaterThan(14);
		// PRELOGIN that asks for TLS, and the flights of its handshake; of strict the handshake and records.
		const secure = (await recorded(server, encrypted, pool => pool.request().query('SELECT 1'))).slice(0, 4);
		const held = heldMegabytes();
		await inParallel(500, async index => {
			const random = randomFrom(seed * 1000 + index);
			switch (index % 5) {
				case 0:
					return replay(server.port, broken(secure, random), {leave: true});
				case 1:
					return replay(strict.port, broken(plain, random), {leave: true, strict: true});
				case 2:
					return replay(strict.port, broken([secure[1]?.subarray(8) ?? Buffer.alloc(9)], random), {leave: true});
				default:
					// Resolves when the connection is closed: one that hung would keep this waiting.
					return replay(server.port, broken(plain, random), {leave: true});
			}
		});
		expect(heldMegabytes() - held).toBeLessThan(200);
		for (const [still, options] of [
			[server, {encrypt: false}],
			[server, encrypted],
			[strict, {encrypt: 'strict', cryptoCredentialsDetails: {ca: strict.certificate}}],
		] as const) {
			await using pool = await connectTo(still, {server: 'localhost', options});
			const {recordset} = await pool.request().input('days', 1).input('name', 'x').execute('dbo.Get');
			expect(recordset).toEqual([{x: 1}]);
		}
	},
);
