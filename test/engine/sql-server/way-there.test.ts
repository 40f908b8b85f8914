import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import net from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {Duplex, PassThrough, pipeline} from 'node:stream';
import tls from 'node:tls';
import {beforeAll, describe, expect, test} from 'vitest';
import type {DataConfig} from '../../../source/config/config.ts';
import {createCertificate} from '../../../source/demo/sql-server/login/certificate.ts';
import {ProblemError} from '../../../source/domain/problem.ts';
import {checkFreshness} from '../../../source/engine/sql-server/check.ts';
import type {OpenPort} from '../../../source/engine/sql-server/way/way.ts';
import {configFor, openPort, startPractice, times, wayBy} from './practice.ts';

// The first check of a process loads the driver, which would eat into the short deadlines here.
beforeAll(() => import('mssql'));

const signal = new AbortController().signal;
const fresh = times('datetimeoffset', '2026-11-21T11:00:00Z');

describe('a port', () => {
	test('that opens after the deadline is closed', async () => {
		const {promise, resolve} = Promise.withResolvers<PassThrough>();
		const freshness = await checkFreshness(
			configFor(1433),
			wayBy(() => promise),
			signal,
			{deadline: 50},
		);
		expect(freshness).toMatchObject({verdict: 'timeout', cause: 'network'});
		const tooLate = new PassThrough();
		const closed = once(tooLate, 'close');
		resolve(tooLate);
		await closed;
	});

	test('whose tunnel is lost in the middle says so in its own words', async () => {
		const lost = new ProblemError({what: 'Lost er-forecast', why: 'the connection broke', next: 'wait'});
		await using practice = await startPractice({
			run() {
				for (const socket of opened) socket.destroy(lost);
				return new Promise(() => {});
			},
		});
		const opened: net.Socket[] = [];
		const remembering: OpenPort = async (...where) => {
			const socket = await openPort(...where);
			opened.push(socket);
			return socket;
		};
		const freshness = await checkFreshness(configFor(practice.port), wayBy(remembering), signal);
		expect(freshness).toMatchObject({verdict: 'failed', cause: 'connection', problem: {what: 'Lost er-forecast'}});
	});
});

const encrypted = async (
	encryption: 'none' | 'offered' | 'required',
	changes: Partial<DataConfig>,
	trusted = false,
	through?: string,
) => {
	await using practice = await startPractice(fresh, {encryption});
	const directory = await mkdtemp(path.join(tmpdir(), 'mlops-tui-'));
	try {
		const caFile = path.join(directory, 'ca.pem');
		await writeFile(caFile, practice.certificate);
		const config = configFor(practice.port, {...changes, ...(trusted ? {caFile} : {})});
		const freshness = await checkFreshness(config, wayBy(openPort, through), signal);
		const step = freshness.steps.find(each => each.step === 'tls');
		return {...freshness, outcome: `${freshness.verdict} ${step?.status}: ${step?.evidence}`};
	} finally {
		await rm(directory, {recursive: true});
	}
};

describe('encryption', () => {
	const agreed = String.raw`of [\w.]+ until \d{4}-\d\d-\d\d, TLS 1\.2 with [\w-]+`;
	test.each([
		['a certificate that is trusted', 'offered', {encrypt: true}, true, `fresh ok: certificate verified, ${agreed}`],
		[
			'a certificate that need not be trusted',
			'offered',
			{encrypt: true, trustServerCertificate: true},
			false,
			`fresh ok: certificate not verified, ${agreed}`,
		],
		['none on either side', 'none', {encrypt: false}, false, 'fresh ok: not encrypted by config'],
	] as const)('%s', async (_title, encryption, changes, trusted, expected) => {
		const {outcome, cause} = await encrypted(encryption, changes, trusted);
		expect(outcome).toMatch(new RegExp(`^${expected}$`));
		expect(cause).toBeUndefined();
	});

	test('without encryption the tunnel still encrypts a part of the way', async () => {
		const {outcome, steps} = await encrypted('none', {encrypt: false}, false, 'er-forecast');
		expect(outcome).toBe('fresh ok: not encrypted by config (the SSH tunnel encrypts up to the host)');
		expect(steps[0]?.evidence).toMatch(/^localhost is 127\.0\.0\.1, tcp to port \d+ through er-forecast$/);
	});
});

/** As an SSH channel is: a stream with none of the methods of a socket. */
const bare: OpenPort = async (...where) => {
	const socket = await openPort(...where);
	const stream = new Duplex({
		read: () => void socket.resume(),
		write: (chunk: Uint8Array, _encoding, done) => void socket.write(chunk, () => done()),
		final: done => void socket.end(() => done()),
		destroy(error, done) {
			socket.destroy();
			done(error);
		},
	});
	socket.on('data', chunk => {
		if (!stream.push(chunk)) socket.pause();
	});
	socket.on('end', () => stream.push(null));
	socket.on('error', error => stream.destroy(error));
	return stream;
};

test.each(['none', 'required'] as const)('works over a stream that is no socket, encryption %s', async encryption => {
	await using practice = await startPractice(fresh, {encryption});
	const encrypt = encryption === 'required';
	const config = configFor(practice.port, {encrypt, trustServerCertificate: encrypt});
	expect(await checkFreshness(config, wayBy(bare), signal)).toMatchObject({verdict: 'fresh'});
});

const strictly = async (changes: Partial<DataConfig>, trusted: boolean) => {
	await using practice = await startPractice(fresh);
	const {pem, key} = createCertificate(['localhost'], new Date());
	const front = tls.createServer({cert: pem, key, ALPNProtocols: ['tds/8.0']}, socket => {
		const back = net.connect(practice.port, '127.0.0.1');
		pipeline(socket, back, socket, () => {});
	});
	front.on('tlsClientError', () => {});
	front.listen(0, '127.0.0.1');
	await once(front, 'listening');
	const directory = await mkdtemp(path.join(tmpdir(), 'mlops-tui-'));
	try {
		const caFile = path.join(directory, 'ca.pem');
		await writeFile(caFile, pem);
		const address = front.address();
		const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
		const config = configFor(port, {encrypt: 'strict', ...changes, ...(trusted ? {caFile} : {})});
		const {verdict, steps} = await checkFreshness(config, wayBy(bare), signal);
		return `${verdict}: ${steps[1]?.evidence}`;
	} finally {
		await rm(directory, {recursive: true});
		front.close();
	}
};

describe('encryption before the first word (`strict`)', () => {
	test('a certificate that is trusted', async () => {
		expect(await strictly({}, true)).toBe('fresh: certificate verified, encrypted');
	});

	test('one that is not is refused, whatever the config says of trust', async () => {
		expect(await strictly({trustServerCertificate: true}, false)).toBe('failed: certificate signed by nobody known');
	});

	test('a server that does not know it', async () => {
		await using practice = await startPractice(fresh);
		const config = configFor(practice.port, {encrypt: 'strict'});
		const {steps, verdict} = await checkFreshness(config, wayBy(), signal, {deadline: 1000});
		expect(verdict).not.toBe('fresh');
		expect(steps.find(({status}) => status === 'failed')?.step).toBe('tls');
	});
});
