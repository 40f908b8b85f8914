import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Job} from '../../source/domain/jobs/job.ts';
import type {Seen} from '../../source/engine/engine.ts';
import type {RunHistory} from '../../source/engine/run-history.ts';
import {openRunHistory} from '../../source/history/open-run-history.ts';
import {openEngine} from './support/engine.ts';
import {startRealServer, type RealServer} from './support/real-server.ts';
import {skipped} from './support/requirements.ts';
import {watching} from './support/until.ts';

const runsOf = ({rows}: Seen<Job>, name: string): Job['runs'] => rows.find(job => job.name === name)?.runs ?? [];

describe.skipIf(skipped)('the runs of a real server that leave nothing', () => {
	let server: RealServer;
	let state: string;
	beforeAll(async () => {
		server = await startRealServer();
		state = await mkdtemp(path.join(tmpdir(), 'mlops-tui-'));
	});
	afterAll(async () => {
		await rm(state, {recursive: true, force: true});
		await server[Symbol.asyncDispose]();
	});

	const historyHere = (): RunHistory & AsyncDisposable =>
		openRunHistory({XDG_STATE_HOME: state}, {name: 'er', ssh: undefined});

	test('a run with --rm is known with its exit code when it is gone, in the next session as well', async () => {
		{
			await using history = historyHere();
			using opened = await openEngine(server, {runHistory: history});
			using jobs = watching(signal => opened.engine.jobs.watch(signal));
			await jobs.until(({rows}) => rows.length === 2);
			expect((await server.runJob('prediction', '--rm')).code).toBe(1);
			const seen = await jobs.until(found => runsOf(found, 'prediction')[0]?.gone === true);
			const [run] = runsOf(seen, 'prediction');
			expect(run).toMatchObject({state: 'finished', exitCode: 1});
			expect(run?.finishedAt?.getTime()).toBeGreaterThanOrEqual(run?.startedAt?.getTime() ?? Infinity);
		}
		await server.runJob('prediction');
		await using history = historyHere();
		using opened = await openEngine(server, {runHistory: history});
		using jobs = watching(signal => opened.engine.jobs.watch(signal));
		const again = await jobs.until(found => runsOf(found, 'prediction').length > 0);
		expect(runsOf(again, 'prediction').map(({gone, exitCode}) => ({gone, exitCode}))).toEqual([
			{gone: false, exitCode: 1},
			{gone: true, exitCode: 1},
		]);
	});
});
