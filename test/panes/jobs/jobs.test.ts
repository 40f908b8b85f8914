import {expect, test} from 'vitest';
import type {Job, Run} from '../../../source/domain/jobs/job.ts';
import type {ScheduleState} from '../../../source/domain/jobs/schedule-state.ts';
import {noteInWords, resultTone, summaryOf} from '../../../source/panes/jobs/job-words.ts';
import {jobs} from '../../../source/panes/jobs/jobs.ts';
import {runFrom} from '../../support/job-run.ts';

const now = new Date('2026-11-20T13:02:07Z');
const minute = 60_000;

const run = (startedMinutesAgo: number, minutes: number | undefined, more: Partial<Run> = {}): Run =>
	runFrom(new Date(now.getTime() - startedMinutesAgo * minute), minutes === undefined ? undefined : minutes * minute, {
		containerId: `run-${startedMinutesAgo}`,
		...more,
	});

const standing = (state: ScheduleState['state'], more: Partial<ScheduleState> = {}): ScheduleState => ({
	state,
	due: new Date('2026-11-20T12:15:00Z'),
	late: undefined,
	missed: state === 'missed' ? 1 : 0,
	madeGood: false,
	...more,
});

const job = (more: Partial<Job> = {}): Job => ({
	key: 'er/training',
	project: 'er',
	name: 'training',
	runs: [run(120, 14)],
	schedule: '15 * * * *',
	watched: [],
	standing: standing('on time'),
	clock: {ahead: 0, zone: {kind: 'iana', zone: 'Europe/Stockholm'}},
	note: undefined,
	declared: undefined,
	started: [],
	...more,
});

test('the note says what is wrong with the schedule, before the error of the last run', () => {
	expect(noteInWords(job(), now)).toBe('');
	expect(noteInWords(job({standing: standing('missed')}), now)).toBe('missed 13:15');
	expect(noteInWords(job({standing: standing('late'), note: 'ValueError: no'}), now)).toBe(
		'47m 7s late; ValueError: no',
	);
	expect(noteInWords(job({standing: standing('ran twice')}), now)).toBe('ran twice');
});

test('the run that goes on is held against what its job usually takes', () => {
	const before = [run(100, 14), run(200, 13), run(300, 15)];
	expect(noteInWords(job({runs: [run(12, undefined), ...before]}), now)).toBe('12m of usually 14m');
	expect(noteInWords(job({runs: [run(12, undefined)]}), now)).toBe('');
});

test('a missed run does not make the last one bad', () => {
	const missed = job({standing: standing('missed')});
	expect(jobs.status(missed)).toBe('critical');
	expect(resultTone(missed)).toBe('good');
});

test('the summary tells failures from misses, and what is off schedule', () => {
	const well = job();
	const failed = job({runs: [run(60, 1, {exitCode: 1})]});
	const missed = job({standing: standing('missed')});
	const late = job({standing: standing('late')});
	const never = job({runs: [], standing: standing('not known')});
	expect(
		[[well], [failed, well], [missed, well], [failed, missed], [late, well], [never, well], []].map(summaryOf),
	).toEqual([
		'all 1 ok',
		'1 of 2 failed',
		'1 of 2 missed',
		'1 of 2 failed, 1 missed',
		'1 of 2 off schedule',
		'1 of 2 not known',
		'none',
	]);
});

test('a job that never ran is ok where nothing should have started it, and not known where something should', () => {
	expect(jobs.status(job({runs: [], schedule: undefined, standing: undefined}))).toBe('ok');
	expect(jobs.status(job({runs: [], standing: standing('not known')}))).toBe('unknown');
	expect(jobs.status(job({runs: [], standing: standing('missed')}))).toBe('critical');
});
