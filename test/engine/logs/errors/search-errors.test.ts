import {mkdir, writeFile} from 'node:fs/promises';
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
			host: {directory: host.directory, logs: {api: 'api.log'}, errors: /ERROR/g, mask: []},
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
		const options = host.options({
			jobs,
			host: {directory: host.directory, logs: {a: 'a.log'}, errors: /ERROR/, mask: []},
		});
		expect(inShort(await createLogs(options).searchErrors(signal))).toEqual({
			a: 'ERROR · 1 lines',
			jobs: '0 lines · Docker is down',
		});
	});

	test('ends by its signal', async () => {
		await using host = await startHost();
		await expect(createLogs(host.options()).searchErrors(AbortSignal.abort())).rejects.toThrow('aborted');
	});
});
