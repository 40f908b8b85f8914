import {expect, test} from 'vitest';
import type {PracticeSqlServer, Procedure} from '../../../source/demo/sql-server/server.ts';
import {record, replay} from './recorder.ts';
import {connectTo, startWith} from './support.ts';

// Written by hand from MS-TDS, so that no mistake can be shared by what writes and what reads.

/** Spaces apart, and text between quotes as UTF-16. */
const bytes = (...parts: readonly string[]): string =>
	parts
		.join(' ')
		.replaceAll(/'([^']*)'/g, (_, text: string) => Buffer.from(text, 'utf16le').toString('hex'))
		.replaceAll(/\s/g, '')
		.toLowerCase();

/** A packet of one message: its type, the end, its length, no session, its number, no window. MS-TDS 2.2.3.1. */
const packet = (type: string, ...parts: readonly string[]): Buffer => {
	const body = bytes(...parts);
	const length = (body.length / 2 + 8).toString(16).padStart(4, '0');
	return Buffer.from(`${type}01${length}00000100${body}`, 'hex');
};

/** ALL_HEADERS with a transaction descriptor of no transaction. MS-TDS 2.2.5.3. */
const headers = '16000000 12000000 0200 0000000000000000 01000000';

/** What the server answers to this message of a session that has just begun: bytes without packet headers, in hex. */
const answerTo = async (server: PracticeSqlServer, message: Buffer): Promise<string> => {
	await using recorder = await record(server);
	{
		await using pool = await connectTo(recorder);
		recorder.sent.length = 0;
		await pool.request().query('SELECT 1');
	}

	const answers = await replay(server.port, [...recorder.sent.slice(0, 3), message, Buffer.alloc(0)], {leave: true});
	return answers[3]?.subarray(8).toString('hex') ?? '';
};

const batch = (sql: string) => packet('01', headers, `'${sql}'`);

/** RPC by name (MS-TDS 2.2.6.6): the length in characters, the name, no options. */
const call = (name: string, ...parameters: readonly string[]) => {
	const length = Buffer.from([name.length, 0]).toString('hex');
	return packet('03', headers, length, `'${name}'`, '0000', ...parameters);
};

const run = async (procedure: Procedure, message: Buffer): Promise<string> => {
	await using server = await startWith({'dbo.P': procedure});
	return await answerTo(server, message);
};

test('SELECT of a number in a batch', async () => {
	expect(await run({run: () => ({})}, batch('SELECT 258 AS n'))).toBe(
		bytes(
			// COLMETADATA: one column, no user type, nullable, INTN of four bytes, its name
			"81 0100 00000000 0100 26 04 01 'n'",
			// ROW: four bytes, the lowest first
			'D1 04 02010000',
			// DONE: a count, no command, one row
			'FD 1000 0000 0100000000000000',
		),
	);
});

test('a row with NULLs, and one without', async () => {
	const columns = [
		{name: 'a', type: 'int'},
		{name: 'b', type: 'nvarchar'},
		{name: 'c', type: 'bit'},
	] as const;
	const results = [
		{
			columns,
			rows: [
				[null, 'å', null],
				[1, '', true],
			],
		},
	];
	expect(await run({run: () => ({results})}, call('dbo.P'))).toBe(
		bytes(
			"81 0300 00000000 0100 26 04 01 'a'",
			// NVARCHAR of 8000 bytes and the collation of SQL_Latin1_General_CP1_CI_AS
			"00000000 0100 E7 401F 0904D00034 01 'b'",
			"00000000 0100 68 01 01 'c'",
			// NBCROW: the first and the third are NULL, 0b101
			'D2 05 0200 E500',
			'D1 04 01000000 0000 01 01',
			// DONEINPROC: more follows, and a count
			'FF 1100 0000 0200000000000000',
			// RETURNSTATUS 0, DONEPROC
			'79 00000000',
			'FE 0000 0000 0000000000000000',
		),
	);
});

