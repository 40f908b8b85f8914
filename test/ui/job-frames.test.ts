import {expect, test} from 'vitest';
import type {Job, Run} from '../../source/domain/jobs/job.ts';
import {scheduleState} from '../../source/domain/jobs/schedule-state.ts';
import {runsOf} from '../../source/panes/jobs/job-runs.ts';
import {atStart} from '../../source/store/scroll.ts';
import type {Details, View} from '../../source/store/session.ts';
import {createStore} from '../../source/store/store.ts';
import {frameOf} from '../support/frame.tsx';
import {runFrom} from '../support/job-run.ts';
import {jobs, now, stillLife} from '../support/still-life.ts';

const [prediction] = jobs;
if (prediction === undefined) throw new Error('there are no jobs');

const second = 1000;
const hour = 3_600_000;

/** A run that began so many seconds after a quarter past, so many hours ago. */
const run = (hours: number, after: number, took: number | undefined, more: Partial<Run> = {}): Run =>
	runFrom(
		new Date(Date.parse('2026-11-20T13:15:00Z') - hours * hour + after * second),
		took === undefined ? undefined : took * second,
		{containerId: `${hours}-${after}`, project: 'er-forecast', job: 'prediction', ...more},
	);

const runs = [
	run(1, 2610, undefined),
	run(1, 2, 8, {exitCode: 1}),
	run(3, 2, 9),
	run(4, 1500, 8),
	run(5, 2, 25),
	run(6, 1, 7, {gone: true}),
	run(7, 3, undefined, {state: 'finished', gone: true}),
	run(8, 2, 8, {gone: true}),
	run(8, 1, 9, {exitCode: 137, outOfMemory: true, gone: true}),
	...Array.from({length: 40}, (_, index) => run(9 + index, 2, 8 + (index % 3), {gone: true})),
];

const known = {runs, watched: [{from: new Date(now.getTime() - 200 * hour), to: now}]};
const {schedule, clock} = prediction;
const job: Job = {...prediction, ...known, standing: scheduleState({schedule, clock}, known, now)};

const scene = (chosen: string | undefined): View => ({
	kind: 'details',
	title: 'prediction · runs',
	details: createStore<Details>({
		status: 'live',
		sections: runsOf(job, () => now).sections(job, now, chosen),
		problem: undefined,
	}),
	scroll: createStore(atStart),
	keymap: undefined,
	close: () => undefined,
});

const keys = runsOf(job, () => now).rows?.(job) ?? [];

for (const [name, columns, ascii, chosen] of [
	['runs-60', 60, false, keys[0]],
	['runs-80', 80, false, keys[0]],
	['runs-80-ascii', 80, true, keys[2]],
	['runs-80-end', 80, false, keys.at(-1)],
	['runs-120', 120, false, keys[1]],
] as const)
	test(`the runs of a job as ${name}`, async () => {
		await using console = await stillLife({ascii, session: {views: [scene(chosen)]}});
		await expect(await frameOf(console, columns, 30, /\n[▸>] \d/)).toMatchFileSnapshot(
			`../fixtures/frames/jobs/${name}.txt`,
		);
	});
