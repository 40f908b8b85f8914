import {appendFile, mkdir, open, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {ProblemError} from '../../../../source/domain/problem.ts';
import {createLogs} from '../../../../source/engine/logs/create-logs.ts';
import {startContainers} from '../containers.ts';
import {createJobBoard, inShort, jobWith, minutesAgo, startHost} from '../support.ts';

const {signal} = new AbortController();

describe('one search of everything', () => {
	test('finds the errors of files and runs, and says what could not be searched', async () => {
		await using host = await startHost();
		await using containers = await startContainers(host);
		const {world} = containers;
		await mkdir(join(host.directory, 'logs'));
		await writeFile(join(host.directory, 'logs/training.log'), `${minutesAgo(1)} ERROR in the file, not ended`);
		const id = containers.create('run-1');
		world.start(id);
		world.writeLog(id, 'ERROR in the run');
		const options = host.options({
			docker: containers.docker,
			jobs: createJobBoard([jobWith(id, 'running')]).jobs,
			host: {directory: host.directory, logs: {api: 'api.log'}, errors: /ERROR/g},
		});
		expect(inShort(await createLogs(options).searchErrors(signal))).toEqual({
			api: '0 lines · it does not exist',
			training: 'in the file, not ended · 1 lines',
			'prediction run': 'in the run · 1 lines',
		});
	});

	test('goes on without Docker', async () => {
		await using host = await startHost();
		await writeFile(join(host.directory, 'a.log'), 'ERROR\n');
		const jobs = {
			async *watch() {
				yield* [];
				throw new ProblemError({what: 'Cannot list', why: 'Docker is down', next: 'start it'});
			},
		};
		const options = host.options({jobs, host: {directory: host.directory, logs: {a: 'a.log'}, errors: /ERROR/}});
		expect(inShort(await createLogs(options).searchErrors(signal))).toEqual({
			a: 'ERROR · 1 lines',
			jobs: '0 lines · Docker is down',
		});
	});

	test('of a file that is larger than 64 MiB reads its end, and names what that holds', async () => {
		await using host = await startHost();
		const path = join(host.directory, 'a.log');
		const file = await open(path, 'w');
		await file.write('ERROR long ago\n', 0);
		// A hole instead of 70 MiB of lines, then whole lines.
		await file.write('\nERROR late\n'.repeat(3), 70 * 1024 * 1024);
		await file.close();
		const options = host.options({host: {directory: host.directory, logs: {a: 'a.log'}, errors: /ERROR/}});
		const [found] = await createLogs(options).searchErrors(signal);
		expect(found?.events.map(({summary, count}) => [summary, count])).toEqual([['late', 3]]);
		expect(found?.searched).toMatchObject({lines: 5, bytes: 35, range: {kind: 'end'}});
		expect(found?.problem?.why).toBe('its last 64 MiB do not say when they were written');

		const startedAt = minutesAgo(60);
		await appendFile(path, `${startedAt} INFO begin\n`);
		const [again] = await createLogs(options).searchErrors(signal);
		expect(again?.searched.range).toEqual({kind: 'end'});
		expect(again?.problem).toMatchObject({
			what: `Only the end of ${path} is searched`,
			why: expect.stringContaining('its last 64 MiB were written since '),
		});

		const old = await open(path, 'r+');
		await old.write(`\n${minutesAgo(3000)} INFO old\n`, 69 * 1024 * 1024);
		await old.close();
		const [whole] = await createLogs(options).searchErrors(signal);
		expect(whole?.searched.range).toEqual({kind: 'last', milliseconds: 86_400_000});
		expect(whole?.problem).toBeUndefined();
	});

	test('ends by its signal', async () => {
		await using host = await startHost();
		await expect(createLogs(host.options()).searchErrors(AbortSignal.abort())).rejects.toThrow('aborted');
	});
});
