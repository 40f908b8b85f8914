import {expect, test} from 'vitest';
import {specOf, type ContainerSpec} from '../../../source/demo/docker-engine/container.ts';
import type {HostConfig} from '../../../source/config/config.ts';
import type {Connection} from '../../../source/engine/connection.ts';
import {createHostClocks} from '../../../source/engine/host/host-clock.ts';
import {noRunHistory, type RunHistory} from '../../../source/engine/run-history.ts';
import {assessJob, resultInWords} from '../../../source/domain/jobs/job.ts';
import {createJobFiles} from '../../../source/engine/compose/declared.ts';
import {ProblemError} from '../../../source/domain/problem.ts';
import type {Stretch} from '../../../source/domain/stretch.ts';
import {rememberRuns} from '../../../source/history/remember-runs.ts';
import {createJobs} from '../../../source/engine/jobs/jobs.ts';
import {createHeardRuns} from '../../../source/engine/jobs/heard-runs.ts';
import {createKnownRuns} from '../../../source/engine/jobs/known-runs.ts';
import {runLabels, startPractice, until} from '../docker/practice.ts';

type Practice = Awaited<ReturnType<typeof startPractice>>;

const now = (): Date => new Date();

const jobsOf = (
	{docker, connection, containers, clocks, heard}: Practice,
	host: HostConfig,
	history: RunHistory = noRunHistory,
) =>
	createJobs({
		docker,
		host,
		containers,
		clocks,
		jobFiles: createJobFiles(host, {containers, connection}),
		async *started() {
			yield [];
		},
		known: createKnownRuns({history, heard, now}),
		now,
	});

const run = ({world}: Practice, job: string, name: string, parts: Partial<ContainerSpec> = {}) => {
	const id = world.create(specOf({name, labels: runLabels(job), ...parts}));
	world.start(id);
	return id;
};

test('a job is what the jobs files declare, or what somebody has run once, with its newest run first', async () => {
	await using practice = await startPractice();
	await practice.write('jobs.yml', 'name: er\nservices: {training: {}, prediction: {}}');
	const host = practice.host({jobs: ['jobs.yml'], schedules: {training: '0 2 * * *'}});
	practice.world.die(run(practice, 'prediction', 'first'), 1);
	const second = run(practice, 'prediction', 'second', {terminal: true});
	run(practice, 'backup', 'third');
	practice.up('mlflow');
	const {rows, problems} = await until(
		signal => jobsOf(practice, host).watch(signal),
		() => true,
	);
	expect(problems).toEqual([]);
	expect(rows.map(({key, schedule, runs}) => [key, schedule, runs.map(one => resultInWords(one))])).toEqual([
		['er/backup', undefined, ['running']],
		['er/prediction', undefined, ['running', 'failed (1)']],
		['er/training', '0 2 * * *', []],
	]);
	expect(rows[1]?.runs[0]).toMatchObject({containerId: second, terminal: true, finishedAt: undefined});
	expect(rows.map(row => assessJob(row).status)).toEqual(['unknown', 'critical', 'unknown']);
});

test('a run that ends is seen to end, and a failed one says with which error', async () => {
	await using practice = await startPractice();
	const id = run(practice, 'prediction', 'run');
	const jobs = jobsOf(practice, practice.host());
	await until(
		signal => jobs.watch(signal),
		({rows}) => rows[0]?.runs[0]?.state === 'running',
	);
	const lines = [
		'ERROR it failed',
		'Traceback (most recent call last):',
		'  File "p.py", line 3, in run',
		'ValueError: Data is too stale',
	];
	for (const line of lines) practice.world.writeLog(id, line, 'stderr');
	practice.world.die(id, 1);
	const {rows} = await until(
		signal => jobs.watch(signal),
		seen => seen.rows[0]?.note !== undefined,
	);
	expect(rows).toMatchObject([
		{note: 'ValueError: Data is too stale', runs: [{state: 'finished', exitCode: 1, finishedAt: expect.any(Date)}]},
	]);
});

test('the clock of the host is known, by which its cron runs', async () => {
	await using practice = await startPractice();
	run(practice, 'prediction', 'run');
	const {rows} = await until(
		signal => jobsOf(practice, practice.host()).watch(signal),
		seen => seen.rows[0]?.clock !== undefined,
	);
	expect(rows[0]?.clock).toEqual({ahead: 0, zone: {kind: 'iana', zone: 'Europe/Stockholm'}});
});

test('a host that will not tell its time has jobs all the same', async () => {
	await using practice = await startPractice();
	run(practice, 'prediction', 'run');
	const clocks = createHostClocks({
		...practice.connection,
		run: (_command, signal) => practice.connection.run('exit 1', signal),
	});
	const jobs = jobsOf({...practice, clocks}, practice.host());
	let seen = 0;
	const {rows} = await until(
		signal => jobs.watch(signal),
		() => {
			seen += 1;
			if (seen === 1) run(practice, 'training', 'other');
			return seen > 1;
		},
	);
	expect(rows[0]).toMatchObject({name: 'prediction', clock: undefined});
});

