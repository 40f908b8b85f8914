import {expect, test} from 'vitest';
import type {HostZone} from '../../../source/domain/time/host-clock.ts';
import {nextRun} from '../../../source/domain/jobs/schedule.ts';

const stockholm: HostZone = {kind: 'iana', zone: 'Europe/Stockholm'};

const next = (schedule: string | undefined, zone: HostZone | undefined, now: string): string | undefined =>
	nextRun({schedule, clock: zone && {ahead: 0, zone}}, new Date(now))?.toISOString();

test('the next run is when the clocks of the host show it', () => {
	expect(next('0 2 * * *', stockholm, '2026-11-20T13:00:00Z')).toBe('2026-11-21T01:00:00.000Z');
	expect(next('0 2 * * *', {kind: 'offset', minutes: -330}, '2026-11-20T13:00:00Z')).toBe('2026-11-21T07:30:00.000Z');
});

test('the clocks may be changed before it', () => {
	expect(next('0 12 * * *', stockholm, '2026-10-24T12:00:00Z')).toBe('2026-10-25T11:00:00.000Z');
	expect(next('0 12 * * *', stockholm, '2026-03-28T13:00:00Z')).toBe('2026-03-29T10:00:00.000Z');
});

test('without a schedule, or while the zone is not known, there is no answer', () => {
	expect(next(undefined, stockholm, '2026-11-20T13:00:00Z')).toBeUndefined();
	expect(next('0 2 * * *', undefined, '2026-11-20T13:00:00Z')).toBeUndefined();
});
