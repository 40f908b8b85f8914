import {appendFile, mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {LogSource} from '../../../source/domain/log.ts';
import {ProblemError} from '../../../source/domain/problem.ts';
import {createLogs} from '../../../source/engine/logs/create-logs.ts';
import {firstOf} from '../../../source/streams/first.ts';
import {all, labels, never, runLabels, startPractice, until} from '../docker/practice.ts';
import {createJobBoard, jobWith, startHost, type Host} from './support.ts';

type Practice = Awaited<ReturnType<typeof startPractice>>;

let host: Host;
let practice: Practice;

beforeEach(async () => {
	host = await startHost();
	practice = await startPractice();
});

afterEach(async () => {
	await practice[Symbol.asyncDispose]();
	await host[Symbol.asyncDispose]();
});

const options = (more: Parameters<Host['options']>[0] = {}) =>
	host.options({
		docker: practice.docker,
		containers: practice.containers,
		host: {directory: host.directory, logs: {}, errors: /ERROR|Exception/, mask: [/patient-(\d+)/]},
		...more,
	});

const api: LogSource = {
	kind: 'service',
	key: 'service:er/api/1',
	name: 'api',
	project: 'er',
	service: 'api',
	number: 1,
};

const down = async function* (): AsyncGenerator<never> {
	yield* [];
	throw new ProblemError({what: 'Cannot list the containers', why: 'Docker is down', next: 'start it'});
};

describe('the sources of a host', () => {
	test('are its files, its services and the last run of each job', async () => {
		await mkdir(join(host.directory, 'logs'));
		await appendFile(join(host.directory, 'logs', 'training.log'), 'line\n');
		practice.up('mlflow');
		practice.up('api');
		const run = practice.up('prediction', {labels: runLabels('prediction')});
		const {jobs} = createJobBoard([jobWith(run, 'running')]);
		const logs = createLogs(options({jobs}));
		const {rows, problems} = await until(logs.watchSources, seen => seen.rows.length === 4);
		expect(rows.map(({kind, name}) => `${kind} ${name}`)).toEqual([
			'file training',
			'service api',
			'service mlflow',
			'run prediction run',
		]);
		expect(problems).toEqual([]);
	});

	test('that cannot be told are a problem, and the others are told', async () => {
		await mkdir(join(host.directory, 'logs'));
		await appendFile(join(host.directory, 'logs', 'training.log'), 'line\n');
		const logs = createLogs(options({containers: down, jobs: {watch: down}}));
		const {rows, problems} = await until(logs.watchSources, () => true);
		expect(rows.map(({name}) => name)).toEqual(['training']);
		expect(problems.map(({why}) => why)).toEqual(['Docker is down']);
	});
});

describe('the run before another', () => {
	test('is the next older one of the same job, which its name tells, and there is none before the first', async () => {
		const [{runs, ...job}] = [jobWith('new', 'running')];
		const older = jobWith('old', 'finished', {terminal: true, startedAt: new Date(2026, 10, 20, 6, 15)}).runs;
		const logs = createLogs(options({jobs: createJobBoard([{...job, runs: [...runs, ...older]}]).jobs}));
		const last: LogSource = {
			kind: 'run',
			key: 'run:er/prediction',
			name: 'prediction run',
			project: 'er',
			job: 'prediction',
			containerId: 'new',
			terminal: false,
		};
		const before = await logs.previous(last, never);
		const name = 'prediction run of 2026-11-20 06:15:00, exit 1';
		expect(before).toEqual({...last, name, containerId: 'old', terminal: true});
		expect(before && (await logs.previous(before, never))).toBeUndefined();
		expect(await logs.previous(api, never)).toBeUndefined();
	});
});

describe('secrets', () => {
	test('are masked in all that a log hands out, and cannot be guessed by searching for them', async () => {
		const id = practice.world.create({
			...practice.world.find(practice.up('mlflow')).spec,
			name: 'er-api-1',
			labels: labels('api'),
		});
		practice.world.start(id);
		practice.world.writeLog(id, 'ERROR: patient-4711 has no rows, password=hunter2');
		practice.world.writeLog(id, '  with password=hunter2');
		const log = createLogs(options()).log([api]);
		const masked = 'ERROR: patient-*** has no rows, password=***';
		const {rows} = await log.read('end', 'before', 10, never);
		expect(rows).toMatchObject([{line: {text: masked}}, {line: {text: '  with password=***'}}]);
		const searchFor = async (pattern: RegExp) =>
			(await all(log.search({pattern, inverse: false, context: 0, from: 'start', to: 'end'}, never))).flatMap(
				each => each.rows,
			);
		expect(await searchFor(/has no rows/)).toMatchObject([{row: {line: {text: masked}}, hit: true}]);
		expect(await searchFor(/hunter2/)).toEqual([]);
		const [error] = (await all(log.findErrors('start', 'end', never))).flatMap(({events}) => events);
		expect(error).toMatchObject({row: {line: {text: masked}}, details: ['  with password=***']});
		const [first] = rows;
		if (first?.kind !== 'line') throw new Error('no line');
		expect((await log.read({row: first}, 'after', 10, never)).rows).toHaveLength(1);
	});

	test('of several lines are masked wherever lines leave in their order', async () => {
		await mkdir(join(host.directory, 'logs'));
		const key = ['-----BEGIN PRIVATE KEY-----', 'MIIEshort', 'hunter2', '-----END PRIVATE KEY-----'];
		await appendFile(
			join(host.directory, 'logs', 'training.log'),
			`${['one', ...key, 'ERROR: no login', ...key.map(line => `  ${line}`), 'INFO on'].join('\n')}\n`,
		);
		const logs = createLogs(options());
		const [source] = (await until(logs.watchSources, ({rows}) => rows.length > 0)).rows;
		if (source === undefined) throw new Error('no log');
		const log = logs.log([source]);
		const query = {pattern: /hunter2/, inverse: false, context: 2, from: 'start', to: 'end'} as const;
		const window = await log.read('end', 'before', 20, never);
		const shown = [
			window,
			await all(log.search(query, never)),
			await all(log.findErrors('start', 'end', never)),
			await logs.searchErrors(never),
			await firstOf(
				stop => log.follow(window.start, stop),
				never,
				({rows}) => rows.length > 0,
			),
		];
		for (const each of shown) {
			expect(JSON.stringify(each)).toMatch(/BEGIN PRIVATE KEY-----\*\*\*/);
			expect(JSON.stringify(each)).not.toMatch(/MIIEshort|hunter2/);
		}
	});

	test('are masked in the errors of every log', async () => {
		await mkdir(join(host.directory, 'logs'));
		await appendFile(
			join(host.directory, 'logs', 'training.log'),
			'ERROR: no login with password=hunter2\n  password=hunter2\nINFO on\n',
		);
		const searched = await createLogs(options()).searchErrors(never);
		expect(JSON.stringify(searched)).not.toContain('hunter2');
		expect(searched.flatMap(({events}) => events)).toMatchObject([{line: {text: 'ERROR: no login with password=***'}}]);
	});
});