test('all who watch share one look', async () => {
	await using practice = await startPractice();
	await practice.write('jobs.yml', 'name: er\nservices: {training: {}}');
	const reads: string[] = [];
	const connection: Connection = {
		...practice.connection,
		readFile(path, range, signal) {
			reads.push(path);
			return practice.connection.readFile(path, range, signal);
		},
	};
	const jobs = jobsOf({...practice, connection}, practice.host({jobs: ['jobs.yml']}));
	const over = new AbortController();
	const [one, other] = [jobs.watch(over.signal), jobs.watch(over.signal)].map(stream => stream[Symbol.asyncIterator]());
	expect((await one?.next())?.value).toMatchObject({rows: [{name: 'training'}]});
	expect((await other?.next())?.value).toMatchObject({rows: [{name: 'training'}]});
	expect(reads.length).toBe(1);
	over.abort();
});

test('a jobs file that is missing is a problem, and the runs are shown all the same', async () => {
	await using practice = await startPractice();
	run(practice, 'prediction', 'run');
	const host = practice.host({jobs: ['jobs.yml']});
	const {rows, problems} = await until(
		signal => jobsOf(practice, host).watch(signal),
		() => true,
	);
	expect(rows).toMatchObject([{name: 'prediction'}]);
	expect(problems).toMatchObject([{what: expect.stringContaining('jobs.yml')}]);
});

test('a run that Docker removes when it ends is known all the same, however short it was', async () => {
	await using practice = await startPractice({settle: 50});
	const history = rememberRuns({runs: [], watched: []});
	const jobs = jobsOf(practice, practice.host(), history);
	let looks = 0;
	const {rows} = await until(
		signal => jobs.watch(signal),
		seen => {
			looks += 1;
			if (looks === 1) {
				const id = run(practice, 'prediction', 'run');
				practice.world.die(id, 3);
				practice.world.remove(id);
			}
			return seen.rows.length > 0;
		},
	);
	expect(rows).toMatchObject([
		{
			name: 'prediction',
			runs: [{state: 'finished', exitCode: 3, startedAt: expect.any(Date), finishedAt: expect.any(Date), gone: true}],
		},
	]);
	const again = await until(
		signal => jobsOf(practice, practice.host(), history).watch(signal),
		() => true,
	);
	expect(again.rows).toMatchObject([{name: 'prediction', runs: [{exitCode: 3, gone: true}]}]);
});

test('a run that was there in an earlier session and is gone has an end that nobody saw', async () => {
	await using practice = await startPractice();
	const history = rememberRuns({runs: [], watched: []});
	const id = run(practice, 'prediction', 'run');
	await until(
		signal => jobsOf(practice, practice.host(), history).watch(signal),
		({rows}) => rows[0]?.runs[0]?.state === 'running',
	);
	practice.world.die(id, 0);
	practice.world.remove(id);
	const {rows} = await until(
		signal => jobsOf({...practice, heard: createHeardRuns()}, practice.host(), history).watch(signal),
		seen => seen.rows[0]?.runs[0]?.state === 'finished',
	);
	const [job] = rows;
	expect(resultInWords(job?.runs[0])).toBe('end not seen');
	expect(job && assessJob(job).status).toBe('unknown');
});

test('when runs were watched is written down at the end', async () => {
	await using practice = await startPractice();
	const {promise: written, resolve: write} = Promise.withResolvers<readonly Stretch[]>();
	const history: RunHistory = {
		read: async () => ({runs: [], watched: []}),
		async add({watched}) {
			if (watched.length > 0) write(watched);
		},
	};
	await until(
		signal => jobsOf(practice, practice.host(), history).watch(signal),
		({rows}) => {
			if (rows.length === 0) run(practice, 'prediction', 'run');
			return rows.length > 0 && rows[0]?.clock !== undefined;
		},
	);
	const watched = await written;
	expect(watched).toHaveLength(1);
	expect(watched[0]?.to.getTime()).toBeGreaterThan(watched[0]?.from.getTime() ?? Infinity);
});

test('where runs cannot be kept it says so, and shows what there is', async () => {
	await using practice = await startPractice();
	run(practice, 'prediction', 'run');
	const why = {what: 'Cannot keep the runs', why: 'the disk is full', next: 'make room'};
	const full: RunHistory = {
		read: () => Promise.reject(new ProblemError(why)),
		add: () => Promise.reject(new ProblemError(why)),
	};
	const {rows, problems, unkept} = await until(
		signal => jobsOf(practice, practice.host(), full).watch(signal),
		() => true,
	);
	expect(rows).toMatchObject([{name: 'prediction'}]);
	expect([problems, unkept]).toEqual([[], why]);
});
