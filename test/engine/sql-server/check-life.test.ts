import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {createReadStream} from 'node:fs';
import {join} from 'node:path';
import {afterEach, beforeAll, describe, expect, test} from 'vitest';
import type {DataConfig} from '../../../source/config/config.ts';
import {passwordOfCommand} from '../../../source/config/secrets.ts';
import {checkFreshness} from '../../../source/engine/sql-server/check.ts';
import {makeDirectory} from '../../config/support.ts';
import {configFor, listen, loginWith, rememberSockets, serverNow, startPractice, times, wayBy} from './practice.ts';

beforeAll(() => import('mssql'));

const signal = new AbortController().signal;
const fresh = times('datetimeoffset', '2026-11-21T11:00:00Z');
const never = () => new Promise<never>(() => {});

const {sockets, open: remembering} = rememberSockets();
const timers = () => process.getActiveResourcesInfo().filter(kind => kind === 'Timeout').length;
afterEach(() => sockets.splice(0));

test('a fresh check tells every step with its time and evidence', async () => {
	await using practice = await startPractice(fresh);
	const freshness = await checkFreshness(configFor(practice.port), wayBy(), signal, {
		now: () => serverNow,
	});
	expect(freshness).toMatchObject({
		key: 'patients',
		name: 'patients',
		verdict: 'fresh',
		cause: undefined,
		newest: new Date('2026-11-21T11:00:00Z'),
		checkedAt: serverNow,
		problem: undefined,
	});
	expect(freshness.age).toBeGreaterThanOrEqual(3_600_000);
	expect(freshness.age).toBeLessThan(3_610_000);
	expect(freshness.steps.map(({step, status, evidence}) => [step, status, evidence])).toEqual([
		['network', 'ok', `localhost is 127.0.0.1, tcp to port ${practice.port}`],
		['tls', 'ok', 'not encrypted by config'],
		['login', 'ok', 'as er_reader'],
		['database', 'ok', 'ER'],
		['procedure', 'ok', 'dbo.Get answers'],
		['rows', 'ok', '1 row'],
		['timestamp', 'ok', 'RegisteredAt 2026-11-21 11:00:00 UTC'],
		['age', 'ok', expect.stringMatching(/^1h.* old, limit 1d, turns stale in/)],
	]);
	expect(freshness.steps.every(({ms}) => ms !== undefined && ms >= 0 && ms < 10_000)).toBe(true);
});

test('a clock that is off is told, and the age does not use ours', async () => {
	await using practice = await startPractice(fresh);
	const freshness = await checkFreshness(configFor(practice.port), wayBy(), signal, {
		now: () => new Date(serverNow.getTime() + 300_900),
		hostAhead: () => 200,
	});
	expect(freshness.clocks).toEqual({sqlServer: expect.closeTo(-300_900, -3), host: 200});
	expect(freshness.steps[3]?.evidence).toBe("ER; SQL Server's clock is 5m behind this machine's");
	expect(freshness.age).toBeLessThan(3_610_000);
});

test('parameters reach the procedure as they are, with or without their @', async () => {
	let got: unknown;
	await using practice = await startPractice({
		parameters: ['days', 'ward', 'all', 'none'],
		run(call) {
			got = call.parameters;
			return fresh.run(call);
		},
	});
	const parameters = {'@days': 3, ward: "'; DROP TABLE x --", all: true, none: null};
	const {verdict} = await checkFreshness(configFor(practice.port, {parameters}), wayBy(), signal);
	expect(verdict).toBe('fresh');
	expect(got).toEqual({days: 3, ward: "'; DROP TABLE x --", all: true, none: null});
});