test('an error: its number, state, class, text, server, procedure and line', async () => {
	const errors = [{message: 'Old', number: 51_000, state: 3, class: 16, line: 258}];
	expect(await run({run: () => ({errors})}, call('dbo.P'))).toBe(
		bytes(
			// ERROR, 0x26 bytes: 51000 is 0xC738
			"AA 2600 38C70000 03 10 0300 'Old' 08 'PRACTICE' 01 'P' 02010000",
			'79 00000000',
			// DONEPROC with its error bit
			'FE 0200 0000 0000000000000000',
		),
	);
});

test('PRINT is an INFO of class 0', async () => {
	expect(await run({run: () => ({})}, batch('PRINT 5'))).toBe(
		bytes("AB 2000 00000000 01 00 0100 '5' 08 'PRACTICE' 00 01000000", 'FD 0000 0000 0000000000000000'),
	);
});

test.for([
	['decimal(9,2)', '-12.34', '6A 05 09 02', '05 00 D2040000'],
	['numeric(19,0)', '1', '6C 09 13 00', '09 01 0100000000000000'],
	['money', '-0.0001', '6E 08', '08 FFFFFFFF FFFFFFFF'],
	['money', '429496.7296', '6E 08', '08 01000000 00000000'],
	['smallmoney', '1.0000', '6E 04', '04 10270000'],
	['uniqueidentifier', '00112233-4455-6677-8899-AABBCCDDEEFF', '24 10', '10 33221100 5544 7766 8899AABBCCDDEEFF'],
	['varbinary', Buffer.from([1, 2]), 'A5 401F', '0200 0102'],
	['nvarchar(max)', 'a', 'E7 FFFF 0904D00034', '0200000000000000 02000000 6100 00000000'],
	['nvarchar(max)', '', 'E7 FFFF 0904D00034', '0000000000000000 00000000'],
	// Days since the first of January 1900 and 1/300 s since midnight: two days and one second.
	['datetime', '1900-01-03T00:00:01', '6F 08', '08 02000000 2C010000'],
	['smalldatetime', '1900-01-03T00:01', '6F 04', '04 0200 0100'],
	['date', '0001-01-02', '28', '03 010000'],
	// 100 ns since midnight in five bytes.
	['time', '00:00:00.0000001', '29 07', '05 0100000000'],
	['datetime2', '0001-01-02T00:00:00.0000001', '2A 07', '08 0100000000 010000'],
	// The instant in UTC, then the offset in minutes: one o'clock at +01:00 is midnight.
	['datetimeoffset', '0001-01-02T01:00:00+01:00', '2B 07', '0A 0000000000 010000 3C00'],
	['real', 1, '6D 04', '04 0000803F'],
	['float', -2, '6D 08', '08 00000000000000C0'],
	['bigint', -2n, '26 08', '08 FEFFFFFFFFFFFFFF'],
] as const)('a column of %s with %s', async ([type, value, typeBytes, valueBytes]) => {
	const results = [{columns: [{name: 'x', type}], rows: [[value]]}];
	const answer = await run({run: () => ({results})}, call('dbo.P'));
	expect(answer.slice(0, answer.indexOf(bytes('FF1100')))).toBe(
		bytes(`81 0100 00000000 0100 ${typeBytes} 01 'x'`, `D1 ${valueBytes}`),
	);
});

test('a procedure takes a parameter and leaves a value in another', async () => {
	const procedure: Procedure = {
		parameters: ['a', 'b'],
		run: ({parameters: {a}}) => ({returnValue: -6, output: {b: `${String(a)}!`}}),
	};
	const message = call(
		'dbo.P',
		// by place: no name, no flags, INTN
		'00 00 26 04 04 07000000',
		// by name, by reference, NVARCHAR of 20 bytes, NULL
		"02 '@b' 01 E7 1400 0904D00034 FFFF",
	);
	expect(await run(procedure, message)).toBe(
		bytes(
			'79 FAFFFFFF',
			// RETURNVALUE: the second of the call, its name, an output parameter, no user type, nullable, type and value
			"AC 0100 02 '@b' 01 00000000 0100 E7 1400 0904D00034 0400 '7!'",
			'FE 0000 0000 0000000000000000',
		),
	);
});

