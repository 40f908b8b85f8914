import {expect, test} from 'vitest';
import {planRestart, restartStages} from '../../source/domain/restart.ts';
import {exitedService, serviceOf} from '../support/service.ts';

const none = {kind: 'none'};

test('what has exited is restarted at once where nothing else is touched', () => {
	const down = [exitedService('worker'), exitedService('worker', {number: 2})];
	const plan = planRestart(down.slice(0, 1), [...down, serviceOf('api')], ['api']);
	expect(plan).toMatchObject({title: 'Restart worker', confirm: none, dependents: [], guarded: []});
	expect(plan.touched).toEqual(down);
});

test('a running container of the same service is asked about, since it is restarted too', () => {
	const rows = [exitedService('worker'), serviceOf('worker', {number: 2})];
	expect(planRestart(rows.slice(0, 1), rows, []).confirm).toEqual({
		kind: 'ask',
		why: 'worker-2 is running: whoever uses it is cut off',
	});
});

test('several that run are all named', () => {
	const rows = [serviceOf('api'), exitedService('worker'), serviceOf('worker', {number: 2})];
	expect(planRestart(rows, rows, []).confirm).toEqual({
		kind: 'ask',
		why: 'api, worker-2 are up: whoever uses them is cut off',
	});
});

test('what compose restarts as well is named, and asked about', () => {
	const postgres = exitedService('postgres', {restartedWith: ['minio', 'debug']});
	const rows = [postgres, serviceOf('minio'), serviceOf('debug', {state: 'not created', containerId: undefined})];
	const plan = planRestart([postgres], rows, []);
	expect(plan.dependents).toEqual(['minio']);
	expect(plan.touched.map(({name}) => name)).toEqual(['postgres', 'minio']);
	expect(plan.confirm).toEqual({
		kind: 'ask',
		why: 'minio is restarted with postgres; minio is running: whoever uses it is cut off',
	});
});

test('one that was stopped is not started with another unasked', () => {
	const postgres = exitedService('postgres', {restartedWith: ['minio']});
	const minio = exitedService('minio', {exitCode: 0});
	expect(planRestart([postgres], [postgres, minio], []).confirm).toEqual({
		kind: 'ask',
		why: 'minio is restarted with postgres',
	});
	expect(planRestart([postgres, minio], [postgres, minio], []).confirm).toEqual(none);
});

test('what is protected wants its name typed, wherever it is among what is touched', () => {
	const postgres = exitedService('postgres', {restartedWith: ['api', 'minio']});
	const rows = [postgres, serviceOf('api'), serviceOf('minio')];
	const plan = planRestart([postgres], rows, ['minio']);
	expect(plan.guarded).toEqual(['minio']);
	expect(plan.confirm).toEqual({
		kind: 'type',
		word: 'minio',
		why: 'api, minio are restarted with postgres; minio is protected',
	});
	expect(planRestart([postgres], [postgres], ['postgres']).confirm).toEqual({
		kind: 'type',
		word: 'postgres',
		why: 'postgres is protected',
	});
});

test('services of several projects go by their full names, and none is touched for its namesake', () => {
	const one = exitedService('db', {restartedWith: ['api']});
	const other = exitedService('db', {project: 'web'});
	const rows = [one, other, serviceOf('api', {project: 'web'})];
	expect(planRestart([one, other], rows, [])).toMatchObject({title: 'Restart er/db, web/db', confirm: none});
	expect(planRestart([one], rows, []).touched).toEqual([one]);
});

test('each service is restarted once, after what it depends on', () => {
	const names = restartStages([
		serviceOf('db', {restartedWith: ['api', 'web']}),
		serviceOf('db', {number: 2, restartedWith: ['api', 'web']}),
		serviceOf('web'),
	]).map(stage => stage.map(({label}) => label));
	expect(names).toEqual([['db', 'web'], ['api']]);
});
