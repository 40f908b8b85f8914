import {afterAll, describe, expect, test} from 'vitest';
import * as z from 'zod';
import {reportOf, type Findings, type Report} from '../../source/commands/check-report.ts';
import {runCheck} from '../../source/commands/run-check.ts';
import type {SituationName} from '../../source/demo/sql-server/situations.ts';
import type {WatchedCheck} from '../../source/domain/data/freshness.ts';
import {noOutlook} from '../../source/domain/data/outlook.ts';
import {spanInWords} from '../../source/domain/words.ts';
import {configFor} from '../engine/sql-server/practice.ts';
import {nobody, startHost} from './support.ts';

const host = await startHost('calm');
const config = {...host.practice.host, data: host.practice.host.data.slice(0, 1)};
afterAll(() => host[Symbol.asyncDispose]());

const printed = z.object({
	data: z.tuple([
		z.object({
			status: z.string(),
			verdict: z.string(),
			encryption: z.string(),
			cause: z.string().nullable(),
			owner: z.string().nullable(),
			ageSeconds: z.number().nullable(),
			checkedAt: z.iso.datetime(),
			turnsStaleAt: z.iso.datetime().nullable(),
			clocks: z.object({sqlServerAheadSeconds: z.number().nullable(), hostAheadSeconds: z.number().nullable()}),
		}),
	]),
	problems: z.array(z.string()),
});

/** What `mlops-tui check --json` prints of the one check there is, and its exit code. */
const checkJson = async () => {
	const lines: string[] = [];
	const code = await runCheck(
		{
			config: undefined,
			host: undefined,
			demo: undefined,
			readonly: false,
			json: true,
			noColor: true,
			ascii: false,
			refresh: undefined,
		},
		{
			host: config,
			reach: host.reach(config),
			asker: nobody,
			print: text => lines.push(text),
			now: () => new Date(),
			signal: new AbortController().signal,
		},
		{environment: {}, columns: 80},
	);
	const report = printed.parse(JSON.parse(lines.join('\n')));
	return {code, problems: report.problems, ...report.data[0]};
};

type Row = readonly [situation: SituationName, outcome: string, owner: string, exit: number];

describe('mlops-tui check --json names the cause of a fault while it is there', () => {
	test.each<Row>([
		['missing', 'failed missing', 'the database team', 3],
		['untrusted-certificate', 'failed untrusted', 'whoever keeps the config', 3],
		['wrong-login', 'failed login', 'the database team', 3],
		['missing-database', 'failed database', 'the database team', 3],
		['denied', 'failed denied', 'the database team', 3],
		['raised-stale', 'stale raised', 'whoever fills the data', 2],
		['empty', 'empty rows', 'whoever fills the data', 2],
		['old', 'stale old', 'whoever fills the data', 2],
		['local-time', 'uncertain localtime', 'whoever fills the data', 3],
	])('%s', async (situation, outcome, owner, exit) => {
		await host.practice.sql.put(situation);
		const {code, problems, ...data} = await checkJson();
		expect({...data, outcome: `${data.verdict} ${data.cause}`}).toMatchObject({outcome, owner, turnsStaleAt: null});
		expect(code).toBe(exit);
		expect(problems).toHaveLength(1);
	});

	test('a clock that is off is a fact and no fault', async () => {
		await host.practice.sql.put('clock-skew');
		const {code, clocks, verdict} = await checkJson();
		expect({code, verdict}).toEqual({code: 0, verdict: 'fresh'});
		expect(Math.abs(clocks.sqlServerAheadSeconds ?? 0)).toBeGreaterThan(60);
	});

	test('and nothing of it afterwards', async () => {
		await host.practice.sql.put(undefined);
		const {code, problems, ageSeconds, checkedAt, turnsStaleAt, ...data} = await checkJson();
		expect(data).toMatchObject({status: 'ok', verdict: 'fresh', cause: null, owner: null, encryption: 'verified'});
		expect({code, problems}).toEqual({code: 0, problems: []});
		const turnsAfter = (Date.parse(turnsStaleAt ?? '') - Date.parse(checkedAt)) / 1000;
		expect(Math.abs(turnsAfter + (ageSeconds ?? 0) - 24 * 3600)).toBeLessThanOrEqual(2);
	});
});