/** RPC by number. */
const system = (number: string, ...parameters: readonly string[]) =>
	packet('03', headers, `FFFF ${number} 0000`, ...parameters);

const text = (value: string): string => {
	const size = Buffer.from([value.length * 2, 0]).toString('hex');
	return `00 00 E7 401F 0904D00034 ${size} '${value}'`;
};

test('sp_prepexec by its number runs the statement and hands out its handle', async () => {
	const message = system('0D00', '00 01 26 04 00', text('@n int'), text('SELECT @n AS n'), '00 00 26 04 04 05000000');
	expect(await run({run: () => ({})}, message)).toBe(
		bytes(
			"81 0100 00000000 0100 26 04 01 'n'",
			'D1 04 05000000',
			'FF 1100 0000 0100000000000000',
			'79 00000000',
			'AC 0000 00 01 00000000 0100 26 04 04 01000000',
			'FE 0000 0000 0000000000000000',
		),
	);
});

test.for([
	['sp_cursoropen', '0200', 'no cursors'],
	['a number that nobody has', '6300', 'no system procedure number 99'],
] as const)('%s by its number is refused with an error', async ([, number, words]) => {
	const answer = await run({run: () => ({})}, system(number));
	expect(answer).toMatch(/^aa/);
	expect(answer).toContain(bytes(`'${words}'`));
	expect(answer.endsWith(bytes('FE 0200 0000 0000000000000000'))).toBe(true);
});

test('a transaction is begun, and ended, by requests of its own', async () => {
	// TM_BEGIN_XACT: no change of isolation, no name
	const began = await run({run: () => ({})}, packet('0E', headers, '0500 00 00'));
	// ENVCHANGE 8 with a descriptor of eight bytes, and no old one; DONE
	expect(began).toMatch(/^e30b000808[\da-f]{16}00fd000000000000000000000000$/);
	// TM_ROLLBACK_XACT without a transaction is error 3903 = 0x0F3F
	expect(await run({run: () => ({})}, packet('0E', headers, '0800 00 00'))).toMatch(/^aa....3f0f0000/);
	// TM_PROMOTE_XACT is of distributed transactions
	expect(await run({run: () => ({})}, packet('0E', headers, '0600'))).toMatch(/^aa/);
});

test('a session that is taken up again has no transaction and nothing prepared', async () => {
	await using server = await startWith({});
	const begin = batch('BEGIN TRAN');
	const again = batch('SELECT @@TRANCOUNT AS n');
	// RESETCONNECTION, MS-TDS 2.2.3.1.2
	again[1] = 0x09;
	await using recorder = await record(server);
	{
		await using pool = await connectTo(recorder);
		recorder.sent.length = 0;
		await pool.request().query('SELECT 1');
	}

	const messages = [...recorder.sent.slice(0, 3), begin, again, Buffer.alloc(0)];
	const answers = await replay(server.port, messages, {leave: true});
	expect(answers[4]?.subarray(8).toString('hex')).toBe(
		bytes('E3 0300 12 00 00', "81 0100 00000000 0100 26 04 01 'n'", 'D1 04 00000000', 'FD 1000 0000 0100000000000000'),
	);
});

test('PRELOGIN is answered with the version first', async () => {
	await using server = await startWith({});
	// The version, and encryption that is not supported
	const asked = packet('12', '00 000B 0006 01 0011 0001 FF 000000000000 02');
	const [answer] = await replay(server.port, [asked, Buffer.alloc(0)], {leave: true});
	expect(answer?.subarray(0, 2).toString('hex')).toBe('0401');
	expect(answer?.subarray(8).toString('hex')).toBe(
		bytes(
			// VERSION, ENCRYPTION, INSTOPT, THREADID, MARS: where each begins and how long it is, big-endian
			'00 001A 0006 01 0020 0001 02 0021 0001 03 0022 0000 04 0022 0001 FF',
			// 16.0.1000, not supported, no instance, no MARS
			'10 00 03E8 0000 02 00 00',
		),
	);
});
