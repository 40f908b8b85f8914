import {beforeAll, expect, test} from 'vitest';
import type {Connection} from '../../../source/engine/connection.ts';
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
