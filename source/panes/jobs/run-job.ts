import type {Action} from '../../domain/action.ts';
import {goingOn, type Job} from '../../domain/jobs/job.ts';
import {keptOutput} from '../../domain/jobs/started-run.ts';
import {shortTime} from '../../domain/words.ts';
import type {Engine} from '../../engine/engine.ts';
import type {PaneContext} from '../spec.ts';

type Context = PaneContext<Job>;

/** Where there are runs of it that go on, what would happen. */
const twice = (job: Job, now: Date): string => {
	const [since, ...more] = goingOn(job);
	const runs = goingOn(job).length;
	if (runs === 0) return '';
	const when = since === undefined || more.length > 0 ? '' : ` since ${shortTime(since, now)}`;
	return runs === 1
		? `A run of it goes on${when}: two would run at once. `
		: `${runs} runs of it go on: one more would run at once. `;
};

/** Builds a job and runs it, which goes on by itself once it was started. */
const runJob = (job: Job, {openRun, now}: Context, engine: Engine): Action<Engine> => ({
	title: `Run ${job.name}`,
	command: engine.runs.command(job),
	confirm: {
		kind: 'ask',
		why: `${twice(job, now())}It is built from the files as they are now, and runs on the host until it ends, with or without this console`,
	},
	async *run(world, signal) {
		yield {text: `starting ${job.name}`, tone: 'progress'};
		const run = await world.runs.start(job, signal);
		openRun(run, {startedHere: true});
		yield {text: `${job.name} was started; its output is kept in ${run.output}`, tone: 'good'};
	},
});

/** Why a job cannot be run now. */
export const notRunnable = ({row, held}: Context): string | undefined => {
	if (row === undefined) return 'no job is selected';
	if (row.declared === undefined) return 'no compose file is known that declares it: name it under jobs: in the config';
	return held;
};

export const askToRun = (context: Context): void => {
	const {row, engine, ask} = context;
	if (row !== undefined && engine !== undefined) ask(runJob(row, context, engine));
};

/** Opens what is kept of the output of the last run, where that is more than its container has. */
export const openKept = ({row, openRun}: Context): boolean => {
	const kept = row && keptOutput(row);
	if (kept !== undefined) openRun(kept, {startedHere: false});
	return kept !== undefined;
};
