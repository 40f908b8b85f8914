import {appendFile, chmod, mkdtemp, readFile, rm, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import type {Run} from '../../source/domain/jobs/job.ts';
import {longestKept, mostRuns, type RunRecord} from '../../source/domain/jobs/run-record.ts';
import {openRunHistory} from '../../source/history/open-run-history.ts';
import {rememberRuns} from '../../source/history/remember-runs.ts';

const now = new Date('2026-11-21T00:00:00Z');
const minute = 60_000;
const ago = (minutes: number): Date => new Date(now.getTime() - minutes * minute);

const run = (containerId: string, minutes: number, more: Partial<Run> = {}): Run => ({
	containerId,
	project: 'er',
	job: 'prediction',
	state: 'finished',
	createdAt: ago(minutes),
	startedAt: ago(minutes),
	finishedAt: ago(minutes - 1),
	exitCode: 0,
	outOfMemory: false,
	failure: '',
	terminal: false,
	startedAs: undefined,
	gone: true,
	...more,
});

const nothing: RunRecord = {runs: [], watched: []};
const runs = (...all: readonly Run[]): RunRecord => ({runs: all, watched: []});

/** A directory for state, and histories of one host in it. */
const temporary = async () => {
	const state = await mkdtemp(join(tmpdir(), 'mlops-tui-runs-'));
	const directory = join(state, 'mlops-tui', 'runs', 'er-forecast+user@10.30.51.137');
	return {
		state,
		path: join(directory, 'runs.jsonl'),
		open: () => openRunHistory({XDG_STATE_HOME: state}, {name: 'er-forecast', ssh: 'user@10.30.51.137'}),
		[Symbol.asyncDispose]: () => rm(state, {recursive: true, force: true}),
	};
};

test('runs that were seen are there in the next session with how they ended, for its user alone', async () => {
	await using place = await temporary();
	const going = run('b', 20, {state: 'running', finishedAt: undefined, exitCode: undefined});
	const killed = run('c', 10, {exitCode: 137, outOfMemory: true, terminal: true, startedAs: 'abc', failure: 'no room'});
	{
		await using history = place.open();
		expect(await history.read()).toEqual(nothing);
		void history.add(runs(run('a', 30), going), now);
		void history.add(runs(run('b', 20, {exitCode: 1}), killed), now);
	}
	expect(await place.open().read()).toEqual(runs(killed, run('b', 20, {exitCode: 1}), run('a', 30)));
	expect((await stat(place.path)).mode & 0o777).toBe(0o600);
});

test('a run whose end nobody saw stays as it was seen last', async () => {
	await using place = await temporary();
	const going = run('b', 20, {state: 'running', finishedAt: undefined, exitCode: undefined});
	await place.open().add(runs(going), now);
	expect((await place.open().read()).runs).toEqual([going]);
});

test('one container that was started twice has two runs', async () => {
	await using place = await temporary();
	await place.open().add(runs(run('a', 30), run('a', 20, {exitCode: 1})), now);
	expect((await place.open().read()).runs.map(({exitCode}) => exitCode)).toEqual([1, 0]);
});

test('when runs were watched is kept, and stretches that touch are one', async () => {
	await using place = await temporary();
	await using history = place.open();
	await history.add({runs: [], watched: [{from: ago(30), to: ago(20)}]}, now);
	await history.add({runs: [], watched: [{from: ago(20), to: ago(10)}]}, now);
	await history.add({runs: [], watched: [{from: ago(5), to: ago(1)}]}, now);
	expect((await history.read()).watched).toEqual([
		{from: ago(30), to: ago(10)},
		{from: ago(5), to: ago(1)},
	]);
});

test('lines that are torn or none of ours are skipped, and the next one is whole', async () => {
	await using place = await temporary();
	await place.open().add(runs(run('a', 30)), now);
	await appendFile(place.path, '{"run":{"container":"x"}}\nnonsense\n{"run":{"cont');
	await place.open().add(runs(run('b', 20)), now);
	expect((await place.open().read()).runs.map(({containerId}) => containerId)).toEqual(['b', 'a']);
});

test('a file that has grown is written anew, with the newest runs of each job and no old ones', async () => {
	await using place = await temporary();
	await using history = place.open();
	const many = Array.from({length: mostRuns + 500}, (_, index) => run(`p${index}`, 2000 - index));
	await history.add(runs(run('old', longestKept / minute + 1), run('training', 5000, {job: 'training'}), ...many), now);
	const kept = await history.read();
	expect(kept.runs).toHaveLength(mostRuns + 1);
	expect(kept.runs.at(-1)).toMatchObject({job: 'training'});
	expect(kept.runs[0]?.containerId).toBe(`p${mostRuns + 499}`);
	expect((await readFile(place.path, 'utf8')).split('\n')).toHaveLength(mostRuns + 2);
});

test.skipIf(process.getuid?.() === 0)('a history that cannot be written says why and what to do', async () => {
	await using place = await temporary();
	await chmod(place.state, 0o500);
	await expect(place.open().read()).rejects.toMatchObject({
		problem: {what: expect.stringContaining('Cannot keep the runs'), next: expect.stringContaining('XDG_STATE_HOME')},
	});
	await chmod(place.state, 0o700);
});

test('a history in memory begins with what it is given', async () => {
	const history = rememberRuns(runs(run('a', 30)));
	await history.add({runs: [run('b', 20)], watched: [{from: ago(30), to: ago(20)}]}, now);
	expect(await history.read()).toEqual({
		runs: [run('b', 20), run('a', 30)],
		watched: [{from: ago(30), to: ago(20)}],
	});
});
