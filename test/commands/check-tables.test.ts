import {expect, test} from 'vitest';
import type {Report} from '../../source/commands/check-report.ts';
import type {DataReport} from '../../source/commands/describe-data.ts';
import {reportLines} from '../../source/commands/check-tables.ts';
import {createTheme} from '../../source/ui/theme.ts';
import {widthOf} from '../../source/ui/text.ts';

const service = (name: string, more: Partial<Report['services'][number]> = {}): Report['services'][number] => ({
	project: 'er-forecast',
	service: name,
	state: 'running',
	exitCode: null,
	health: 'healthy',
	status: 'ok',
	since: '2026-11-09T00:36:44.411Z',
	reason: null,
	...more,
});

const checked = (name: string, more: Partial<DataReport> = {}): DataReport => ({
	name,
	status: 'ok',
	verdict: 'fresh',
	cause: null,
	owner: null,
	ageSeconds: null,
	maxAgeSeconds: 86_400,
	newest: null,
	checkedAt: '2026-11-21T03:36:45.065Z',
	turnsStaleAt: null,
	nextLoadAt: null,
	missedLoadAt: null,
	warnings: [],
	clocks: {sqlServerAheadSeconds: 0, hostAheadSeconds: 0},
	encryption: 'verified',
	steps: [],
	...more,
});

const searched = {lines: 18_342, bytes: 1_048_576, from: '2026-11-20T04:15:00.445Z', to: '2026-11-21T03:15:01.034Z'};

const report: Report = {
	host: 'er-forecast',
	asOf: '2026-11-21T03:36:45.065Z',
	status: 'critical',
	connection: {status: 'ok', latencyMs: 19},
	services: [
		service('grafana', {state: 'exited', exitCode: 1, health: 'none', status: 'critical', reason: 'exited (1)'}),
		service('minio', {status: 'warning', health: 'starting', reason: 'health check starting'}),
		service('mlflow'),
	],
	jobs: [
		{
			job: 'prediction',
			status: 'critical',
			lastRun: {startedAt: '2026-11-21T03:15:00.000Z', finishedAt: '2026-11-21T03:15:01.434Z', exitCode: 1},
			schedule: {state: 'ran and failed', due: '2026-11-21T03:15:00.000Z'},
			reason: 'failed (1)',
		},
		{
			job: 'training',
			status: 'critical',
			lastRun: {startedAt: '2026-11-19T01:00:00.000Z', finishedAt: '2026-11-19T01:06:31.686Z', exitCode: 0},
			schedule: {state: 'missed', due: '2026-11-21T01:00:00.000Z'},
			reason: 'missed 02:00 and 1 time before',
		},
		{job: 'backfill', status: 'ok', lastRun: null, schedule: null, reason: 'never run'},
	],
	logs: [
		{
			source: 'prediction',
			errors: 7,
			searched,
			latest: 'data.freshness.DataTooStaleError: Data is too stale: newest patient row is 31 h old, limit 24 h',
			kinds: [],
		},
		{source: 'prediction run', errors: 0, searched: {...searched, lines: 1}, latest: null, kinds: []},
	],
	data: [
		checked('patients', {
			status: 'critical',
			verdict: 'stale',
			cause: 'old',
			owner: 'whoever fills the data',
			ageSeconds: 111_601,
			newest: '2026-11-19T20:36:44.411Z',
		}),
		checked('beds', {
			status: 'unknown',
			encryption: 'none',
			verdict: 'failed',
			cause: 'login',
			owner: 'the database team',
			maxAgeSeconds: 5400,
			clocks: {sqlServerAheadSeconds: null, hostAheadSeconds: 75},
		}),
		checked('wards', {encryption: 'not verified', ageSeconds: 74_880, turnsStaleAt: '2026-11-21T06:48:45.065Z'}),
		checked('visits', {
			status: 'warning',
			encryption: 'not verified',
			ageSeconds: 3600,
			turnsStaleAt: '2026-11-21T06:48:45.065Z',
			nextLoadAt: '2026-11-21T02:00:00.000Z',
			warnings: ['load 1h 36m late, expected at 03:00'],
			clocks: {sqlServerAheadSeconds: -190, hostAheadSeconds: 0},
		}),
	],
	problems: [
		'patients is stale: the newest RegisteredAt is 1d 7h old and the limit is 1d. Ask why no newer rows arrive: whoever fills ER owns the import.',
		'Cannot read logs/api.log on user@er-forecast: it does not exist. Check the path in your config and the directory it is relative to.',
	],
};

const plain = createTheme({level: 0, ascii: false});

for (const width of [80, 120])
	for (const ascii of [false, true]) {
		const name = `check-${width}${ascii ? '-ascii' : ''}`;
		test(`the table in ${width} columns${ascii ? ', in ASCII' : ''}`, async () => {
			const lines = reportLines(report, width, createTheme({level: 0, ascii}));
			expect(Math.max(...lines.map(line => widthOf(line)))).toBeLessThanOrEqual(width);
			const text = `${lines.join('\n')}\n`;
			// eslint-disable-next-line no-control-regex
			expect(text).toMatch(ascii ? /^[\n -~]*$/ : /^[^\u001B]*$/);
			await expect(text).toMatchFileSnapshot(`../fixtures/frames/${name}.txt`);
		});
	}

test('colour is added to the same text', () => {
	const coloured = reportLines(report, 80, createTheme({level: 1, ascii: false})).join('\n');
	expect(coloured).toContain('\u001B[31m✗ critical\u001B[39m');
	// eslint-disable-next-line no-control-regex
	expect(coloured.replaceAll(/\u001B\[\d+m/g, '')).toBe(reportLines(report, 80, plain).join('\n'));
});

test('services of several projects are told apart', () => {
	const two = {...report, services: [service('web', {project: 'blog'}), service('web', {project: 'shop'})]};
	const text = reportLines(two, 120, plain).join('\n');
	expect(text).toContain('│ blog/web ');
	expect(text).toContain('│ shop/web ');
});

test('a clock that is off for every check is said once', () => {
	const clocks = {sqlServerAheadSeconds: 0, hostAheadSeconds: 75};
	const two = {...report, data: [checked('beds', {clocks}), checked('wards', {clocks})], problems: []};
	expect(reportLines(two, 120, plain).at(-1)).toBe("The host's clock is 1m 15s ahead of this machine's.");
});

test('what is not there has no heading', () => {
	const empty = {services: [], jobs: [], logs: [], data: []};
	const nothing: Report = {...report, ...empty, status: 'unknown', problems: ['No.']};
	expect(reportLines(nothing, 80, plain)).toEqual(['er-forecast ? unknown', 'No.']);
});

test.each([1, 20, 40])('a terminal of %i columns does no harm', width => {
	expect(reportLines(report, width, plain).join('\n')).toContain('er-forecast');
});

test('names that would command the terminal are made harmless', () => {
	const evil = '\u001B]0;owned\u0007\u009B31mred\u202Eback\nnext';
	const hostile: Report = {
		...report,
		host: evil,
		services: [service(evil, {reason: evil, project: evil})],
		jobs: [{job: evil, status: 'unknown', lastRun: null, schedule: null, reason: evil}],
		logs: [{source: evil, errors: 1, searched, latest: evil, kinds: []}],
		data: report.data.flatMap(data => [{...data, name: evil, warnings: [evil]}]),
		problems: [evil],
	};
	const text = reportLines(hostile, 200, plain);
	for (const line of text) expect(line).not.toMatch(/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u);
});
