import {onHost} from '../domain/host-clock.ts';
import {
	assessJob,
	lastResultInWords,
	olderRunLogName,
	resultInWords,
	runLogName,
	type Job,
	type Run,
} from '../domain/job.ts';
import type {LogSource} from '../domain/log.ts';
import {keptOutput} from '../domain/started-run.ts';
import {nextRun} from '../domain/schedule.ts';
import {toneOf} from '../domain/tone.ts';
import {fullTime, shortTime, spanInWords} from '../domain/words.ts';
import type {Section} from '../store/session.ts';
import {askToRun, notRunnable, openKept} from './run-job.ts';
import type {PaneContext, PaneSpec} from './spec.ts';

type Context = PaneContext<Job>;

const status = (job: Job) => assessJob(job).status;

const took = ({startedAt, finishedAt}: Run, now: Date): string =>
	startedAt === undefined ? '-' : spanInWords((finishedAt ?? now).getTime() - startedAt.getTime());

const noRow = ({row}: Context): string | undefined => (row === undefined ? 'no job is selected' : undefined);

const logOf = ({containerId, project, job, terminal}: Run, name: string): LogSource => ({
	kind: 'run',
	key: `run:${containerId}`,
	name,
	project,
	job,
	containerId,
	terminal,
});

const runsInWords = (name: string, runs: readonly Run[]): Section => ({
	kind: 'table',
	heading: `${name}, newest first`,
	rows: runs.map(run => ({
		STARTED: run.startedAt === undefined ? '-' : fullTime(run.startedAt),
		TOOK: run.finishedAt === undefined ? 'going on' : took(run, run.finishedAt),
		RESULT: resultInWords(run),
		CONTAINER: run.containerId.slice(0, 12),
	})),
});

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
			tone: job => toneOf(status(job)),
		},
		{
			title: 'TOOK',
			min: 6,
			yields: 3,
			align: 'right',
			text: ({runs: [last], clock}, now) => (last === undefined ? '-' : took(last, onHost(now, clock))),
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
		{title: 'NOTE', min: 4, yields: 4, text: ({note}) => note ?? ''},
	],
	status,
	summary(rows) {
		if (rows.length === 0) return 'none';
		const failed = rows.filter(job => status(job) === 'critical').length;
		if (failed > 0) return `${failed} of ${rows.length} failed`;
		const unknown = rows.filter(job => status(job) === 'unknown').length;
		return unknown === 0 ? `all ${rows.length} ok` : `${unknown} of ${rows.length} never finished`;
	},
	bindings: [
		{
			keys: ['enter'],
			label: 'runs',
			blocked: noRow,
			run({row, openDetails}) {
				if (row === undefined) return;
				openDetails({
					title: `${row.name} · runs`,
					async *watch(engine, signal) {
						for await (const {rows} of engine.jobs.watch(signal))
							yield rows.find(({key}) => key === row.key)?.runs ?? [];
					},
					sections: runs => [runsInWords(row.name, runs)],
				});
			},
		},
		{
			keys: ['l'],
			label: 'log of the last run',
			blocked: context =>
				noRow(context) ??
				(context.row !== undefined && context.row.runs.length === 0 && keptOutput(context.row) === undefined
					? 'it has never run'
					: undefined),
			run(context) {
				if (openKept(context)) return;
				const {row, openLog} = context;
				const last = row?.runs[0];
				if (last !== undefined) openLog([logOf(last, runLogName(last.job))], 'end');
			},
		},
		{keys: ['r'], label: 'run', danger: true, blocked: notRunnable, run: askToRun},
		{
			keys: ['p'],
			label: 'log of the run before',
			quiet: true,
			blocked: context =>
				noRow(context) ?? ((context.row?.runs.length ?? 0) < 2 ? 'there is no earlier run' : undefined),
			run({row, openLog}) {
				const previous = row?.runs[1];
				if (previous === undefined) return;
				openLog([logOf(previous, olderRunLogName(runLogName(previous.job), previous))], 'end');
			},
		},
	],
	async *watch(engine, _visible, _host, signal) {
		yield* engine.jobs.watch(signal);
	},
};
