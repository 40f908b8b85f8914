import {describe, expect, test} from 'vitest';
import {dueMoments} from '../../../source/domain/jobs/due-moments.ts';
import type {HostZone} from '../../../source/domain/time/host-clock.ts';

const stockholm: HostZone = {kind: 'iana', zone: 'Europe/Stockholm'};

/** The due moments of a day or so before `now`, in short: `00:30 or 01:30`, `01:00 unsure`. */
const due = (schedule: string, now: string, zone: HostZone = stockholm): readonly string[] =>
	dueMoments(schedule, zone, new Date(now))
		.filter(({at}) => at.getTime() > new Date(now).getTime() - 4 * 3_600_000)
		.map(({times, sure}) => times.map(time => time.toISOString().slice(11, 16)).join(' or ') + (sure ? '' : ' unsure'));

test('the moments of the last days are told up to now, with the time to the next one', () => {
	const moments = dueMoments('15 * * * *', stockholm, new Date('2026-11-20T14:15:00Z'));
	expect(moments.at(-1)).toMatchObject({at: new Date('2026-11-20T14:15:00Z'), gap: 3_600_000});
	expect(moments.length).toBeGreaterThanOrEqual(72);
	expect(moments[0]?.at.getTime()).toBeLessThan(new Date('2026-11-17T14:15:00Z').getTime());
});

test('a schedule that is seldom due has a few moments, and one that is due each minute has no more than a hundred', () => {
	const now = new Date('2026-11-20T14:00:00Z');
	expect(dueMoments('0 2 1 * *', stockholm, now).length).toBeGreaterThanOrEqual(4);
	expect(dueMoments('* * * * *', stockholm, now)).toHaveLength(100);
	expect(dueMoments('0 0 30 2 *', stockholm, now)).toEqual([]);
});

test('a zone of which only the offset is known has no hours left out or repeated', () => {
	expect(due('30 2 * * *', '2026-10-25T03:00:00Z', {kind: 'offset', minutes: 60})).toEqual(['01:30']);
});

describe('in the night in which clocks leave out an hour', () => {
	const now = '2026-03-29T03:50:00Z';
	test('what was to run in it cron runs after it, which not every scheduler does', () => {
		expect(due('30 2 * * *', now)).toEqual(['01:00 unsure']);
	});
	test('hourly runs go on, and there is none for the hour that was not', () => {
		expect(due('15 * * * *', now)).toEqual(['00:15', '01:15', '02:15', '03:15']);
	});
	test('what is due before and after it is due as ever', () => {
		expect(due('30 1,3 * * *', now)).toEqual(['00:30', '01:30']);
	});
});

describe('in the night in which clocks repeat an hour', () => {
	const now = '2026-10-25T02:50:00Z';
	test('what runs once a day is due once, in the one pass or the other', () => {
		expect(due('30 2 * * *', now)).toEqual(['00:30 or 01:30']);
	});
	test('hourly runs are due in both, though not every scheduler starts the second', () => {
		expect(due('15 * * * *', now)).toEqual(['23:15', '00:15', '01:15 unsure', '02:15']);
	});
	test('what is due before and after it is due as ever', () => {
		expect(due('30 1,3 * * *', now)).toEqual(['23:30', '02:30']);
	});
});
