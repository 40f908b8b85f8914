import {describe, expect, test} from 'vitest';
import {dueMoments} from '../../../source/domain/jobs/due-moments.ts';
import {runsWhenDue, type TimedRun} from '../../../source/domain/jobs/due-runs.ts';
import type {HostClock} from '../../../source/domain/time/host-clock.ts';
import {
	judgedMoments,
	scheduleInWords,
	scheduleState,
	statusOfSchedule,
	type KnownRuns,
} from '../../../source/domain/jobs/schedule-state.ts';

const zone = {kind: 'iana', zone: 'Europe/Stockholm'} as const;
const clock: HostClock = {ahead: 0, zone};
const minute = 60_000;
const always = [{from: new Date(0), to: new Date('2100-01-01')}];

const run = (startedAt: string | Date, more: Partial<TimedRun> = {}): TimedRun => ({
	state: 'finished',
	createdAt: undefined,
	startedAt: new Date(startedAt),
	exitCode: 0,
	outOfMemory: false,
	gone: false,
	...more,
});

const known = (runs: readonly TimedRun[], watched: KnownRuns<TimedRun>['watched'] = always): KnownRuns<TimedRun> => ({
	runs,
	watched,
});

/** What came of the due moments, the oldest first, those before the first run left out. */
const story = (schedule: string, runs: readonly TimedRun[], now: string, watched = always): readonly string[] =>
	judgedMoments({schedule, zone}, known(runs, watched), new Date(now))
		.toReversed()
		.filter(({due}) => due.getTime() > new Date(now).getTime() - 4.2 * 3_600_000)
		.map(({due, state}) => `${due.toISOString().slice(11, 16)} ${state}`);

/** In short how a job stands: its status, and what is said. */
const standing = (schedule: string, runs: readonly TimedRun[], now: string, watched = always): string => {
	const at = new Date(now);
	const state = scheduleState({schedule, clock}, known(runs, watched), at);
	return state === undefined
		? 'none'
		: `${statusOfSchedule(state) ?? '-'}: ${scheduleInWords(state, clock, at) ?? state.state}`;
};

const hourly = '15 * * * *';
const early = ['2026-11-20T09:15:02Z', '2026-11-20T10:15:02Z'].map(at => run(at));

test('each due moment is told what came of it', () => {
	expect(
		story(
			hourly,
			[
				run('2026-11-20T09:15:02Z'),
				run('2026-11-20T10:45:00Z'),
				run('2026-11-20T11:15:02Z', {exitCode: 1}),
				run('2026-11-20T12:15:02Z'),
				run('2026-11-20T12:15:03Z'),
			],
			'2026-11-20T13:16:00Z',
		),
	).toEqual(['09:15 on time', '10:15 late', '11:15 ran and failed', '12:15 ran twice', '13:15 awaited']);
});

test('a run that somebody starts after the one that was due is neither late nor the second', () => {
	const runs = [...early, run('2026-11-20T10:18:00Z'), run('2026-11-20T10:40:00Z')];
	expect(story(hourly, runs, '2026-11-20T10:50:00Z').slice(-2)).toEqual(['09:15 on time', '10:15 on time']);
	const due = runsWhenDue(dueMoments(hourly, zone, new Date('2026-11-20T10:50:00Z')), runs);
	expect(due.flatMap(({runs: own}) => own)).toEqual(early);
});

test('a run that could not start counts from when it was made', () => {
	const broken = run('2026-11-20T10:15:02Z', {startedAt: undefined, exitCode: 127});
	expect(story(hourly, [{...broken, createdAt: new Date('2026-11-20T10:15:02Z')}], '2026-11-20T10:50:00Z').at(-1)).toBe(
		'10:15 ran and failed',
	);
});

describe('how a job stands to its schedule', () => {
	test('is well while its runs begin in time, and for some minutes when one has not', () => {
		expect(standing(hourly, early, '2026-11-20T10:50:00Z')).toBe('ok: on time');
		expect(standing(hourly, early, '2026-11-20T11:20:00Z')).toBe('ok: on time');
	});
	test('is a warning while a run is late, and critical once the next one should have begun', () => {
		expect(standing(hourly, early, '2026-11-20T11:55:00Z')).toBe('warning: 40m late');
		expect(standing(hourly, early, '2026-11-20T12:15:30Z')).toBe('critical: missed 12:15');
		expect(standing(hourly, early, '2026-11-20T12:50:00Z')).toBe('critical: missed 12:15');
		expect(standing(hourly, early, '2026-11-20T14:20:00Z')).toBe('critical: missed 14:15 and 2 times before');
	});
	test('is critical for a nightly one after a quarter of the night, at six hours', () => {
		const nightly = [run('2026-11-18T01:00:02Z'), run('2026-11-19T01:00:02Z')];
		expect(standing('0 2 * * *', nightly, '2026-11-20T01:14:00Z')).toBe('ok: on time');
		expect(standing('0 2 * * *', nightly, '2026-11-20T05:00:00Z')).toBe('warning: 4h late');
		expect(standing('0 2 * * *', nightly, '2026-11-20T08:00:00Z')).toBe('critical: missed 02:00');
		const byHand = run('2026-11-20T09:00:00Z');
		expect(standing('0 2 * * *', [...nightly, byHand], '2026-11-20T10:00:00Z')).toBe(
			'warning: missed 02:00, run since',
		);
	});
	test('is a warning when the last run began late or twice, until the next one', () => {
		const late = [...early, run('2026-11-20T11:40:00Z')];
		expect(standing(hourly, late, '2026-11-20T12:00:00Z')).toBe('warning: began 25m late');
		expect(standing(hourly, [...late, run('2026-11-20T12:15:01Z')], '2026-11-20T12:30:00Z')).toBe('ok: on time');
		const twice = [...early, run('2026-11-20T10:15:04Z')];
		expect(standing(hourly, twice, '2026-11-20T10:30:00Z')).toBe('warning: ran twice');
	});
	test('is left to its runs when one failed', () => {
		expect(standing(hourly, [run('2026-11-20T10:15:02Z', {exitCode: 1})], '2026-11-20T10:30:00Z')).toBe(
			'-: ran and failed',
		);
	});
	test('goes by the clock of the host, not by that of this machine', () => {
		const at = new Date('2026-11-20T11:15:30Z');
		const ahead = {ahead: 10 * minute, zone};
		const state = scheduleState({schedule: hourly, clock: ahead}, known(early), at);
		expect(state && scheduleInWords(state, ahead, at)).toBe('10m 30s late');
	});
	test('is not told without a schedule or the zone of the host', () => {
		expect(scheduleState({schedule: undefined, clock}, known([]), new Date())).toBeUndefined();
		expect(scheduleState({schedule: hourly, clock: undefined}, known([]), new Date())).toBeUndefined();
	});
});

