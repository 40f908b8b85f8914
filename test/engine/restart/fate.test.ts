import {expect, test} from 'vitest';
import {fateOf} from '../../../source/engine/restart/fate.ts';
import {progressOf, resultOf, type Account, type ErrorCount} from '../../../source/engine/restart/fate-in-words.ts';
import {detailsOf, summaryOf, type Container} from '../../../source/parse/docker/container.ts';

const startedBefore = '2026-11-20T10:00:00Z';
const startedNow = '2026-11-20T12:00:00Z';

const container = (state: object, more: object = {}): Container => ({
	...summaryOf({Id: 'a', State: 'Status' in state ? state.Status : 'running'}),
	health: detailsOf({Id: 'a', State: state}).health,
	details: detailsOf({Id: 'a', State: {StartedAt: startedNow, ...state}, ...more}),
	died: {exitCode: 7, at: undefined},
});

const exited = {Status: 'exited', ExitCode: 1, FinishedAt: '2026-11-20T12:00:04Z'};
const always = {HostConfig: {RestartPolicy: {Name: 'always'}}};

test.each<[string, Container | undefined, boolean, object]>([
	['it was removed', undefined, false, {kind: 'gone'}],
	[
		'nothing has changed yet',
		container({Status: 'running', StartedAt: startedBefore}),
		true,
		{kind: 'waiting', until: 'restarted'},
	],
	['it runs since a moment', container({Status: 'running'}), false, {kind: 'waiting', until: 'stayed up'}],
	['it has run for long enough', container({Status: 'running'}), true, {kind: 'stayed up'}],
	[
		'its check has not passed yet',
		container({Status: 'running', Health: {Status: 'starting'}}),
		true,
		{kind: 'waiting', until: 'healthy'},
	],
	['its check passes', container({Status: 'running', Health: {Status: 'healthy'}}), false, {kind: 'healthy'}],
	['its check fails', container({Status: 'running', Health: {Status: 'unhealthy'}}), true, {kind: 'unhealthy'}],
	['it has exited', container(exited), false, {kind: 'exited', ms: 4000, code: 1, outOfMemory: false}],
	[
		'it exits over and over',
		container({Status: 'running'}, {RestartCount: 2}),
		true,
		{kind: 'exited', ms: undefined, code: 7, outOfMemory: false},
	],
	['it has done its work', container({...exited, ExitCode: 0}), false, {kind: 'finished', ms: 4000}],
	['it should not have ended at all', container({...exited, ExitCode: 0}, always), false, {kind: 'exited', code: 0}],
	[
		'it could not start',
		container({...exited, Error: 'port is taken'}),
		false,
		{kind: 'not started', why: 'port is taken'},
	],
])('%s', (_case, now, isSettled, fate) => {
	expect(fateOf(new Date(startedNow), now, isSettled)).toMatchObject(fate);
});

const all = (count: number): ErrorCount => ({count, isComplete: true});
const some = (count: number): ErrorCount => ({count, isComplete: false});

const account = (parts: Partial<Account>): Account => ({
	wasDown: true,
	restartedAfter: 2400,
	fate: {kind: 'healthy'},
	after: 10_900,
	errors: all(0),
	...parts,
});

test.each<[string, string, Partial<Account>]>([
	['mlflow restarted in 3s · healthy in 11s · 0 new errors', 'good', {}],
	['mlflow restarted in 3s · healthy in 11s · 1 new error', 'good', {errors: all(1)}],
	['mlflow restarted in 3s · healthy in 11s · at least 2 new errors', 'good', {errors: some(2)}],
	['mlflow restarted in 3s · healthy in 11s · its errors could not be counted', 'good', {errors: some(0)}],
	['mlflow restarted in 3s · healthy in 11s · its errors could not be counted', 'good', {errors: undefined}],
	['mlflow restarted in 3s · still up after 10s · 0 new errors', 'good', {fate: {kind: 'stayed up'}, after: 12_400}],
	['mlflow restarted in 3s · finished after 4s (exit 0) · 0 new errors', 'good', {fate: {kind: 'finished', ms: 4000}}],
	['mlflow exited again after 4s (exit 1)', 'bad', {fate: {kind: 'exited', ms: 4000, code: 1, outOfMemory: false}}],
	[
		'mlflow exited after 4s (exit 137, out of memory)',
		'bad',
		{wasDown: false, fate: {kind: 'exited', ms: 4000, code: 137, outOfMemory: true}},
	],
	[
		'mlflow exited again (exit 7) and Docker started it once more',
		'bad',
		{fate: {kind: 'exited', ms: undefined, code: 7, outOfMemory: false}},
	],
	['mlflow restarted in 3s · unhealthy after 11s', 'bad', {fate: {kind: 'unhealthy'}}],
	[
		'mlflow restarted in 3s · still starting after 120s',
		'bad',
		{fate: {kind: 'waiting', until: 'healthy'}, after: 120_100},
	],
	[
		'mlflow: outcome unknown: no restart was seen for 2m',
		'bad',
		{fate: {kind: 'waiting', until: 'restarted'}, after: 120_000},
	],
	['mlflow was removed meanwhile', 'bad', {fate: {kind: 'gone'}}],
	['mlflow did not start: port is taken', 'bad', {fate: {kind: 'not started', why: 'port is taken'}}],
])('%s', (text, tone, parts) => {
	expect(resultOf('mlflow', [account(parts)])).toEqual({text, tone});
});

test('of several containers the worst one speaks, and all errors count', () => {
	const accounts = [account({errors: all(2)}), account({errors: all(3), restartedAfter: 5000, after: 20_000})];
	expect(resultOf('api', accounts).text).toBe('api restarted in 5s · healthy in 20s · 5 new errors');
	expect(resultOf('api', [...accounts, account({errors: undefined})]).text).toContain('at least 5 new errors');
	const bad = account({fate: {kind: 'unhealthy'}});
	expect(resultOf('api', [...accounts, bad]).text).toBe('api restarted in 3s · unhealthy after 11s');
});

test('progress says what is waited for, and nothing while a container is still being restarted', () => {
	const waiting = (until: 'restarted' | 'healthy' | 'stayed up') => account({fate: {kind: 'waiting', until}});
	expect(
		progressOf('api', [account({}), account({restartedAfter: undefined, fate: waiting('restarted').fate})]),
	).toBeUndefined();
	expect(progressOf('api', [waiting('healthy')])?.text).toBe('api restarted in 3s · waiting for its health check');
	expect(progressOf('api', [waiting('stayed up')])?.text).toBe('api restarted in 3s · watching whether it stays up');
});
