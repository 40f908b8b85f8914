import {onHost} from '../../domain/time/host-clock.ts';
import {assessJob, lastResultInWords, olderRunLogName, runLogName, type Job, type Run} from '../../domain/jobs/job.ts';
import {keptOutput} from '../../domain/jobs/started-run.ts';
import {nextRun} from '../../domain/jobs/schedule.ts';
import {statusOfSchedule} from '../../domain/jobs/schedule-state.ts';
import {toneOf, type Tone} from '../../domain/tone.ts';
import {shortTime} from '../../domain/words.ts';
import {runsKeys, runsOf} from './job-runs.ts';
import {noteInWords, resultTone, runLog, summaryOf, tookInWords} from './job-words.ts';
import {askToRun, notRunnable, openKept} from './run-job.ts';
import type {PaneContext, PaneSpec} from '../spec.ts';

type Context = PaneContext<Job>;

const status = (job: Job) => assessJob(job).status;

const noRow = ({row}: Context): string | undefined => (row === undefined ? 'no job is selected' : undefined);

const noteTone = ({standing}: Job): Tone => {
	const said = standing && statusOfSchedule(standing);
	return said === undefined || said === 'ok' ? 'plain' : toneOf(said);
};

/** The runs whose containers Docker still has: of others there is no output. */
const runsThere = ({runs}: Job): readonly Run[] => runs.filter(({gone}) => !gone);

/** Why there is not so much output to be read; undefined where there is. */
const noOutput = (job: Job, wanted: 1 | 2): string | undefined => {
	if (runsThere(job).length >= wanted) return undefined;
	if (job.runs.length >= wanted) return 'its container was removed, and its output with it';
	return wanted === 1 ? 'it has never run' : 'there is no earlier run';
};

export const jobs: PaneSpec<Job> = {
	id: 'jobs',
	name: 'Jobs',
	empty: 'No job and no run of one. Name the compose file of the jobs under jobs: in the config.',
	columns: [
		{title: 'JOB', min: 8, yields: 0, text: ({name}) => name, tone: job => toneOf(status(job))},
		{
			title: 'LAST RUN',
			min: 11,
			yields: 1,
			text({runs: [last]}, now) {
				return last?.startedAt === undefined ? '-' : shortTime(last.startedAt, now);
			},
		},
		{
			title: 'RESULT',
			min: 8,
			whole: true,
			yields: 0,
			text: lastResultInWords,
			tone: resultTone,
		},
		{
			title: 'TOOK',
			min: 6,
			yields: 3,
			align: 'right',
			text: ({runs: [last], clock}, now) => (last === undefined ? '-' : tookInWords(last, onHost(now, clock))),
		},
		{
			title: 'NEXT',
			min: 11,
			yields: 2,
			text(job, now) {
				const next = nextRun(job, onHost(now, job.clock));
				return next === undefined ? '-' : shortTime(next, now);
			},
		},
		{title: 'NOTE', min: 4, yields: 4, text: noteInWords, tone: noteTone},
	],
	status,
	summary: summaryOf,
	bindings: [
		{
			keys: ['enter'],
			label: 'runs',
			blocked: noRow,
			run({row, openDetails, now}) {
				if (row !== undefined) openDetails(runsOf(row, now));
			},
		},
		{
			keys: ['l'],
			label: 'log of the last run',
			blocked: context =>
				noRow(context) ??
				(context.row !== undefined && keptOutput(context.row) === undefined ? noOutput(context.row, 1) : undefined),
			run(context) {
				if (openKept(context)) return;
				const {row, openLog} = context;
				const [last] = row === undefined ? [] : runsThere(row);
				if (last !== undefined) openLog([runLog(last, runLogName(last.job))], 'end');
			},
		},
		{keys: ['r'], label: 'run', danger: true, blocked: notRunnable, run: askToRun},
		{
			keys: ['p'],
			label: 'log of the run before',
			quiet: true,
			blocked: context => noRow(context) ?? (context.row === undefined ? undefined : noOutput(context.row, 2)),
			run({row, openLog}) {
				const [, previous] = row === undefined ? [] : runsThere(row);
				if (previous === undefined) return;
				openLog([runLog(previous, olderRunLogName(runLogName(previous.job), previous))], 'end');
			},
		},
	],
	details: [{title: 'Runs of a job', bindings: runsKeys}],
	async *watch(engine, _visible, _host, signal) {
		for await (const {rows, problems, unkept} of engine.jobs.watch(signal))
			yield {rows, problems: [...problems, ...(unkept === undefined ? [] : [unkept])]};
	},
};
