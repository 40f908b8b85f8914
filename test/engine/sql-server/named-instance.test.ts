import {beforeAll, describe, expect, test} from 'vitest';
import type {DataConfig} from '../../../source/config/config.ts';
import {startSqlBrowser} from '../../../source/demo/sql-server/browser.ts';
import {checkFreshness} from '../../../source/engine/sql-server/check.ts';
import {straight} from '../../../source/engine/sql-server/way/direct.ts';
import {throughHost} from '../../../source/engine/sql-server/way/through-host.ts';
import {configFor, startPractice, times} from './practice.ts';
import {hostWith} from './way/support.ts';

beforeAll(() => import('mssql'));

const {signal} = new AbortController();
const fresh = times('datetimeoffset', '2026-11-21T11:00:00Z');
const named = (instance: string): DataConfig => configFor(1433, {server: '127.0.0.1', instance});

describe('a check of a named instance', () => {
	test('goes to the port that SQL Browser tells', async () => {
		await using sql = await startPractice(fresh);
		await using browser = await startSqlBrowser({instances: {ER: sql.port}});
		const {verdict, steps} = await checkFreshness(named('er'), straight(browser.port), signal);
		expect(verdict).toBe('fresh');
		expect(steps[0]?.evidence).toContain(String(sql.port));
		// The driver connects twice.
		expect(browser.asked).toEqual(['er']);
	});

	test('asks from the host where it goes through one', async () => {
		await using sql = await startPractice(fresh);
		await using browser = await startSqlBrowser({instances: {ER: sql.port}});
		await using host = await hostWith(['getent', 'bash']);
		const way = throughHost(host.connection, 'er-forecast', browser.port);
		expect(await checkFreshness(named('ER'), way, signal)).toMatchObject({verdict: 'fresh'});
	});

	test('says which instances there are where it is not one of them', async () => {
		await using browser = await startSqlBrowser({instances: {ER: 51_433, ICU: 51_434}});
		expect(await checkFreshness(named('WARD'), straight(browser.port), signal)).toMatchObject({
			verdict: 'failed',
			cause: 'instance',
			problem: {why: 'SQL Browser on 127.0.0.1 answers that there is no instance WARD; it knows: ER, ICU'},
		});
	});

	test('times out on a SQL Browser that says nothing', async () => {
		await using browser = await startSqlBrowser({instances: {}});
		const outcome = await checkFreshness(named('ER'), straight(browser.port), signal, {deadline: 100});
		expect(outcome).toMatchObject({verdict: 'timeout', cause: 'browser', owner: 'the network team'});
	});

	test('says that the host has nothing to ask with, and what does without', async () => {
		await using host = await hostWith(['getent']);
		const outcome = await checkFreshness(named('ER'), throughHost(host.connection, 'er-forecast'), signal);
		expect(outcome).toMatchObject({verdict: 'failed', cause: 'browser'});
		expect(outcome.problem?.why).toContain(
			'er-forecast has no program to ask it with (python3, perl, bash, socat or nc)',
		);
		expect(outcome.problem?.next).toContain('set `port` instead of the instance in the config');
	});
});
