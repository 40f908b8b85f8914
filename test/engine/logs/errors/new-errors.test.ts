import {appendFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {expect, test} from 'vitest';
import type {Job} from '../../../../source/domain/jobs/job.ts';
import type {SearchedSource} from '../../../../source/engine/engine.ts';
import {createLogs} from '../../../../source/engine/logs/create-logs.ts';
import {createJobBoard, eventually, jobWith, minutesAgo, startHost, watching} from '../support.ts';

const hours = 60;
const hoursAgo = (count: number): Date => new Date(Date.now() - count * 3_600_000);

/** A job whose last good run ended so many hours ago; the one after it failed just now. */
const goodRun = (ago: number | undefined): readonly Job[] => {
	const {runs, ...job} = jobWith('run-2', 'finished');
	const [good] = jobWith('run-1', 'finished', {
		startedAt: hoursAgo((ago ?? 0) + 1),
		finishedAt: hoursAgo(ago ?? 0),
		exitCode: 0,
	}).runs;
	return [{...job, name: 'training', runs: [...runs, ...(ago === undefined || good === undefined ? [] : [good])]}];
};

/** Each kind of error of the file, with whether it is new. */
const newIn = (sources: readonly SearchedSource[] | undefined): Readonly<Record<string, boolean | undefined>> => {
	const file = sources?.find(({source}) => source.kind === 'file');
	return Object.fromEntries((file?.events ?? []).map(({summary, isNew}) => [summary, isNew]));
};

const searched = async (
	files: Readonly<Record<string, string | Buffer>>,
	ago: number | undefined,
): Promise<Readonly<Record<string, boolean | undefined>>> => {
	await using host = await startHost();
	for (const [name, text] of Object.entries(files)) await writeFile(join(host.directory, name), text);
	const config = {directory: host.directory, logs: {training: 'training.log'}, errors: /ERROR/, mask: []};
	const logs = createLogs(host.options({host: config, jobs: createJobBoard(goodRun(ago)).jobs}));
	return newIn(await logs.searchErrors(new AbortController().signal));
};

const line = (ago: number, text: string): string => `${minutesAgo(ago * hours)} ${text}\n`;
const today = line(3, 'ERROR seen before') + line(2, 'ERROR no rows') + line(1, 'ERROR seen lately');

test('an error is new when its log has not seen it before the last good run', async () => {
	const before = line(80, 'INFO begin') + line(70, 'ERROR seen before') + line(28, 'ERROR seen lately');
	expect(await searched({'training.log': before + today}, 30)).toEqual({
		'seen before': false,
		'no rows': true,
		'seen lately': true,
	});
});

test('what a rotated log has seen was seen before', async () => {
	const files = {
		'training.log': today,
		'training.log.1': line(40, 'INFO fine'),
		'training.log.2.gz': gzipSync(line(80, 'INFO begin') + line(70, 'ERROR seen before')),
	};
	expect(await searched(files, 30)).toEqual({'seen before': false, 'no rows': true, 'seen lately': true});
});

test('an error that was seen before the last good run of today is not new', async () => {
	expect(await searched({'training.log': line(80, 'INFO begin') + today}, 1.5)).toEqual({
		'seen before': false,
		'no rows': false,
		'seen lately': true,
	});
});

test('no error is new where that cannot be told', async () => {
	const unknown = {'seen before': undefined, 'no rows': undefined, 'seen lately': undefined};
	// No good run, nothing kept from before it, lines without a time, a file that cannot be decompressed.
	expect(await searched({'training.log': line(80, 'INFO begin') + today}, undefined)).toEqual(unknown);
	expect(await searched({'training.log': today}, 30)).toEqual(unknown);
	expect(await searched({'training.log': 'ERROR whenever\n'}, 30)).toEqual({whenever: undefined});
	expect(await searched({'training.log': line(80, 'INFO begin') + today, 'training.log.1.gz': 'no'}, 30)).toEqual(
		unknown,
	);
});

test('an error that is written while the log is watched is new, until a good run has seen it', async () => {
	await using host = await startHost();
	const path = join(host.directory, 'training.log');
	await writeFile(path, line(80, 'INFO begin') + line(70, 'ERROR seen before'));
	const board = createJobBoard(goodRun(30));
	const config = {directory: host.directory, logs: {training: 'training.log'}, errors: /ERROR/, mask: []};
	const stop = new AbortController();
	const watched = watching(createLogs(host.options({host: config, jobs: board.jobs})).watchErrors(stop.signal));
	await expect.poll(() => watched.states.length, eventually).toBeGreaterThan(0);
	await appendFile(path, line(0.1, 'ERROR no rows') + line(0, 'ERROR seen before'));
	const now = (): unknown => newIn(watched.states.at(-1));
	await expect.poll(now, eventually).toEqual({'no rows': true, 'seen before': false});
	board.set(goodRun(0));
	await expect.poll(now, eventually).toEqual({'no rows': false, 'seen before': false});
	stop.abort();
	await watched.ended;
});
