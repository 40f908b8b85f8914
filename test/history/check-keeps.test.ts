import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {check} from '../../source/commands/check.ts';
import {reportOf} from '../../source/commands/check-report.ts';
import {startPractice} from '../../source/demo/practice.ts';
import {createEngine} from '../../source/engine/create-engine.ts';
import {dialSsh} from '../../source/engine/ssh/dial.ts';
import {openAgeHistory} from '../../source/history/open-age-history.ts';
import {nobody} from '../commands/support.ts';

const now = (): Date => new Date();

/** `mlops-tui check` on a calm server, with this directory for state. */
const checkOnce = async (state: string) => {
	await using practice = await startPractice('calm', {pace: 0.1, scheduled: false});
	const {host} = practice;
	await using history = openAgeHistory({XDG_STATE_HOME: state}, host);
	const findings = await check(
		{
			name: host.name,
			async reach(asker, signal) {
				const connection = await dialSsh(practice.target, asker, signal);
				return {connection, engine: createEngine(connection, host, {heartbeat: 1000, now, history})};
			},
			asker: nobody,
			now,
		},
		new AbortController().signal,
	);
	return {report: reportOf(findings), host};
};

const temporary = async () => {
	const state = await mkdtemp(join(tmpdir(), 'mlops-tui-ages-'));
	return {state, [Symbol.asyncDispose]: () => rm(state, {recursive: true, force: true})};
};

test('each check from the command line adds to what the next one knows', async () => {
	await using place = await temporary();
	const {report, host} = await checkOnce(place.state);
	expect(report.status).toBe('ok');
	const kept = await openAgeHistory({XDG_STATE_HOME: place.state}, host).read('patients');
	expect(kept).toMatchObject([{verdict: 'fresh', age: expect.any(Number), newest: expect.any(Date)}]);
});

test('a history that cannot be kept is among the problems, and everything else is as it is', async () => {
	await using place = await temporary();
	await writeFile(join(place.state, 'mlops-tui'), '');
	const {report} = await checkOnce(place.state);
	expect(report.status).toBe('ok');
	expect(new Set(report.data.map(({verdict}) => verdict))).toEqual(new Set(['fresh']));
	expect(report.problems).toEqual([
		expect.stringMatching(
			/^Cannot keep the ages of data in .*: a part of its path is a file\. Make room or set XDG_STATE_HOME/,
		),
	]);
});
