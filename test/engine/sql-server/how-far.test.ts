import {describe, expect, test} from 'vitest';
import type {DataConfig} from '../../../source/config/config.ts';
import {ownerOf} from '../../../source/domain/data/cause.ts';
import {explain} from '../../../source/engine/sql-server/explain/explain.ts';
import type {Failure} from '../../../source/engine/sql-server/explain/failure.ts';
import {explainStop, type Standstill} from '../../../source/engine/sql-server/explain/stopped.ts';
import type {Subject} from '../../../source/engine/sql-server/subject.ts';
import {configFor} from './practice.ts';

const subject: Subject = {
	config: configFor(1433, {server: 'sql01'}),
	through: 'er-forecast',
	deadline: 15_000,
	conceal: text => text,
};
const late = {why: 'late', after: 15_000} as const;
const coded = (code: string) => Object.assign(new Error('x'), {code});

const stopped = (standstill: Partial<Standstill>, config: Partial<DataConfig> = {}) => {
	const {verdict, cause, evidence, problem} = explainStop(
		{at: 'rows', stop: late, ...standstill},
		{...subject, config: {...subject.config, ...config}},
	);
	return {is: `${verdict} (${cause}) ${ownerOf(verdict, cause)}`, evidence, why: problem?.why, next: problem?.next};
};
const cut = (failure: Partial<Failure>, config: Partial<DataConfig> = {}) => {
	const {verdict, cause, evidence, problem} = explain(
		{at: 'tls', thrown: [coded('ECONNRESET')], messages: [], ...failure},
		{...subject, config: {...subject.config, ...config}},
	);
	return {is: `${verdict} (${cause}) ${ownerOf(verdict, cause)}`, evidence, why: problem?.why, next: problem?.next};
};

describe('how far it came says what a silence or a cut means', () => {
	test('rows that still came are too many', () => {
		expect(stopped({rows: 128, quiet: 300})).toEqual({
			is: 'timeout (large) whoever keeps the config',
			evidence: '128 rows within 15s, and they were still coming',
			why: 'it did not finish within 15s: 128 rows had come and more were coming, the answer is too large',
			next: 'call a procedure that returns fewer rows, narrow `parameters`, or set a longer `timeout` than 15s in the config',
		});
	});

	test('rows that stopped wait for something', () => {
		expect(stopped({rows: 128, quiet: 9000})).toEqual({
			is: 'timeout (rows) the database team',
			evidence: '128 rows, then no end within 15s',
			why: 'it did not finish within 15s: the rows stopped after 128 rows, 9s before',
			next: 'ask the database team what it waits for: a lock held by an import, or a query that became slow, or set a longer `timeout` than 15s in the config',
		});
		expect(stopped({}).why).toBe('it did not finish within 15s: no row came');
	});

	test('a server that answered, and is silent in the TLS handshake, is no wrong port', () => {
		expect(stopped({at: 'tls', answered: true})).toMatchObject({
			is: 'timeout (tls) the database team',
			why: 'SQL Server answered, but the TLS handshake did not finish within 15s',
			next: expect.not.stringContaining('`port`'),
		});
		expect(stopped({at: 'tls'}).next).toContain('`port`');
	});

	test('nor is one that closes in it', () => {
		expect(cut({answered: true})).toMatchObject({
			is: 'failed (reset) the database team',
			why: 'SQL Server answered, then closed during the TLS handshake',
			next: expect.stringMatching(/versions of TLS.*certificate/),
		});
		expect(cut({}).next).toContain('`port`');
	});

	test('strict encryption is for servers that know it', () => {
		const strict = {encrypt: 'strict'} as const;
		const found = {
			is: 'failed (encryption) whoever keeps the config',
			why: expect.stringMatching(/needs SQL Server 2022 or newer$/),
			next: expect.stringMatching(/^set `encrypt: true` in the config/),
		};
		expect(cut({}, strict)).toMatchObject(found);
		expect(cut({thrown: [coded('ERR_SSL_WRONG_VERSION_NUMBER')]}, strict)).toMatchObject(found);
		expect(stopped({at: 'tls'}, strict)).toMatchObject({...found, is: 'timeout (encryption) whoever keeps the config'});
		const {next} = cut({thrown: [coded('DEPTH_ZERO_SELF_SIGNED_CERT')]}, {...strict, trustServerCertificate: true});
		expect(next).toMatch(/whatever `trustServerCertificate` says$/);
	});

	test('rows that came before a cut are counted', () => {
		expect(cut({at: 'rows', rows: 128})).toMatchObject({
			is: 'failed (reset) the database team',
			evidence: '128 rows, then the connection was closed',
		});
	});

	test('parameters given by hand are not those of the config', () => {
		const messages = [{number: 8145, message: 'x'}];
		const by = (byHand: boolean) => explain({at: 'procedure', thrown: [], messages}, {...subject, byHand}).problem;
		expect(by(true)).toMatchObject({
			why: 'it does not take the parameters given (x)',
			next: expect.stringMatching(/^give it others/),
		});
		expect(by(false)?.why).toBe('it does not take the parameters of the config (x)');
	});

	test.each([
		[{at: 'network'}, 'before SQL Server was asked for anything'],
		[{at: 'tls', asked: 'encryption'}, 'before the login was sent'],
		[{at: 'network', asked: 'login'}, 'before the procedure was called'],
		[{at: 'age', asked: 'login'}, 'after the procedure had ended'],
		[{at: 'procedure', asked: 'login', confirmed: true}, 'confirmed by SQL Server'],
	] as const)('cancelled at %j: %s', (standstill, words) => {
		const stop = {why: 'cancelled', after: 4000} as const;
		expect(stopped({...standstill, stop}).evidence).toBe(`cancelled after 4s, ${words}`);
	});
});
