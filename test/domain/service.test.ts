import {expect, test} from 'vitest';
import {assess, hasFailed, type Service} from '../../source/domain/service.ts';
import {exitedService, serviceOf} from '../support/service.ts';

test.each<[string, Partial<Service>, object]>([
	['what runs is well', {}, {status: 'ok', reason: undefined}],
	[
		'what was just restarted by its policy may be about to end once more',
		{restarts: 7, restartedLately: true},
		{status: 'warning', reason: 'restarted 7 times'},
	],
	[
		'the restarts say more than a check that has not come to anything',
		{restarts: 1, restartedLately: true, health: 'starting'},
		{status: 'warning', reason: 'restarted once'},
	],
	[
		'a check that fails says more than the restarts',
		{restarts: 2, restartedLately: true, health: 'unhealthy'},
		{status: 'critical', reason: 'unhealthy'},
	],
	['restarts of long ago are over', {restarts: 7}, {status: 'ok', reason: undefined}],
])('%s', (_case, parts, assessment) => {
	expect(assess(serviceOf('api', parts))).toEqual(assessment);
});

test.each<[boolean, Partial<Service>]>([
	[true, {exitCode: 1, restartPolicy: 'no'}],
	[true, {exitCode: 0, restartPolicy: 'always'}],
	[false, {exitCode: 0, restartPolicy: 'no'}],
	[false, {exitCode: 0, restartPolicy: 'on-failure'}],
	[false, {state: 'running'}],
])('that it has failed is %s of %j', (failed, parts) => {
	const service = exitedService('api', parts);
	expect(hasFailed(service)).toBe(failed);
	expect(assess(service).status === 'ok').toBe(!failed);
});
