import type {HostClock} from '../time/host-clock.ts';
import {statusOfSchedule, type ScheduleState} from './schedule-state.ts';
import {exitMeaning} from '../service.ts';
import {buildInWords, withoutContainer, type StartedRun} from './started-run.ts';
import {worst, type Status} from '../status.ts';
import type {Stretch} from '../stretch.ts';
import {fullTime} from '../words.ts';

/** One execution of a job: a one-off container that `docker compose run` made. Times are those of the Docker host. */
export type Run = {
	readonly containerId: string;
	readonly project: string;
	readonly job: string;
	readonly state: 'waiting' | 'running' | 'finished';
	readonly startedAt: Date | undefined;
	readonly finishedAt: Date | undefined;
	readonly exitCode: number | undefined;
	readonly outOfMemory: boolean;
	/** Docker's own words for why it could not start, empty when it has none. */
	readonly failure: string;
	/** Whether it runs on a terminal: its output is then one raw stream, not frames of stdout and stderr. */
	readonly terminal: boolean;
	/** The id under which a console started it; undefined for one that was started in another way. */
	readonly startedAs: string | undefined;
	/** When its container was made. */
	readonly createdAt: Date | undefined;
	/** Whether Docker has its container no longer: then there is no output of it. */
	readonly gone: boolean;
};

/** A service of a jobs file, with its runs that Docker still has or that were seen before, the newest first. */
export type Job = {
	/** `project/name` */
	readonly key: string;
	readonly project: string;
	readonly name: string;
	readonly runs: readonly Run[];
	/** Cron expression, when the config has one. */
	readonly schedule: string | undefined;
	/** When its runs were watched, so that none can have come and gone unseen; by the host's clock. */
	readonly watched: readonly Stretch[];
	/** How it stands to its schedule, at the last look; undefined without a schedule, or while the zone of the host is not known. */
	readonly standing: ScheduleState | undefined;
	/** The host's clock, by which its cron runs and its runs have their times; undefined until the host has said. */
	readonly clock: HostClock | undefined;
	/** What is worth saying about the last run, in a few words: the error it ended with. */
	readonly note: string | undefined;
	/** The files that declare it and the directory they are read in, absolute; undefined where no file is known that does. */
	readonly declared:
		| {readonly workingDirectory: string | undefined; readonly configFiles: readonly string[]}
		| undefined;
	/** Its runs that were started from consoles, as far as the host keeps them, the newest first. */
	readonly started: readonly StartedRun[];
};

/** What the output of a job's run is called as a log: the job may also have a log file, which bears its name. */
export const runLogName = (job: string): string => `${job} run`;

/** What an older run's output is called as a log that bears this `name` for the last: `prediction run of 2026-11-20 06:15:00, exit 1`. */
export const olderRunLogName = (name: string, {startedAt, exitCode, outOfMemory, state}: Run): string => {
	const started = startedAt === undefined ? `older ${name}` : `${name} of ${fullTime(startedAt)}`;
	if (state !== 'finished' || exitCode === undefined) return started;
	return `${started}, exit ${exitCode}${outOfMemory ? ', out of memory' : ''}`;
};

/** `running`, `ok`, `failed (1)`, `failed (137, out of memory)`, `never run`; `end not seen` of one that nobody watched to its end. */
export const resultInWords = (run: Run | undefined): string => {
	if (run === undefined) return 'never run';
	if (run.state !== 'finished') return run.state;
	if (run.exitCode === undefined) return 'end not seen';
	if (run.exitCode === 0 && !run.outOfMemory) return 'ok';
	const meaning = exitMeaning(run.exitCode, run.outOfMemory);
	return meaning === undefined ? `failed (${run.exitCode})` : `failed (${run.exitCode}, ${meaning})`;
};

/** The same of a job as it is now: a run that was started last counts also where it has no container. */
export const lastResultInWords = ({started, runs}: Job): string => {
	const pending = withoutContainer(started, runs);
	return pending === undefined ? resultInWords(runs[0]) : buildInWords(pending);
};

type Assessment = {readonly status: Status; readonly reason: string | undefined};

/** How a job is by its last finished run: a run that is going on says nothing yet, so the one before it speaks. */
export const assessRuns = ({runs, schedule}: Job): Assessment => {
	const finished = runs.find(run => run.state === 'finished');
	if (finished === undefined) {
		if (runs.length > 0) return {status: 'unknown', reason: 'first run going on'};
		// Nobody expects a job without a schedule to have run.
		return {status: schedule === undefined ? 'ok' : 'unknown', reason: 'never run'};
	}
	const result = resultInWords(finished);
	if (result === 'ok') return {status: 'ok', reason: undefined};
	return {status: finished.exitCode === undefined ? 'unknown' : 'critical', reason: result};
};

/** How a job is, by its last finished run and by what its schedule had it do; `reason` is about the runs alone. */
export const assessJob = (job: Job): Assessment => {
	const pending = withoutContainer(job.started, job.runs);
	if (pending !== undefined && pending.state !== 'going on' && !pending.wasStopped)
		return {status: pending.state === 'lost' ? 'unknown' : 'critical', reason: buildInWords(pending)};
	const {status, reason} = assessRuns(job);
	const scheduled = job.standing === undefined ? undefined : statusOfSchedule(job.standing);
	return {status: scheduled === undefined ? status : worst([status, scheduled]), reason};
};

/** The runs of a job that go on now, from when each does: one that is being built, and those in their containers. */
export const goingOn = ({started, runs}: Job): ReadonlyArray<Date | undefined> => {
	const pending = withoutContainer(started, runs);
	return [
		...(pending?.state === 'going on' ? [pending.startedAt] : []),
		...runs.filter(({state}) => state === 'running').map(({startedAt}) => startedAt),
	];
};
