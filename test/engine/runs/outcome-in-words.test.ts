import {expect, test} from 'vitest';
import type {StartedRun} from '../../../source/domain/jobs/started-run.ts';
import {exitCodeOfRun, outcomeOfRun, type Over} from '../../../source/engine/runs/outcome-in-words.ts';

const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 20, 2, 0, seconds));

const run = (parts: Partial<StartedRun>): StartedRun => ({
	id: 'a',
	project: 'er',
	job: 'training',
	command: 'docker compose run --build training',
	directory: '/runs/1.a',
	output: '/runs/1.a/output.log',
	startedAt: at(0),
	state: 'ended',
	exitCode: 0,
	endedAt: at(300),
	wasStopped: false,
	...parts,
});

const container: NonNullable<Over['container']> = {
	state: 'exited',
	startedAt: at(40),
	finishedAt: at(292),
	exitCode: 0,
	outOfMemory: false,
	failure: '',
};

const errors = {count: 0, isComplete: true, last: undefined};
const lastLine = 'ERROR: no such package';
const failed = {...errors, count: 2, last: 'ValueError: no rows'};

test.each<[string, 'good' | 'bad', Partial<Over>]>([
	['training finished in 4m 12s (exit 0) · 0 new errors', 'good', {container, errors}],
	[
		'training finished in 4m 12s (exit 0) · at least 2 new errors',
		'good',
		{container, errors: {...failed, isComplete: false}},
	],
	['training finished in 4m 12s (exit 0) · its errors could not be counted', 'good', {container}],
	[
		'training failed after 4m 12s (exit 1): ValueError: no rows',
		'bad',
		{container: {...container, exitCode: 1}, errors: failed},
	],
	[
		'training failed after 4m 12s (exit 137, out of memory)',
		'bad',
		{container: {...container, exitCode: 137, outOfMemory: true}, errors},
	],
	[
		'training was stopped after 4m 12s (exit 143, terminated)',
		'bad',
		{run: run({wasStopped: true}), container: {...container, exitCode: 143}, errors},
	],
	[
		'training finished in 4m 12s (exit 0) · 0 new errors · its last output may be missing',
		'good',
		{run: run({state: 'lost', exitCode: undefined}), container, errors},
	],
	[
		'build failed after 40s (exit 17): ERROR: no such package',
		'bad',
		{run: run({exitCode: 17, endedAt: at(40)}), lastLine},
	],
	[
		'training did not start, after 1s (exit 14): ERROR: no such package',
		'bad',
		{run: run({exitCode: 14, endedAt: at(1)}), lastLine},
	],
	[
		'training did not start: port is taken',
		'bad',
		{run: run({exitCode: 1}), container: {...container, startedAt: undefined, failure: 'port is taken'}},
	],
	['training was stopped before it ran, after 5m', 'bad', {run: run({exitCode: 130, wasStopped: true})}],
	[
		'training: outcome unknown: its process on the host is gone without an exit code',
		'bad',
		{run: run({state: 'lost', exitCode: undefined, endedAt: undefined})},
	],
	['training finished in 5m (exit 0) · its container is gone', 'good', {}],
])('%s', (text, tone, parts) => {
	expect(outcomeOfRun({run: run({}), container: undefined, errors: undefined, lastLine: undefined, ...parts})).toEqual({
		text,
		tone,
	});
});

test('the exit code is that of the container, and of compose where there is none', () => {
	const over: Over = {run: run({exitCode: 17}), container: undefined, errors: undefined, lastLine: undefined};
	expect(exitCodeOfRun(over)).toBe(17);
	expect(exitCodeOfRun({...over, container: {...container, exitCode: 3}})).toBe(3);
	expect(exitCodeOfRun({...over, run: run({state: 'lost', exitCode: undefined})})).toBeUndefined();
});
