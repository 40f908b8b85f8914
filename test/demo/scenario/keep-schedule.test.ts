import {mkdir, mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {createWorld} from '../../../source/demo/docker-engine/world.ts';
import {nextHourly, nextNightly} from '../../../source/demo/scenario/clock-times.ts';
import {furnish} from '../../../source/demo/scenario/furnish.ts';
import {keepSchedule} from '../../../source/demo/scenario/keep-schedule.ts';
import {morning} from '../../../source/demo/scenario/morning.ts';
import {waitUntil} from '../../support/wait.ts';

test('a run that is due starts by itself, and its log file says what its container says', async () => {
	const directory = await mkdtemp(join(tmpdir(), 'schedule-'));
	// The run was due ten seconds before the server is started.
	const start = new Date('2026-11-20T06:15:10Z');
	const {ranUntil, nextRun} = furnish(morning, {now: start, directory});
	const begun = performance.now();
	const now = () => new Date(start.getTime() + (performance.now() - begun));
	using world = createWorld({now, pace: 0.01});
	try {
		await mkdir(join(directory, 'logs'));
		const schedule = keepSchedule({world, directory, now, ranUntil, nextRun});
		await waitUntil(
			() => world.containers().some(({status}) => status === 'exited'),
			() => 'no run was over',
		);
		await schedule[Symbol.asyncDispose]();
		const [run] = world.containers();
		expect(run).toMatchObject({exitCode: 1, spec: {image: 'er-forecast-prediction'}});
		const log = world.logOf(run?.id ?? '');
		const said = Array.from({length: log.next}, (_, index) => `${log.at(index)?.text}\n`);
		expect(said.at(-1)).toContain('Data is too stale: newest patient row is 31 h old');
		expect(said[0]).toMatch(/^2026-11-20 07:15:1\d,\d{3} INFO flows\.prediction Prediction flow started\n$/);
		expect(await readFile(join(directory, 'logs/prediction.log'), 'utf8')).toBe(said.join(''));
	} finally {
		await rm(directory, {recursive: true});
	}
});

test('the next run is a quarter past the hour, or at two in the night', () => {
	const {nextRun} = furnish(morning, {now: new Date('2026-11-20T06:00:00Z'), directory: '/srv/ER-forecast'});
	const due = (after: string) => {
		const {at, logFile} = nextRun(new Date(after));
		return `${at.toISOString()} ${logFile}`;
	};
	expect(due('2026-11-20T06:14:00Z')).toBe('2026-11-20T06:15:00.000Z logs/prediction.log');
	expect(due('2026-11-20T06:15:00Z')).toBe('2026-11-20T07:15:00.000Z logs/prediction.log');
	expect(due('2026-11-21T00:15:00Z')).toBe('2026-11-21T01:00:00.000Z logs/training.log');
	expect(due('2026-11-21T01:00:00Z')).toBe('2026-11-21T01:15:00.000Z logs/prediction.log');
});

test('the next time is always ahead, also on the days when clocks are changed', () => {
	for (let hour = 0; hour < 400 * 24; hour += 7) {
		const at = new Date(Date.UTC(2026, 0, 1) + hour * 3_600_000 + 900_000);
		for (const next of [nextNightly(at, 2), nextHourly(at, 15)]) expect(next.getTime()).toBeGreaterThan(at.getTime());
		expect(nextNightly(at, 2).getTime() - at.getTime()).toBeLessThanOrEqual(25 * 3_600_000);
		expect(nextHourly(at, 15).getTime() - at.getTime()).toBeLessThanOrEqual(3_600_000);
	}
});
