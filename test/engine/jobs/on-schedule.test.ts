import {expect, test} from 'vitest';
import {check} from '../../../source/commands/check.ts';
import {reportOf} from '../../../source/commands/check-report.ts';
import {specOf} from '../../../source/demo/docker-engine/container.ts';
import {startPractice} from '../../../source/demo/practice.ts';
import type {Job} from '../../../source/domain/jobs/job.ts';
import {createEngine} from '../../../source/engine/create-engine.ts';
import {dialSsh} from '../../../source/engine/ssh/dial.ts';
import {rememberRuns} from '../../../source/history/remember-runs.ts';
import {nobody} from '../../commands/support.ts';
import {until} from '../docker/practice.ts';

const minute = 60_000;

/** A practice server whose clock stands until it is set, and whose jobs nobody starts; consoles share what they keep of its runs. */
const startAt = async (start: string) => {
	let now = new Date(start);
	const clock = (): Date => now;
	const practice = await startPractice('calm', {now: clock, scheduled: false, pace: 0.01});
	const runHistory = rememberRuns(practice.runs);
	const reach = async () => {
		const connection = await dialSsh(practice.target, nobody, new AbortController().signal);
		const engine = createEngine(connection, practice.host, {heartbeat: 1000, now: clock, runHistory});
		return {connection, engine};
	};
	return {
		/** Time goes by, and something happens that is no run, so that whoever watches looks again. */
		pass(minutes: number) {
			now = new Date(now.getTime() + minutes * minute);
			const service = practice.world.containers().find(({name}) => name.includes('prometheus'));
			practice.world.rename(service?.id ?? '', `prometheus-${now.getTime()}`);
		},
		/** A run that is over at once, and whose container is removed then. */
		run(job: string) {
			const made = practice.world.containers().find(({spec}) => spec.labels['com.docker.compose.service'] === job);
			const {labels} = made?.spec ?? {};
			const id = practice.world.create(specOf({name: `${job}-${now.getTime()}`, labels: labels ?? {}}));
			practice.world.start(id);
			practice.world.die(id, 0);
			practice.world.remove(id);
		},
		/** Somebody at a console of its own, who sees how a job stands. */
		async watch() {
			const {connection, engine} = await reach();
			const sees = async (name: string, wanted: (job: Job) => boolean): Promise<Job | undefined> => {
				const named = (rows: readonly Job[]) => rows.find(job => job.name === name);
				const {rows} = await until(
					signal => engine.jobs.watch(signal),
					seen => {
						const job = named(seen.rows);
						return job !== undefined && wanted(job);
					},
				);
				return named(rows);
			};
			const over = new AbortController();
			// Sees without a break, whatever is asked.
			void until(
				() => engine.jobs.watch(over.signal),
				() => false,
			).catch(() => {});
			return {
				sees,
				[Symbol.dispose]() {
					over.abort();
					connection.close();
				},
			};
		},
		report: async () =>
			reportOf(await check({name: 'er', reach, asker: nobody, now: clock}, new AbortController().signal)),
		[Symbol.asyncDispose]: () => practice[Symbol.asyncDispose](),
	};
};

test('a job that nobody started is late, then missed, and well again when its next run begins in time', async () => {
	await using server = await startAt('2026-11-20T13:10:00Z');
	using person = await server.watch();
	await person.sees('prediction', ({standing}) => standing?.state === 'on time');
	server.pass(12);
	await person.sees('prediction', ({standing}) => standing?.state === 'late');
	server.pass(55);
	const missed = await person.sees('prediction', ({standing}) => standing?.state === 'missed');
	expect(missed?.standing).toMatchObject({due: new Date('2026-11-20T13:15:00Z'), missed: 1});
	server.run('prediction');
	const well = await person.sees('prediction', ({standing}) => standing?.state === 'on time');
	expect(well?.runs.slice(0, 2)).toMatchObject([{gone: true, exitCode: 0}, {gone: false}]);
});

test('what came of a due moment is among what check prints, and counts', async () => {
	await using server = await startAt('2026-11-20T13:10:00Z');
	server.pass(30);
	expect((await server.report()).jobs).toMatchObject([
		{
			job: 'prediction',
			status: 'warning',
			schedule: {state: 'late', due: '2026-11-20T13:15:00.000Z'},
			reason: '25m late',
		},
		{job: 'training', status: 'ok', schedule: {state: 'on time', due: '2026-11-20T01:00:00.000Z'}, reason: null},
	]);
	server.pass(60);
	expect((await server.report()).jobs[0]).toMatchObject({status: 'critical', schedule: {state: 'missed'}});
});

test('what was due while nobody watched is not known where runs leave nothing', async () => {
	await using server = await startAt('2026-11-20T13:15:01Z');
	{
		using person = await server.watch();
		await person.sees('prediction', ({standing}) => standing !== undefined);
		server.run('prediction');
		await person.sees('prediction', ({runs}) => runs[0]?.gone === true);
	}
	server.pass(90);
	using another = await server.watch();
	const job = await another.sees('prediction', ({standing}) => standing !== undefined);
	expect(job?.standing).toMatchObject({state: 'not known', due: new Date('2026-11-20T14:15:00Z')});
	expect(job?.runs[0]).toMatchObject({gone: true, exitCode: 0});
});
