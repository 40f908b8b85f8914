import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {DataConfig} from '../../../source/config/config.ts';
import {lastTurnBack} from '../../../source/demo/sql-server/situations/last-turn-back.ts';
import {situationNames, situationParts} from '../../../source/demo/sql-server/situations.ts';
import {startSqlServer, type Procedure} from '../../../source/demo/sql-server/server.ts';
import {checkFreshness} from '../../../source/engine/sql-server/check.ts';
import {expected, inShort, waits} from './outcomes.ts';
import {connectTo} from './support.ts';
import {patiently} from '../../engine/sql-server/patiently.ts';
import {configFor, hour, password, user, wayBy} from '../../engine/sql-server/practice.ts';

/** Three visits, the newest an hour old. */
const visits: Procedure = {
	run: ({now, wallClock}) => ({
		results: [
			{
				columns: [
					{name: 'VisitId', type: 'int'},
					{name: 'RegisteredAt', type: 'datetime2'},
				],
				rows: [1, 2, 3].map(ago => [ago, wallClock(new Date(now.getTime() - ago * hour))]),
			},
		],
	}),
};

/** A server in Stockholm with encryption, and how to check it as the practice server's config does. */
const start = async () => {
	const place = await mkdtemp(join(tmpdir(), 'mlops-tui-situations-'));
	const server = await startSqlServer({
		databases: ['ER'],
		login: {user, password},
		procedures: {'dbo.Get': visits},
		timeZone: 'Europe/Stockholm',
	});
	const caFile = join(place, 'ca.pem');
	await writeFile(caFile, server.certificate);
	const config = configFor(server.port, {
		timestampColumn: 'RegisteredAt',
		timezone: 'Europe/Stockholm',
		encrypt: true,
		caFile,
	});
	return {
		server,
		check: (deadline: number, changes: Partial<DataConfig> = {}) =>
			checkFreshness({...config, ...changes}, wayBy(), new AbortController().signal, {deadline}),
		[Symbol.asyncDispose]: async () => {
			await server[Symbol.asyncDispose]();
			await rm(place, {recursive: true, force: true});
		},
	};
};

test.concurrent.each(situationNames)('%s is found for what it is, and gone when it is taken back', async name => {
	await using practice = await start();
	await practice.server.put(name);
	expect(practice.server.situation).toBe(name);
	const check = async (deadline: number) => inShort(await practice.check(deadline));
	const isExpected = (outcome: string) => outcome.includes(expected[name]);
	expect(await (waits.has(name) ? patiently(check, isExpected) : check(10_000))).toContain(expected[name]);
	await practice.server.put(undefined);
	expect(inShort(await practice.check(10_000))).toBe('fresh at age');
});

test('an answer that is no table is understood where the config says that it is none', async () => {
	await using practice = await start();
	await practice.server.put('output');
	expect(inShort(await practice.check(10_000, {timestampColumn: undefined, timestampParameter: 'Newest'}))).toBe(
		'fresh at age',
	);
	await practice.server.put('returned');
	expect(inShort(await practice.check(10_000, {timestampColumn: undefined, returnValue: 'status'}))).toMatch(
		/^stale \(returned\)/,
	);
});

test('a clock that is off does not change the age, and is told', async () => {
	await using practice = await start();
	await practice.server.put('clock-skew');
	const {age, clocks} = await practice.check(10_000);
	expect(Math.abs((age ?? 0) - hour)).toBeLessThan(60_000);
	expect(Math.round((clocks.sqlServer ?? 0) / 60_000)).toBe(3);
});

test('a connection that is open when the situation changes meets it with its next request', async () => {
	await using practice = await start();
	await using pool = await connectTo(practice.server, {options: {encrypt: true, trustServerCertificate: true}});
	expect((await pool.request().execute('dbo.Get')).recordset).toHaveLength(3);
	await practice.server.put('denied');
	await expect(pool.request().execute('dbo.Get')).rejects.toMatchObject({number: 229});
	await practice.server.put('empty');
	expect((await pool.request().execute('dbo.Get')).recordset).toHaveLength(0);
	await practice.server.put('stopped');
	await expect(pool.request().execute('dbo.Get')).rejects.toBeInstanceOf(Error);
	await practice.server.put(undefined);
	expect((await pool.request().execute('dbo.Get')).recordset).toHaveLength(3);
});

test('situations leave alone the procedures they were not meant for', async () => {
	await using server = await startSqlServer({
		databases: ['ER'],
		login: {user, password},
		procedures: {'dbo.Get': visits, 'ER.dbo.Beds': visits},
		situated: ['dbo.Get'],
		encryption: 'none',
	});
	await server.put('missing');
	const config = configFor(server.port);
	const {signal} = new AbortController();
	expect(inShort(await checkFreshness(config, wayBy(), signal))).toBe('failed (missing) at procedure');
	expect(inShort(await checkFreshness({...config, procedure: 'dbo.Beds'}, wayBy(), signal))).toBe('fresh at age');
});

test('the clocks were last turned back on the last Sunday of October, and in UTC never', () => {
	const autumn = new Date('2026-10-25T01:00:00Z');
	expect(lastTurnBack(new Date('2026-11-21T12:00:00Z'), 'Europe/Stockholm')).toEqual(autumn);
	expect(lastTurnBack(new Date('2027-10-01T12:17:00Z'), 'Europe/Stockholm')).toEqual(autumn);
	expect(lastTurnBack(new Date('2026-11-21T12:00:00Z'), 'America/New_York')).toEqual(new Date('2026-11-01T06:00:00Z'));
	expect(lastTurnBack(new Date('2026-11-21T12:00:00Z'), 'UTC')).toBeUndefined();
});

test('every situation has one sentence to tell it by', () => {
	const stories = situationParts.flatMap(part => Object.values(part.situations).map(({story}) => story));
	expect(new Set(stories).size).toBe(situationNames.length);
	for (const story of stories) expect(story).toMatch(/^[A-Z][^.]{10,110}$/);
});