const now = new Date(2026, 10, 21, 14, 28);
const at = (hour: number) => new Date(2026, 10, 21, hour);

const checked = (more: Partial<WatchedCheck>): WatchedCheck => ({
	key: 'patients',
	name: 'patients',
	verdict: 'fresh',
	cause: undefined,
	owner: undefined,
	age: 3_600_400,
	maxAge: 86_400_000,
	newest: at(13),
	checkedAt: now,
	steps: [],
	clocks: {sqlServer: -190_400, host: undefined},
	problem: undefined,
	running: undefined,
	cancelled: undefined,
	ages: [],
	outlook: noOutlook,
	...more,
});

const reported = (check: Partial<WatchedCheck>): Report => {
	const nothing = {rows: [], problems: []};
	const findings: Findings = {
		host: 'er',
		asOf: now,
		latency: 1,
		services: nothing,
		jobs: nothing,
		logs: [],
		data: {rows: [checked(check)], problems: []},
	};
	return reportOf(findings, {ssh: 'er', data: [configFor(1433, {encrypt: true})]});
};

describe('what lies ahead of a check', () => {
	test('a fresh one with warnings is a warning, which says them in words', () => {
		const {status, data} = reported({
			outlook: {
				turnsAt: at(17),
				usual: undefined,
				nextLoadAt: at(13),
				missedLoadAt: at(13),
				warnings: [
					{kind: 'before run', job: 'prediction', runAt: at(18)},
					{kind: 'late load', expectedAt: at(13), by: 5_280_000},
				],
			},
		});
		expect(status).toBe('warning');
		expect(data[0]).toEqual({
			name: 'patients',
			status: 'warning',
			verdict: 'fresh',
			cause: null,
			owner: null,
			ageSeconds: 3600,
			maxAgeSeconds: 86_400,
			newest: at(13).toISOString(),
			checkedAt: now.toISOString(),
			turnsStaleAt: at(17).toISOString(),
			// What is over is not what comes next.
			nextLoadAt: null,
			missedLoadAt: at(13).toISOString(),
			warnings: ['stale before prediction runs at 18:00', 'load 1h 28m late, expected at 13:00'],
			clocks: {sqlServerAheadSeconds: -190, hostAheadSeconds: null},
			encryption: 'verified',
			steps: [],
		});
	});

	test('the next load is told while it is to come', () => {
		expect(reported({outlook: {...noOutlook, nextLoadAt: at(15)}}).data[0]).toMatchObject({
			nextLoadAt: at(15).toISOString(),
			missedLoadAt: null,
		});
	});

	test('fresh data that is only no longer certain at a moment does not turn stale then', () => {
		const outlook = {...noOutlook, turnsAt: at(17)};
		expect(reported({outlook}).data[0]).toMatchObject({turnsStaleAt: at(17).toISOString()});
		expect(reported({outlook: {...outlook, turnsTo: 'uncertain'}}).data[0]).toMatchObject({turnsStaleAt: null});
	});

	test('what is uncertain until a moment does not turn stale then, and warns of nothing', () => {
		const {status, data} = reported({
			verdict: 'uncertain',
			cause: 'clockchange',
			outlook: {...noOutlook, turnsAt: at(15), warnings: [{kind: 'late load', expectedAt: at(13), by: 60_000}]},
		});
		expect(status).toBe('unknown');
		expect(data[0]).toMatchObject({turnsStaleAt: null, warnings: []});
	});
});

test.each([599_600, 111_599_999])('an age of %d ms is one and the same in the table and in the sentence', age => {
	const [data] = reported({age}).data;
	expect(spanInWords((data?.ageSeconds ?? 0) * 1000)).toBe(spanInWords(age));
});