describe('a config that cannot be used is not tried', () => {
	test.each<readonly [string, Partial<DataConfig>, cause: string, why: RegExp]>([
		['a procedure of SQL Server itself', {procedure: 'xp_cmdshell'}, 'procedure', /xp_cmdshell/],
		['a procedure with a statement behind it', {procedure: 'dbo.Get; DROP TABLE x'}, 'procedure', /letters/],
		['a parameter that is no name', {parameters: {"a'": 1}}, 'parameters', /letters/],
		['a zone that is not there', {timezone: 'Europe/Stokholm'}, 'timezone', /Stokholm/],
		['an authority that is not there', {caFile: '/nonexistent/ca.pem'}, 'ca', /PEM/],
		['an authority that is no certificate', {caFile: import.meta.filename}, 'ca', /PEM/],
		[
			'a password that cannot be had',
			{login: loginWith({password: () => Promise.reject(new Error('the vault is locked'))})},
			'password',
			/vault is locked/,
		],
	])('%s', async (_title, changes, cause, why) => {
		const freshness = await checkFreshness(configFor(1433, changes), wayBy(remembering), signal);
		expect(freshness).toMatchObject({verdict: 'not configured', cause, problem: {why: expect.stringMatching(why)}});
		expect(freshness.steps.every(({status}) => status === 'not reached')).toBe(true);
		expect(sockets).toHaveLength(0);
	});
});

describe('nothing is left open', () => {
	test('after a good check', async () => {
		await using practice = await startPractice(fresh);
		const before = timers();
		expect(await checkFreshness(configFor(practice.port), wayBy(remembering), signal)).toMatchObject({
			verdict: 'fresh',
		});
		expect(sockets).toHaveLength(2);
		expect(sockets.every(({destroyed}) => destroyed)).toBe(true);
		await expect.poll(timers).toBeLessThanOrEqual(before);
	});

	test('since nothing is opened where nobody waits for it, which is the one reason to reject', async () => {
		const gone = AbortSignal.abort(new Error('enough'));
		await expect(checkFreshness(configFor(1433), wayBy(remembering), gone)).rejects.toThrow('enough');
		expect(sockets).toHaveLength(0);
	});

	test('after a deadline while the password is still being asked for, which says nothing about the server', async () => {
		let asked: AbortSignal | undefined;
		const password = (until?: AbortSignal) => {
			asked = until;
			return never();
		};
		const config = configFor(1433, {login: loginWith({password})});
		const freshness = await checkFreshness(config, wayBy(remembering), signal, {deadline: 50});
		expect(freshness).toMatchObject({
			verdict: 'timeout',
			cause: 'password',
			owner: 'whoever keeps the config',
			problem: {what: 'Cannot check patients', why: 'the password could not be had within 0s'},
		});
		expect(freshness.steps.every(({status}) => status === 'not reached')).toBe(true);
		expect(sockets).toHaveLength(0);
		expect(asked?.aborted).toBe(true);
	});

	test('after a deadline in the command for the password', async () => {
		await using directory = await makeDirectory();
		const pipe = join(directory.path, 'pipe');
		execFileSync('mkfifo', [pipe]);
		const held = createReadStream(pipe);
		const released = once(held.resume(), 'end');
		const password = passwordOfCommand(
			`sleep 1000 > ${pipe} & wait`,
			{name: 'patients', key: 'hosts.er.data.patients.passwordCommand'},
			process.env,
			'/',
		);
		const config = configFor(1433, {login: loginWith({password})});
		const checked = checkFreshness(config, wayBy(remembering), signal, {deadline: 300});
		await once(held, 'open');
		expect(await checked).toMatchObject({verdict: 'timeout', cause: 'password'});
		await released;
	});
});

test('a slow password does not take from the time for the server', async () => {
	const {promise: lateEnough, resolve} = Promise.withResolvers<string>();
	await using listening = await listen(() => {});
	const login = loginWith({password: () => lateEnough});
	const started = performance.now();
	const checked = checkFreshness(configFor(listening.port, {login}), wayBy(remembering), signal, {deadline: 500});
	setTimeout(() => resolve('secret'), 250);
	expect(await checked).toMatchObject({verdict: 'timeout', cause: 'tls'});
	expect(performance.now() - started).toBeGreaterThan(740);
});
