import {onHost} from '../../domain/time/host-clock.ts';
import {assessJob, assessRuns, lastResultInWords, type Job, type Run} from '../../domain/jobs/job.ts';
import type {LogSource} from '../../domain/log.ts';
import {scheduleInWords} from '../../domain/jobs/schedule-state.ts';
import type {Status} from '../../domain/status.ts';
import {toneOf, type Tone} from '../../domain/tone.ts';
import {usualTime} from '../../domain/jobs/usual-run.ts';
import {spanInWords} from '../../domain/words.ts';

/** How long a run took, or has taken until `now` by the clock of its host. */
export const tookInWords = ({startedAt, finishedAt, state}: Run, now: Date): string => {
	const end = state === 'finished' ? finishedAt : now;
	return startedAt === undefined || end === undefined ? '-' : spanInWords(end.getTime() - startedAt.getTime());
};

/** `12m of usually 14m` of the run that goes on; undefined where none does, or where nobody knows what is usual. */
export const progressInWords = ({runs, clock}: Job, now: Date): string | undefined => {
	const [last] = runs;
	const usual = usualTime(runs);
	if (last?.state !== 'running' || usual === undefined) return undefined;
	return `${tookInWords(last, onHost(now, clock))} of usually ${spanInWords(usual)}`;
};

/** How far the last run is, how the job stands to its schedule where that matters, and the error of its last run. */
export const noteInWords = (job: Job, now: Date): string =>
	[progressInWords(job, now), job.standing && scheduleInWords(job.standing, job.clock, now), job.note]
		.filter(words => words !== undefined)
		.join('; ');

/** What the last run came to says nothing about those that should have been. */
export const resultTone = (job: Job): Tone =>
	lastResultInWords(job) === 'ok' ? 'good' : toneOf(assessRuns(job).status);

const isMissed = ({standing}: Job): boolean => standing?.state === 'missed';

/** `1 of 2 failed, 1 missed`, `1 of 2 late`, `all 2 ok`: the worst that there is to say. */
export const summaryOf = (rows: readonly Job[]): string => {
	const having = (status: Status): readonly Job[] => rows.filter(job => assessJob(job).status === status);
	const of = (count: number, words: string): string => `${count} of ${rows.length} ${words}`;
	const critical = having('critical');
	const failed = critical.filter(job => assessRuns(job).status === 'critical' || !isMissed(job)).length;
	const missed = critical.filter(job => isMissed(job)).length;
	if (failed > 0) return `${of(failed, 'failed')}${missed > 0 ? `, ${missed} missed` : ''}`;
	if (missed > 0) return of(missed, 'missed');
	const unpunctual = having('warning').length;
	if (unpunctual > 0) return of(unpunctual, 'off schedule');
	const unknown = having('unknown').length;
	if (unknown > 0) return of(unknown, 'not known');
	return rows.length === 0 ? 'none' : `all ${rows.length} ok`;
};

/** A run as a source of a log. */
export const runLog = ({containerId, project, job, terminal}: Run, name: string): LogSource => ({
	kind: 'run',
	key: `run:${containerId}`,
	name,
	project,
	job,
	containerId,
	terminal,
});
