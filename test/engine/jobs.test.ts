import {expect, test} from 'vitest';
import {specOf, type ContainerSpec} from '../../source/demo/docker-engine/container.ts';
import type {HostConfig} from '../../source/config/config.ts';
import {assessJob, resultInWords} from '../../source/domain/job.ts';
import {createJobs} from '../../source/engine/jobs.ts';
import {runLabels, startPractice, until} from './docker/practice.ts';

type Practice = Awaited<ReturnType<typeof startPractice>>;

const jobsOf = ({docker, connection, containers}: Practice, host: HostConfig) =>
	createJobs({docker, connection, host, containers});

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

test('the offset of the host is known, by which its cron runs', async () => {
	await using practice = await startPractice();
	run(practice, 'prediction', 'run');
	const {rows} = await until(
		signal => jobsOf(practice, practice.host()).watch(signal),
		seen => seen.rows[0]?.offsetMinutes !== undefined,
	);
	expect(rows[0]?.offsetMinutes).toBe(-new Date().getTimezoneOffset());
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
