import {appendFile, readFile, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest';
import type {Job} from '../../source/domain/jobs/job.ts';
import type {StartedRun} from '../../source/domain/jobs/started-run.ts';
import type {SeenRun} from '../../source/engine/runs/watch-run.ts';
import {openEngine, type OpenEngine} from './support/engine.ts';
import {baseImage} from './support/dockerd.ts';
import {jobsFile} from './support/project.ts';
import {startRealServer, type RealServer} from './support/real-server.ts';
import {skipped} from './support/requirements.ts';
import {watching, type Watched} from './support/until.ts';

const never = new AbortController().signal;

/** Every build is another one: nothing comes from a cache. */
const dockerfile = (...steps: readonly string[]): string =>
	[`FROM ${baseImage}`, `RUN echo ${performance.now()}`, ...steps, ''].join('\n');

const declared = (name: string, command: string): string =>
	`  ${name}:\n    build: {context: ., dockerfile: Dockerfile.${name}, network: none}\n    network_mode: none\n    command: [sh, -c, '${command}']\n`;

const jobNamed = async ({engine}: OpenEngine, name: string): Promise<Job> => {
	using watched = watching(signal => engine.jobs.watch(signal));
	const {rows} = await watched.until(seen => seen.rows.some(job => job.name === name));
	const job = rows.find(row => row.name === name);
	if (job === undefined) throw new Error(`no job ${name}`);
	return job;
};

/** Looked up as a later session does, which knows nothing but what the host keeps. */
const found = async ({engine}: OpenEngine, name: string): Promise<StartedRun> => {
	using watched = watching(signal => engine.jobs.watch(signal));
	const {rows} = await watched.until(seen => seen.rows.some(job => job.name === name && job.started.length > 0));
	const run = rows.find(job => job.name === name)?.started[0];
	if (run === undefined) throw new Error(`no run of ${name}`);
	return run;
};

const watch = ({engine}: OpenEngine, run: StartedRun): Watched<SeenRun> => {
	const watched = watching(async function* (signal: AbortSignal) {
		yield* engine.runs.watch(run, signal);
		// The last one stays to be seen.
		await new Promise(resolve => signal.addEventListener('abort', resolve, {once: true}));
	});
	onTestFinished(() => watched[Symbol.dispose]());
	return watched;
};

const isOver = (seen: SeenRun): boolean => seen.isOver;

describe.skipIf(skipped)(
	'a job that is run on a real server',
	() => {
		let server: RealServer;
		beforeAll(async () => {
			server = await startRealServer();
			const jobs = [
				declared('slow', 'echo slow begins; sleep 3; echo ERROR in the end; exit 3'),
				declared('long', 'trap "exit 143" TERM; echo long begins; sleep 600 & wait'),
				declared('broken', 'true'),
			];
			await appendFile(path.join(server.directory, jobsFile), jobs.join(''));
			await writeFile(path.join(server.directory, 'Dockerfile.slow'), dockerfile('RUN sleep 3'));
			await writeFile(path.join(server.directory, 'Dockerfile.long'), dockerfile());
			await writeFile(path.join(server.directory, 'Dockerfile.broken'), dockerfile('RUN echo cannot go on >&2; false'));
		});
		afterAll(() => server[Symbol.asyncDispose]());

		const open = async (): Promise<OpenEngine> => {
			const opened = await openEngine(server);
			onTestFinished(() => opened[Symbol.dispose]());
			return opened;
		};

		test('it is built and run, and its output, build and all, is kept for its user alone', async () => {
			const opened = await open();
			const job = await jobNamed(opened, 'training');
			expect(opened.engine.runs.command(job)).toBe(`docker compose -f ${jobsFile} run --build training`);
			const run = await opened.engine.runs.start(job, never);
			const {outcome, exitCode} = await watch(opened, run).until(isOver, 30_000);
			expect(outcome).toEqual({
				text: expect.stringMatching(/^training finished in \d+s \(exit 0\) · 0 new errors$/),
				tone: 'good',
			});
			expect(exitCode).toBe(0);
			const output = await readFile(run.output, 'utf8');
			expect(output).toContain('COPY flows/training_flow.sh');
			expect(output).toContain('INFO training: model registered');
			expect((await stat(run.output)).mode & 0o777).toBe(0o600);
		});

		test('the connection is cut while it is built and again while it runs, and both times it is found again', async () => {
			const first = await open();
			const started = await first.engine.runs.start(await jobNamed(first, 'slow'), never);
			await watch(first, started).until(({outcome}) => outcome.text === 'slow is being built');
			expect(server.ssh.killSessions()).toBeGreaterThan(0);

			const second = await open();
			const again = await found(second, 'slow');
			expect(again).toMatchObject({id: started.id, state: 'going on', command: started.command});
			await watch(second, again).until(({outcome}) => /^slow runs in container [\da-f]{12}/.test(outcome.text), 30_000);
			expect(server.ssh.killSessions()).toBeGreaterThan(0);

			const third = await open();
			const {outcome, exitCode} = await watch(third, await found(third, 'slow')).until(isOver, 30_000);
			expect(outcome).toEqual({
				text: expect.stringMatching(/^slow failed after \d+s \(exit 3\): .*in the end$/),
				tone: 'bad',
			});
			expect(exitCode).toBe(3);
			expect(await readFile(started.output, 'utf8')).toMatch(/slow begins\n(?:.*\n)*ERROR in the end\n/);
		});

		test('a build that fails is told with the last thing it said', async () => {
			const opened = await open();
			const run = await opened.engine.runs.start(await jobNamed(opened, 'broken'), never);
			const {outcome, exitCode} = await watch(opened, run).until(isOver, 30_000);
			expect(await readFile(run.output, 'utf8')).toContain('cannot go on');
			expect(outcome.text).toMatch(/^build failed after \d+s \(exit 17\): cannot go on$/);
			expect(exitCode).toBe(17);
		});

		test('a run that is stopped is seen to have stopped', async () => {
			const opened = await open();
			const run = await opened.engine.runs.start(await jobNamed(opened, 'long'), never);
			const watched = watch(opened, run);
			await watched.until(({outcome}) => outcome.text.startsWith('long runs in container'), 30_000);
			await opened.engine.runs.stop(run, never);
			const {outcome} = await watched.until(isOver, 30_000);
			expect(outcome.text).toMatch(/^long was stopped after \d+s \(exit 143/);
		});
	},
	60_000,
);