describe('what is not known is never a miss', () => {
	const now = '2026-11-20T13:50:00Z';
	test('when nobody watched and no run left anything', () => {
		expect(story(hourly, [], now, [])).toEqual(['10:15', '11:15', '12:15', '13:15'].map(at => `${at} not known`));
		expect(standing(hourly, [], now, [])).toBe('-: not known');
	});
	test('but from when somebody began to watch it is', () => {
		const watched = [{from: new Date('2026-11-20T11:40:00Z'), to: new Date(now)}];
		expect(story(hourly, [], now, watched)).toEqual([
			'10:15 not known',
			'11:15 not known',
			'12:15 missed',
			'13:15 late',
		]);
	});
	test('nor where watching ended before the run could have begun', () => {
		const watched = [{from: new Date('2026-11-20T12:00:00Z'), to: new Date('2026-11-20T12:16:00Z')}];
		expect(story(hourly, [], now, watched)[2]).toBe('12:15 not known');
	});
	test('but Docker tells as well, from the oldest due run that it has', () => {
		const runs = [run('2026-11-20T10:15:02Z'), run('2026-11-20T12:15:02Z')];
		expect(story(hourly, runs, now, [])).toEqual(['10:15 on time', '11:15 missed', '12:15 on time', '13:15 late']);
	});
	test('unless a due run since has left nothing there', () => {
		const runs = [run('2026-11-20T10:15:02Z'), run('2026-11-20T12:15:02Z', {gone: true})];
		expect(story(hourly, runs, now, [])).toEqual([
			'10:15 on time',
			'11:15 not known',
			'12:15 on time',
			'13:15 not known',
		]);
	});
	test('one that is still going on may leave nothing', () => {
		const runs = [run('2026-11-20T10:15:02Z', {state: 'running', exitCode: undefined})];
		expect(story(hourly, runs, now, [])[1]).toBe('11:15 not known');
	});
});

describe('in the nights in which clocks are changed', () => {
	test('a nightly run that cron starts after the hour left out is on time, and without it none is missed', () => {
		const before = run('2026-03-28T01:30:02Z');
		expect(story('30 2 * * *', [before, run('2026-03-29T01:00:03Z')], '2026-03-29T03:00:00Z')).toEqual([
			'01:00 on time',
		]);
		expect(story('30 2 * * *', [before, run('2026-03-29T01:30:03Z')], '2026-03-29T03:00:00Z')).toEqual([
			'01:00 on time',
		]);
		expect(story('30 2 * * *', [before], '2026-03-29T03:00:00Z')).toEqual(['01:00 awaited']);
		expect(standing('30 2 * * *', [before], '2026-03-29T12:00:00Z')).toBe('-: not known');
	});
	test('a nightly run in either pass of the repeated hour is on time, and so are both', () => {
		const passes = ['2026-10-25T00:30:02Z', '2026-10-25T01:30:02Z'].map(at => run(at));
		for (const runs of [passes.slice(0, 1), passes.slice(1), passes])
			expect(story('30 2 * * *', runs, '2026-10-25T02:30:00Z')).toEqual(['00:30 on time']);
	});
	test('only when it ran in neither pass it is late, and missed then', () => {
		const before = run('2026-10-24T00:30:02Z');
		expect(standing('30 2 * * *', [before], '2026-10-25T01:40:00Z')).toBe('ok: on time');
		expect(standing('30 2 * * *', [before], '2026-10-25T02:00:00Z')).toBe('warning: 1h 30m late');
		expect(standing('30 2 * * *', [before], '2026-10-25T08:00:00Z')).toBe('critical: missed 02:30');
	});
	test('hourly runs are expected in both passes, but one that is left out in the second is no miss', () => {
		const runs = ['23:15', '00:15', '01:15', '02:15'].map(time =>
			run(`2026-10-2${time.startsWith('2') ? 4 : 5}T${time}:02Z`),
		);
		const now = '2026-10-25T03:00:00Z';
		expect(story(hourly, runs, now)).toEqual(['23:15', '00:15', '01:15', '02:15'].map(time => `${time} on time`));
		expect(story(hourly, [...runs.slice(0, 2), ...runs.slice(3)], now)[2]).toBe('01:15 not known');
		expect(story(hourly, [...runs.slice(0, 1), ...runs.slice(2)], now)[1]).toBe('00:15 missed');
	});
});
