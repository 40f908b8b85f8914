import {chmod} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest';
import {assessJob, resultInWords, type Job} from '../../source/domain/jobs/job.ts';
import type {Engine, SearchedSource, Seen} from '../../source/engine/engine.ts';
import {openEngine, type To} from './support/engine.ts';
import {jobsFile, staleness} from './support/project.ts';
import {startRealServer, type RealServer} from './support/real-server.ts';
import {skipped} from './support/requirements.ts';
import {watching, type Watched} from './support/until.ts';

const jobOf = ({rows}: Seen<Job>, name: string): Job | undefined => rows.find(job => job.name === name);

const lastResult = (seen: Seen<Job>, name: string): string => resultInWords(jobOf(seen, name)?.runs[0]);

const watchJobs = (engine: Engine): Watched<Seen<Job>> => {
	const watched = watching(signal => engine.jobs.watch(signal));
	onTestFinished(() => watched[Symbol.dispose]());
	return watched;
};

const watchErrors = (engine: Engine): Watched<readonly SearchedSource[]> => {
	const watched = watching(signal => engine.logs.watchErrors(signal));
	onTestFinished(() => watched[Symbol.dispose]());
	return watched;
};

describe.skipIf(skipped)('the jobs of a real server', () => {
	let server: RealServer;
	beforeAll(async () => {
		server = await startRealServer();
	});
	afterAll(() => server[Symbol.asyncDispose]());

	const open = async (to?: To): Promise<Engine> => {
		const opened = await openEngine(server, to);
		onTestFinished(() => opened[Symbol.dispose]());
		return opened.engine;
	};

	test('both are listed before they ever ran', async () => {
		const seen = await watchJobs(await open()).until(({rows: {length}}) => length === 2);
		expect(seen.rows.map(job => `${job.project} ${job.name} ${resultInWords(job.runs[0])}`).toSorted()).toEqual([
			'er-forecast prediction never run',
			'er-forecast training never run',
		]);
		expect(seen.problems).toEqual([]);
	});

	test('a prediction that fails is a failed job, and its traceback is one error of its log and of its output', async () => {
		const engine = await open();
		const jobs = watchJobs(engine);
		const errors = watchErrors(engine);
		await jobs.until(seen => lastResult(seen, 'prediction') === 'never run');
		const ended = await server.runJob('prediction');
		expect(ended.code).toBe(1);

		const job = jobOf(await jobs.until(seen => lastResult(seen, 'prediction') === 'failed (1)'), 'prediction');
		expect(job && assessJob(job).status).toBe('critical');

		for (const [kind, name] of [
			['file', 'prediction'],
			['run', 'prediction run'],
		] as const) {
			const sources = await errors.until(all =>
				all.some(({source, events}) => source.kind === kind && source.name === name && events.length > 0),
			);
			const {events} = sources.find(({source}) => source.kind === kind && source.name === name) ?? {};
			expect(events).toHaveLength(1);
			expect(events?.[0]?.summary).toContain('Data is too stale');
			expect(events?.[0]?.details[0]).toBe('Traceback (most recent call last):');
			expect(events?.[0]?.details.at(-1)).toBe(staleness);
		}
	});

	test('a run that is going on is shown as running, and its success when it has ended', async () => {
		const jobs = watchJobs(await open());
		await jobs.until(({rows: {length}}) => length === 2);
		expect((await server.runJob('training')).code).toBe(0);
		const job = jobOf(await jobs.until(seen => lastResult(seen, 'training') === 'ok'), 'training');
		expect(job?.runs[0]).toMatchObject({job: 'training', state: 'finished', exitCode: 0});
	});

	test('a jobs file that is missing is a problem, and the runs that Docker knows are still there', async () => {
		await server.runJob('training');
		const jobs = watchJobs(await open({host: {jobs: ['docker-compose.gone.yml']}}));
		const {problems} = await jobs.until(seen => seen.problems.length > 0);
		expect(problems[0]).toMatchObject({
			what: expect.stringContaining('docker-compose.gone.yml'),
			why: 'it does not exist',
		});
	});

	test('a log file that may not be read is a problem of that source alone', async () => {
		await server.runJob('prediction');
		await server.runJob('training');
		await chmod(path.join(server.directory, 'logs/training.log'), 0o600);
		const errors = watchErrors(await open({host: {jobs: [jobsFile]}}));
		const sources = await errors.until(all => all.some(({problem}) => problem !== undefined));
		const closed = sources.filter(({problem}) => problem !== undefined);
		expect(closed.map(({source: {kind, name}}) => `${kind} ${name}`)).toEqual(['file training']);
		await errors.until(all => all.some(({source, events}) => source.kind === 'file' && events.length > 0));
	});
});
