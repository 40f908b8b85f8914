import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {Log, Mark} from '../../../../source/engine/log.ts';
import {labels, never, startPractice} from '../../docker/practice.ts';
import {specOf} from '../../../../source/demo/docker-engine/container.ts';
import {eventually, rowsOf, watching} from '../support.ts';
import {logOf, runSource, said, serviceSource, type Practice} from './practice.ts';

let practice: Practice;
let stop: AbortController;

beforeEach(async () => {
	practice = await startPractice({heartbeat: 50});
	stop = new AbortController();
});

afterEach(async () => {
	stop.abort();
	await practice[Symbol.asyncDispose]();
});

const fromStart: Mark = new Map();

const following = (log: Log, from: Mark = fromStart) => {
	const {states, ended} = watching(log.follow(from, stop.signal));
	return {states, ended, said: () => said(rowsOf({states}))};
};

/** The log of a service that writes so many lines right before the first request for what comes. That gives few of them. */
const flooded = (patient: Practice, lines: number) => {
	const {world, docker} = patient;
	const id = patient.up('api');
	world.writeLog(id, 'one');
	let floods = 0;
	const logs: typeof docker.logs = (container, options, signal) => {
		if (options.follow !== true) return docker.logs(container, options, signal);
		floods += 1;
		if (floods === 1) for (let index = 0; index < lines; index += 1) world.writeLog(id, `flood ${index}`);
		return docker.logs(container, {...options, tail: 50}, signal);
	};
	return {...following(logOf({...patient, docker: {...docker, logs}}, serviceSource('api'))), id};
};

