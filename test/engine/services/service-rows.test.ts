import {expect, test} from 'vitest';
import {assess} from '../../../source/domain/service.ts';
import {serviceRows} from '../../../source/engine/services/service-rows.ts';
import {detailsOf, summaryOf, type Container} from '../../../source/parse/docker/container.ts';
import {labels} from '../docker/practice.ts';

const container = (state: object, restarts: number): Container => ({
	...summaryOf({Id: 'a', State: 'running', Labels: labels('api'), ...state}),
	details: detailsOf({
		Id: 'a',
		State: {Status: 'running', StartedAt: '2026-11-20T12:00:00Z'},
		RestartCount: restarts,
	}),
	died: undefined,
});

const rowAt = (one: Container, time: string, ahead?: number) =>
	serviceRows({
		containers: [one],
		services: [],
		jobs: [],
		usage: new Map(),
		clock: ahead === undefined ? undefined : {ahead, zone: {kind: 'offset', minutes: 0}},
		now: new Date(`2026-11-20T${time}Z`),
	}).map(row => [row.restartedLately, assess(row).status])[0];

test('what its policy has started again is not well until it has run for a minute', () => {
	const looping = container({}, 3);
	expect(rowAt(looping, '12:00:59')).toEqual([true, 'warning']);
	expect(rowAt(looping, '12:01:00')).toEqual([false, 'ok']);
	expect(rowAt(container({}, 0), '12:00:01')).toEqual([false, 'ok']);
	expect(rowAt(container({State: 'restarting'}, 3), '12:00:01')).toEqual([false, 'critical']);
});

test('the minute is by the clock of the host', () => {
	const looping = container({}, 3);
	expect(rowAt(looping, '11:30:30', 1_800_000)).toEqual([true, 'warning']);
	expect(rowAt(looping, '12:00:30', 1_800_000)).toEqual([false, 'ok']);
});
