import {describe, expect, test} from 'vitest';
import {parse} from 'yaml';
import {dateOf} from '../../../source/demo/docker-engine/moment.ts';
import {calm} from '../../../source/demo/scenario/calm.ts';
import {nightly, pythonTime} from '../../../source/demo/scenario/clock-times.ts';
import {findScenario, scenarios} from '../../../source/demo/scenario/find.ts';
import {furnish} from '../../../source/demo/scenario/furnish.ts';
import {morning} from '../../../source/demo/scenario/morning.ts';
import type {Scenario} from '../../../source/demo/scenario/scenario.ts';

const hour = 3_600_000;
/** Seven in the morning in Stockholm. */
const now = new Date('2026-11-20T06:00:44.123Z');
const at = (scenario: Scenario, when = now) => furnish(scenario, {now: when, directory: '/srv/ER-forecast'});

const runsOf = (scenario: Scenario, job: string, when = now) =>
	at(scenario, when)
		.containers.filter(({spec}) => spec.labels['com.docker.compose.service'] === job)
		.map(({past}) => ({
			startedAt: dateOf(past.startedAt).toISOString(),
			exitCode: past.end?.exitCode,
			log: past.log.map(({text}) => text),
		}));

const fileOf = (scenario: Scenario, path: string, when = now): string =>
	at(scenario, when).files.find(file => file.path === path)?.text ?? '';

test('the same moment always finds the same server', () => {
	expect(JSON.stringify(at(morning).files)).toBe(JSON.stringify(at(morning).files));
	expect(at(morning).containers.map(({spec, past}) => [spec.name, past.startedAt])).toEqual(
		at(morning).containers.map(({spec, past}) => [spec.name, past.startedAt]),
	);
});