describe('the log of a service, followed', () => {
	test('goes on where a window ends, without a gap and without a repetition', async () => {
		const id = practice.up('api');
		for (let index = 0; index < 20; index += 1) practice.world.writeLog(id, `line ${index}`);
		const log = logOf(practice, serviceSource('api'));
		const window = await log.read('end', 'before', 5, never);
		practice.world.writeLog(id, 'written in between');
		const {said: now} = following(log, window.end);
		await expect.poll(now, eventually).toEqual(['written in between']);
		practice.world.writeLog(id, 'written later');
		await expect.poll(now, eventually).toEqual(['written in between', 'written later']);
	});

	test('goes on through its end and its start, with when and how it ended', async () => {
		const {world} = practice;
		const id = practice.up('api');
		world.writeLog(id, 'one');
		const {said: now, states} = following(logOf(practice, serviceSource('api')));
		await expect.poll(now, eventually).toEqual(['one']);
		world.die(id, 7);
		await expect.poll(now, eventually).toEqual(['one', '── exited TIME, exit 7']);
		world.start(id);
		world.writeLog(id, 'two');
		const whole = ['one', '── exited TIME, exit 7', '── restarted TIME, exit 7', 'two'];
		await expect.poll(now, eventually).toEqual(whole);
		world.writeLog(id, 'three');
		await expect.poll(now, eventually).toEqual([...whole, 'three']);
		const rule = rowsOf({states}).find(row => row.kind === 'rule');
		expect(Date.now() - (rule?.at?.getTime() ?? 0)).toBeLessThan(60_000);
	});

	test('goes on through quick ends and starts, none of which is left without a rule at the end', async () => {
		const {world} = practice;
		const id = practice.up('api');
		const {said: now} = following(logOf(practice, serviceSource('api')));
		world.writeLog(id, 'life 0');
		await expect.poll(now, eventually).toEqual(['life 0']);
		for (let life = 1; life <= 5; life += 1) {
			world.die(id, 3);
			world.start(id);
			world.writeLog(id, `life ${life}`);
		}
		await expect.poll(now, eventually).toContain('life 5');
		await expect
			.poll(() => now().filter(text => text.startsWith('── restarted')).length, eventually)
			.toBeGreaterThan(0);
		expect(now().filter(text => text.startsWith('life'))).toEqual([0, 1, 2, 3, 4, 5].map(life => `life ${life}`));
	});

	test('goes on with the container that takes its place', async () => {
		const {world} = practice;
		const first = practice.up('api');
		world.writeLog(first, 'of the first');
		const {said: now, states} = following(logOf(practice, serviceSource('api')));
		await expect.poll(now, eventually).toEqual(['of the first']);
		const second = world.create(specOf({name: 'abc_er-api-1', labels: labels('api')}));
		await world.stop(first);
		await expect.poll(now, eventually).toEqual(['of the first', '── exited TIME, exit 0']);
		world.remove(first);
		world.rename(second, 'er-api-1');
		world.start(second);
		world.writeLog(second, 'of the second');
		await expect
			.poll(now, eventually)
			.toEqual(['of the first', '── exited TIME, exit 0', '── made anew TIME', 'of the second']);
		const parts = rowsOf({states}).flatMap(row => (row.kind === 'line' ? row.line.part : []));
		expect(parts).toEqual([first, second]);
	});

	test('waits for its first container', async () => {
		const {said: now, states} = following(logOf(practice, serviceSource('api')));
		await expect.poll(() => states.length, eventually).toBeGreaterThan(2);
		expect(now()).toEqual([]);
		practice.world.writeLog(practice.up('api'), 'at last');
		await expect.poll(now, eventually).toEqual(['at last']);
	});

	test('does not say again what a window has said', async () => {
		const {world} = practice;
		const id = practice.up('api');
		world.writeLog(id, 'one');
		world.die(id, 2);
		const log = logOf(practice, serviceSource('api'));
		const window = await log.read('end', 'before', 10, never);
		expect(said(window.rows)).toEqual(['one', '── exited TIME, exit 2']);
		const {said: now} = following(log, window.end);
		const ended = Date.now();
		await expect.poll(() => Date.now(), eventually).toBeGreaterThan(ended + 5); // Docker takes longer to start it again.
		world.start(id);
		await expect.poll(now, eventually).toEqual(['── restarted TIME']);
	});

	test('misses nothing of a flood between two requests', async () => {
		await using patient = await startPractice({heartbeat: 5000});
		const {said: now, id, ended} = flooded(patient, 1000);
		const whole = ['one', ...Array.from({length: 1000}, (_, index) => `flood ${index}`)];
		await expect.poll(now, eventually).toEqual(whole);
		patient.world.writeLog(id, 'two');
		await expect.poll(now, eventually).toEqual([...whole, 'two']);
		stop.abort();
		await ended;
	});

	test('says so where Docker has not kept what was written between two requests', async () => {
		await using patient = await startPractice({heartbeat: 5000});
		const {said: now, ended} = flooded(patient, 25_000);
		await expect.poll(() => now().at(-1), eventually).toBe('flood 24999');
		expect(now().slice(0, 2)).toEqual(['one', '── Docker has not kept the lines that stood here']);
		expect(now()[2]).toMatch(/^flood \d{4,}$/);
		stop.abort();
		await ended;
	});

	test('gives signs of life only as long as Docker answers', async () => {
		practice.up('api');
		const {states, ended} = following(logOf(practice, serviceSource('api')));
		await expect.poll(() => states.length, eventually).toBeGreaterThan(3);
		practice.faults.hang = /_ping/;
		await expect(ended).rejects.toMatchObject({problem: {what: 'Cannot reach Docker'}});
	});

	test('lets go of everything when nobody reads it any more', async () => {
		const id = practice.up('api');
		practice.world.writeLog(id, 'one');
		const {said: now, ended} = following(logOf(practice, serviceSource('api')));
		await expect.poll(now, eventually).toEqual(['one']);
		stop.abort();
		await ended;
		await expect.poll(() => practice.open.size, eventually).toBeLessThanOrEqual(4); // Those kept for questions.
	});
});

describe('the log of a run, followed', () => {
	test('ends with how the run ended, and says when its container was removed', async () => {
		const {world} = practice;
		const id = practice.up('training', {labels: labels('training', {'com.docker.compose.oneoff': 'True'})});
		world.writeLog(id, 'one');
		const {said: now} = following(logOf(practice, runSource('training', id)));
		await expect.poll(now, eventually).toEqual(['one']);
		world.die(id, 1);
		await expect.poll(now, eventually).toEqual(['one', '── exited TIME, exit 1']);
		world.remove(id);
		await expect.poll(now, eventually).toEqual(['one', '── exited TIME, exit 1', '── its container was removed']);
	});

	test('of which there is no container says so', async () => {
		await expect(following(logOf(practice, runSource('training', 'abc'))).ended).rejects.toMatchObject({
			problem: {what: 'Cannot read the log of training run'},
		});
	});
});
