import {describe, expect, test} from 'vitest';
import type {Engine} from '../../../../source/engine/engine.ts';
import type {Docker} from '../../../../source/engine/docker/docker.ts';
import {ProblemError} from '../../../../source/domain/problem.ts';
import {createLogs} from '../../../../source/engine/logs/create-logs.ts';
import {noRoom} from '../../../../source/engine/host/no-room.ts';
import {createJobBoard, eventually, jobWith, latest, watching} from '../support.ts';
import {hostForEach} from './each.ts';

const own = hostForEach();

const watch = (jobs: Engine['jobs'], docker: Pick<Docker, 'logs'> = own.containers.docker) => {
	const watched = watching(
		createLogs(own.host.options({docker, jobs, containers: own.containers.list})).watchErrors(own.stop.signal),
	);
	return {...watched, now: () => latest(watched), event: () => watched.states.at(-1)?.[0]?.events[0]};
};

describe('the errors of the runs', () => {
	test('are those of the last run, while it runs and when it is over', async () => {
		const {world} = own.containers;
		const id = own.containers.create('run-1');
		world.start(id);
		world.writeLog(id, 'ERROR one', 'stderr');
		const board = createJobBoard([jobWith(id, 'running')]);
		const watched = watch(board.jobs);
		await expect.poll(watched.now, eventually).toEqual({'prediction run': 'one · 1 lines'});
		expect(watched.event()).toMatchObject({line: {text: 'ERROR one'}});
		expect(watched.event()?.at?.getTime()).toBeLessThanOrEqual(Date.now());
		expect(watched.states.at(-1)?.[0]?.searched.bytes).toBe('ERROR one\n'.length);

		world.writeLog(id, 'Traceback (most recent call last):', 'stderr');
		world.writeLog(id, 'a line of the other output comes between', 'stdout');
		world.writeLog(id, '  File "a.py"', 'stderr');
		world.writeLog(id, 'StaleError: Data is too stale', 'stderr');
		await expect.poll(watched.now, eventually).toEqual({'prediction run': 'StaleError: Data is too stale · 5 lines'});
		world.die(id, 1);
		board.set([jobWith(id, 'finished')]);
		await expect.poll(watched.now, eventually).toEqual({'prediction run': 'StaleError: Data is too stale · 5 lines'});
	});

	test('are those of a run that ended before anybody looked', async () => {
		const id = own.containers.create('run-1');
		own.containers.world.start(id);
		for (let line = 0; line < 500; line += 1) own.containers.world.writeLog(id, `line ${line}`);
		own.containers.world.writeLog(id, 'ERROR at last');
		own.containers.world.die(id, 1);
		const watched = watch(createJobBoard([jobWith(id, 'finished')]).jobs);
		await expect.poll(watched.now, eventually).toEqual({'prediction run': 'at last · 501 lines'});
	});

	test('go over to the next run as soon as it begins', async () => {
		const {world} = own.containers;
		const first = own.containers.create('run-1');
		world.start(first);
		world.writeLog(first, 'ERROR one');
		world.die(first, 1);
		const board = createJobBoard([jobWith(first, 'finished')]);
		const watched = watch(board.jobs);
		await expect.poll(watched.now, eventually).toEqual({'prediction run': 'one · 1 lines'});
		const second = own.containers.create('run-2');
		const waiting = jobWith(second, 'waiting');
		board.set([{...waiting, runs: [...waiting.runs, ...jobWith(first, 'finished').runs]}]);
		world.start(second);
		world.writeLog(second, 'ERROR two');
		board.set([jobWith(second, 'running')]);
		await expect.poll(watched.now, eventually).toEqual({'prediction run': 'two · 1 lines'});
		board.set([]);
		await expect.poll(watched.now, eventually).toEqual({});
	});

	test('of a run on a terminal are found, its progress bars aside', async () => {
		const id = own.containers.create('run-1', {terminal: true});
		own.containers.world.start(id);
		own.containers.world.writeLog(id, ' 10%\r 50%\rERROR at 60%\r');
		const watched = watch(createJobBoard([jobWith(id, 'running', {terminal: true})]).jobs);
		await expect.poll(watched.now, eventually).toEqual({'prediction run': 'at 60% · 1 lines'});
		expect(watched.event()?.at).toBeInstanceOf(Date);
	});

	test('say that the container is gone, and what else there is goes on', async () => {
		const id = own.containers.create('run-1');
		own.containers.world.start(id);
		own.containers.world.writeLog(id, 'ERROR here');
		const other = {...jobWith('0123456789ab', 'finished'), key: 'er/training', name: 'training'};
		const watched = watch(createJobBoard([jobWith(id, 'running'), other]).jobs);
		await expect.poll(watched.now, eventually).toEqual({
			'prediction run': 'here · 1 lines',
			'training run': '0 lines · its container was removed, and what it had written with it',
		});
	});

	test('are not searched twice when the connection to Docker breaks', async () => {
		const {world} = own.containers;
		const id = own.containers.create('run-1');
		world.start(id);
		world.writeLog(id, 'ERROR one');
		let broken = 0;
		const docker: typeof own.containers.docker = {
			...own.containers.docker,
			async *logs(reference, options, signal) {
				for await (const frame of own.containers.docker.logs(reference, options, signal)) {
					yield frame;
					if (options.follow === true && broken < 1) {
						broken += 1;
						throw new ProblemError({what: 'Cannot read', why: 'it broke off', next: 'wait'});
					}
				}
			},
		};
		const watched = watch(createJobBoard([jobWith(id, 'running')]).jobs, docker);
		await expect.poll(watched.now, eventually).toEqual({'prediction run': 'one · 1 lines'});
		world.writeLog(id, 'ERROR two');
		await expect.poll(watched.now, eventually).toEqual({'prediction run': 'one · two · 2 lines'});
		world.writeLog(id, 'ERROR three');
		await expect.poll(watched.now, eventually).toEqual({'prediction run': 'one · two · three · 3 lines'});
		expect(broken).toBe(1);
	});

	test('are found without following it where the connection has no room for that, and followed once it has', async () => {
		const {world} = own.containers;
		const id = own.containers.create('run-1');
		world.start(id);
		world.writeLog(id, 'ERROR one');
		let hasRoom = false;
		let refused = 0;
		let followed = 0;
		const docker: typeof own.containers.docker = {
			...own.containers.docker,
			async *logs(reference, options, signal) {
				if (options.follow === true && options.spare === true) {
					if (!hasRoom) {
						refused += 1;
						throw noRoom('er-forecast', 9);
					}
					followed += 1;
				}
				yield* own.containers.docker.logs(reference, options, signal);
			},
		};
		const watched = watching(
			createLogs(
				own.host.options({
					docker,
					containers: own.containers.list,
					jobs: createJobBoard([jobWith(id, 'running')]).jobs,
					heartbeat: 20,
				}),
			).watchErrors(own.stop.signal),
		);
		const now = () => latest(watched);
		await expect.poll(now, eventually).toEqual({'prediction run': 'one · 1 lines'});
		await expect.poll(() => refused, eventually).toBeGreaterThan(0);
		world.writeLog(id, 'ERROR two');
		await expect.poll(now, eventually).toEqual({'prediction run': 'one · two · 2 lines'});
		hasRoom = true;
		await expect.poll(() => followed, eventually).toBe(1);
		world.writeLog(id, 'ERROR three');
		await expect.poll(now, eventually).toEqual({'prediction run': 'one · two · three · 3 lines'});
	});

	test('name a source of their own when the jobs cannot be told', async () => {
		let asked = 0;
		const jobs: Engine['jobs'] = {
			async *watch(signal) {
				asked += 1;
				if (asked === 1) throw new ProblemError({what: 'Cannot list', why: 'Docker is down', next: 'start it'});
				yield* createJobBoard([]).jobs.watch(signal);
			},
		};
		const watched = watch(jobs);
		await expect.poll(watched.now, eventually).toEqual({jobs: '0 lines · Docker is down'});
		await expect.poll(watched.now, eventually).toEqual({});
	});
});