test('in the morning prediction fails since the data is more than a day old, and said so every hour', () => {
	const runs = runsOf(morning, 'prediction');
	expect(runs[0]).toMatchObject({startedAt: '2026-11-20T05:15:00.000Z', exitCode: 1});
	expect(runs.map(({exitCode}) => exitCode)).toEqual([1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
	expect(runs[0]?.log.at(-1)).toBe(
		'data.freshness.DataTooStaleError: Data is too stale: newest patient row is 31 h old, limit 24 h',
	);
	const log = fileOf(morning, 'logs/prediction.log').trimEnd().split('\n');
	expect(log.length).toBeGreaterThan(1000);
	expect(log.slice(-(runs[0]?.log.length ?? 0))).toEqual(runs[0]?.log);
	expect(log.filter(line => line.includes('Data is too stale'))).toHaveLength(7);
	expect(log.filter(line => line.includes(' ERROR '))).toHaveLength(8);
});

test.each([0, 1, 15, 16, 44, 59])('the newest prediction is %d minutes past the hour still the failed one', minutes => {
	const when = new Date(Date.UTC(2026, 10, 20, 6, minutes, 31));
	const [newest] = runsOf(morning, 'prediction', when);
	const ago = when.getTime() - Date.parse(newest?.startedAt ?? '');
	expect(ago).toBeGreaterThan(0);
	expect(ago).toBeLessThanOrEqual(hour + 30_000);
	expect(newest?.log.at(-1)).toMatch(/Data is too stale: newest patient row is 31 h old/);
});

test('training was done at two in the night, in winter and in summer', () => {
	expect(runsOf(morning, 'training')[0]).toMatchObject({startedAt: '2026-11-20T01:00:00.000Z', exitCode: 0});
	const summer = new Date('2026-07-01T06:00:00Z');
	expect(runsOf(morning, 'training', summer)[0]).toMatchObject({startedAt: '2026-07-01T00:00:00.000Z'});
	const log = fileOf(morning, 'logs/training.log').split('\n');
	expect(log.at(-2)).toMatch(/^2026-11-20 02:0\d:\d\d,\d{3} INFO flows\.training Training flow finished$/);
	expect(log.some(line => line.includes('ERROR'))).toBe(false);
});

test('a night is not over before its training is', () => {
	const early = new Date('2026-11-20T01:05:00Z');
	expect(nightly(early, 2, 1, 20 * 60_000)).toEqual([new Date('2026-11-19T01:00:00Z')]);
	expect(nightly(new Date('2026-11-20T23:30:00Z'), 2, 1, 20 * 60_000)).toEqual([new Date('2026-11-20T01:00:00Z')]);
});

test('log lines tell the time of the server as Python does', () => {
	expect(pythonTime(new Date('2026-11-20T05:00:44.123Z'))).toBe('2026-11-20 06:00:44,123');
	expect(pythonTime(new Date('2026-07-20T05:00:44.007Z'))).toBe('2026-07-20 07:00:44,007');
});

test('no log knows of anything that has not happened yet, and its lines are in order', () => {
	for (const scenario of scenarios)
		for (const {spec, past} of at(scenario).containers) {
			const times = past.log.map(entry => entry.at);
			expect({name: spec.name, times}).toEqual({name: spec.name, times: times.toSorted((a, b) => (a < b ? -1 : 1))});
			expect(dateOf(times.at(-1) ?? 0n).getTime()).toBeLessThanOrEqual(now.getTime());
		}
});

test('grafana lies there with its reason in its log', () => {
	const grafana = at(morning).containers.find(({spec}) => spec.name === 'er-forecast-grafana-1');
	expect(grafana?.past.end?.exitCode).toBe(1);
	expect(now.getTime() - dateOf(grafana?.past.end?.at ?? 0n).getTime()).toBe(41 * 60_000);
	expect(grafana?.past.log.at(-1)?.text).toBe(
		'logger=server t=2026-11-20T05:19:43.123Z level=error msg="Server shutdown failed" error="database is locked"',
	);
});

test('on a calm day everything is well', () => {
	const {containers} = at(calm);
	expect(containers.map(({past}) => past.end?.exitCode ?? 0)).toEqual(containers.map(() => 0));
	for (const path of ['logs/prediction.log', 'logs/training.log'])
		expect(fileOf(calm, path)).not.toMatch(/ERROR|Exception|WARNING/);
});

type Declared = {
	image?: string;
	restart?: string;
	command: string;
	ports?: string[];
	healthcheck?: {test: string; interval: string};
	depends_on?: string[] | Record<string, unknown>;
};
const declared = (file: string): Record<string, Declared> => parse(fileOf(morning, file)).services;

describe('the containers are what the compose files declare', () => {
	test('for the services', () => {
		const services = declared('docker-compose.services.yml');
		expect(Object.keys(services).toSorted()).toEqual(['grafana', 'minio', 'mlflow', 'postgres', 'prometheus']);
		for (const [name, service] of Object.entries(services)) {
			const {spec} = at(morning).containers.find(one => one.spec.name === `er-forecast-${name}-1`) ?? {};
			expect(spec?.image).toBe(service.image);
			expect(spec?.restartPolicy).toBe(service.restart);
			expect(spec?.command.join(' ')).toBe(service.command);
			expect(
				spec?.ports.filter(({host}) => host !== undefined).map(({container, host}) => `${host}:${container}`),
			).toEqual(service.ports);
			expect(spec?.healthCheck?.command).toBe(service.healthcheck?.test);
			const waits = Object.entries(spec?.labels ?? {})
				.filter(([label, value]) => label.endsWith('.depends_on') && value !== '')
				.flatMap(([, value]) => value.split(',').map(one => one.split(':')[0]));
			const wanted = Array.isArray(service.depends_on) ? service.depends_on : Object.keys(service.depends_on ?? {});
			expect(new Set(waits)).toEqual(new Set(wanted));
			expect(spec?.labels).toMatchObject({
				'com.docker.compose.project': 'er-forecast',
				'com.docker.compose.oneoff': 'False',
				'com.docker.compose.project.config_files': '/srv/ER-forecast/docker-compose.services.yml',
				'com.docker.compose.project.working_dir': '/srv/ER-forecast',
			});
		}
	});

	test('for the jobs', () => {
		for (const [name, job] of Object.entries(declared('docker-compose.jobs.yml'))) {
			const {spec} = at(morning).containers.find(one => one.spec.image === `er-forecast-${name}`) ?? {};
			expect(spec?.command.join(' ')).toBe(job.command);
			expect(spec?.name).toMatch(new RegExp(`^er-forecast-${name}-run-[0-9a-f]{12}$`));
			expect(spec?.labels).toMatchObject({
				'com.docker.compose.oneoff': 'True',
				'com.docker.compose.slug': expect.stringMatching(/^[0-9a-f]{64}$/),
			});
		}
	});
});

const newest = async (scenario: Scenario, when: Date): Promise<unknown> => {
	const call = {
		parameters: {},
		now: when,
		wallClock: (instant: Date) => instant.toISOString(),
		signal: new AbortController().signal,
	};
	const {results} = await at(scenario).patients.run(call);
	const [table] = results ?? [];
	expect(table?.rows).toHaveLength(128);
	return table?.rows[0]?.[1];
};

describe('patient data', () => {
	const later = new Date(now.getTime() + 50 * hour);

	test('is 31 hours old in the morning, and gets no newer', async () => {
		expect(await newest(morning, now)).toBe('2026-11-18T23:00:44.123Z');
		expect(await newest(morning, later)).toBe('2026-11-18T23:00:44.123Z');
	});

	test('comes in all the time on a calm day', async () => {
		expect(await newest(calm, now)).toBe('2026-11-20T05:56:00.000Z');
		expect(await newest(calm, later)).toBe('2026-11-22T07:56:00.000Z');
	});
});

test('a scenario is chosen by its name, and a wrong name lists the right ones', () => {
	expect(findScenario('')).toBe(morning);
	expect(findScenario('calm')).toBe(calm);
	expect(() => findScenario('evening')).toThrow(
		'Cannot start the practice server as "evening": there is no such scenario. Choose one of --demo=morning, --demo=calm, --demo=late-load, --demo=stale-before-prediction.',
	);
});
