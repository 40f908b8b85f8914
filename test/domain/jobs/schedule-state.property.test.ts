import {array, assert, constantFrom, date, integer, nat, property} from 'fast-check';
import {expect, test} from 'vitest';
import {dueMoments} from '../../../source/domain/jobs/due-moments.ts';
import type {TimedRun} from '../../../source/domain/jobs/due-runs.ts';
import {judgedMoments} from '../../../source/domain/jobs/schedule-state.ts';

const zone = {kind: 'iana', zone: 'Europe/Stockholm'} as const;
const minute = 60_000;
const watched = [{from: new Date(0), to: new Date('2100-01-01')}];

const run = (startedAt: Date): TimedRun => ({
	state: 'finished',
	createdAt: undefined,
	startedAt,
	exitCode: 0,
	outOfMemory: false,
	gone: false,
});

const schedules = constantFrom('15 * * * *', '*/10 * * * *', '0 2 * * *', '30 2 * * *', '0 6,18 * * 1-5', '0 4 * * 0');
const moments = date({min: new Date('2026-01-05'), max: new Date('2027-12-01'), noInvalidDate: true}).map(
	at => new Date(Math.floor(at.getTime() / 1000) * 1000),
);

const stateOf = (schedule: string, runs: readonly TimedRun[], now: Date): readonly string[] =>
	judgedMoments({schedule, zone}, {runs, watched}, now).map(({state}) => state);

/** A run a moment after each due moment. */
const perfect = (schedule: string, now: Date, delay: number): readonly TimedRun[] =>
	dueMoments(schedule, zone, now)
		.map(({at}) => new Date(at.getTime() + delay))
		.filter(at => at <= now)
		.map(at => run(at));

test('whatever the schedule, every run is told of one due moment at most', () => {
	assert(
		property(
			schedules,
			moments,
			array(integer({min: 0, max: 4 * 24 * 60 * minute}), {maxLength: 60}),
			(schedule, now, agos) => {
				const runs = agos.map(ago => run(new Date(now.getTime() - ago)));
				const told = judgedMoments({schedule, zone}, {runs, watched}, now).flatMap(({runs: own}) => own);
				expect(new Set(told).size).toBe(told.length);
			},
		),
		{numRuns: 60},
	);
});

test('whatever the schedule, a run at each due moment is on time, each of them', () => {
	assert(
		property(schedules, moments, integer({min: 0, max: 50_000}), (schedule, now, delay) => {
			const states = stateOf(schedule, perfect(schedule, now, delay), now);
			expect(new Set(states.slice(1))).toEqual(new Set(['on time']));
			expect(['on time', 'awaited']).toContain(states[0]);
		}),
		{numRuns: 60},
	);
});

test('whatever the schedule, without one of them exactly that one is missed, but where schedulers differ', () => {
	assert(
		property(schedules, moments, nat(), (schedule, now, pick) => {
			const due = dueMoments(schedule, zone, now);
			const dropped = pick % (due.length - 1);
			const runs = due.map(({at}) => run(at)).filter((_, index) => index !== dropped);
			const states = stateOf(schedule, runs, now).toReversed();
			const {sure} = due[dropped] ?? {sure: false};
			const unlike = states.flatMap((state, index) => (state === 'on time' ? [] : [`${index} ${state}`]));
			const expected = sure ? ['missed', 'late', 'awaited'] : ['not known', 'awaited'];
			expect(expected.map(state => `${dropped} ${state}`)).toContain(unlike.join(', '));
		}),
		{numRuns: 60},
	);
});
