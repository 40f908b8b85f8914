import {beforeAll, expect, test} from 'vitest';
import type {Connection} from '../../../source/engine/connection.ts';
import {findSituation, situationParts} from '../../../source/demo/sql-server/situations.ts';
import type {Freshness} from '../../../source/domain/data/freshness.ts';
import {checkFreshness} from '../../../source/engine/sql-server/check.ts';
import {practice as practiceSsh} from '../ssh/practice.ts';
import {configFor, startPractice, times, wayBy} from './practice.ts';

beforeAll(() => import('mssql'));

const {signal} = new AbortController();
const fresh = times('datetimeoffset', '2026-11-21T11:00:00Z');
const over = ({openPort}: Connection, config: Parameters<typeof checkFreshness>[0], deadline = 10_000) =>
	checkFreshness(config, wayBy(openPort, 'er-forecast'), signal, {deadline});

test.each(['none', 'required'] as const)('a check goes through an SSH connection, encryption %s', async encryption => {
	await using ssh = await practiceSsh();
	await using sql = await startPractice(fresh, {encryption});
	const connection = await ssh.dial();
	const encrypt = encryption === 'required';
	const {verdict, steps} = await over(connection, configFor(sql.port, {encrypt, trustServerCertificate: encrypt}));
	expect(verdict).toBe('fresh');
	expect(steps[0]?.evidence).toBe(`localhost is 127.0.0.1, tcp to port ${sql.port} through er-forecast`);
});

test('a connection that is lost in the middle of a check says so', async () => {
	await using ssh = await practiceSsh();
	await using sql = await startPractice({
		run() {
			connection.close();
			return new Promise(() => {});
		},
	});
	const connection = await ssh.dial();
	const freshness = await over(connection, configFor(sql.port));
	expect(freshness).toMatchObject({verdict: 'failed', cause: 'connection'});
	expect(freshness.problem?.what).toMatch(/connection/);
});

test('a port that the host cannot open fails at the network', async () => {
	await using ssh = await practiceSsh();
	const connection = await ssh.dial();
	const {verdict, steps, problem} = await over(connection, configFor(1, {server: 'sql01'}));
	expect(verdict).toBe('failed');
	expect(steps[0]?.status).toBe('failed');
	expect(problem?.what).toMatch(/^Cannot reach .*sql01:1/);
});

const ofTheWay = situationParts
	.slice(0, 2)
	.flatMap(({situations}) => Object.keys(situations))
	.flatMap(name => findSituation(name) ?? []);

/** What a person is told, without the host that it goes through. */
const told = ({verdict, cause, owner, steps, problem}: Freshness, port: number) =>
	JSON.stringify([verdict, cause, owner, steps.map(({status, evidence}) => [status, evidence]), problem])
		.replaceAll(String(port), 'PORT')
		.replaceAll(' through er-forecast', '')
		.replaceAll('er-forecast', 'this machine');

test.each(ofTheWay)('%s is told over SSH as it is without', {timeout: 20_000}, async name => {
	await using ssh = await practiceSsh();
	await using sql = await startPractice(fresh, {encryption: 'required'});
	const connection = await ssh.dial();
	const config = configFor(sql.port, {encrypt: true, server: '127.0.0.1'});
	await sql.put(name);
	const deadline = name.startsWith('hang') ? 1000 : 10_000;
	const direct = await checkFreshness(config, wayBy(), signal, {deadline});
	const through = await over(connection, config, deadline);
	expect(direct.verdict).not.toBe('fresh');
	expect(`${through.verdict} (${through.cause})`).toBe(`${direct.verdict} (${direct.cause})`);
	expect(JSON.stringify(through)).not.toMatch(/destroyed|socket hang up|ECONN/);
	// Which way to get out is another one there, and the reset may come before or after the port is open.
	const differs = name === 'no-encryption' || name === 'reset-at-accept';
	expect(differs ? '' : told(through, sql.port)).toBe(differs ? '' : told(direct, sql.port));
});

test('a tunnel that failed without a reason was not forbidden', async () => {
	const failed = Object.assign(new Error('(SSH) Channel open failure: open failed'), {reason: 2});
	const {cause} = await checkFreshness(
		configFor(1),
		wayBy(() => Promise.reject(failed), 'er-forecast'),
		signal,
	);
	expect(cause).toBe('network');
});
