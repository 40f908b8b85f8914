import {expect, test} from 'vitest';
import {ProblemError} from '../../../source/domain/problem.ts';
import {specOf} from '../../../source/demo/docker-engine/container.ts';
import type {Docker} from '../../../source/engine/docker/docker.ts';
import {lastRunsOf} from '../../../source/engine/jobs/job-rows.ts';
import {watchRunNotes} from '../../../source/engine/jobs/run-notes.ts';
import {runLabels, startPractice, until} from '../docker/practice.ts';

test('output that could not be read is read at the next look, and then no more', async () => {
	await using practice = await startPractice({heartbeat: 50});
	const id = practice.world.create(specOf({name: 'run', labels: runLabels('prediction')}));
	practice.world.start(id);
	practice.world.writeLog(id, 'ERROR it failed');
	practice.world.die(id, 1);
	let reads = 0;
	const logs: Docker['logs'] = async function* (...asked) {
		reads += 1;
		if (reads === 1) throw new ProblemError({what: 'Cannot read it', why: 'Docker hung up', next: 'try again'});
		yield* practice.docker.logs(...asked);
	};
	const options = {
		docker: {...practice.docker, logs},
		containers: practice.containers,
		errors: /ERROR/,
		chosen: lastRunsOf,
	};
	const over = new AbortController();
	const notes: string[] = [];
	const watching = (async () => {
		for await (const seen of watchRunNotes(options, over.signal)) notes.push([...seen.values()].join());
	})();
	await expect.poll(() => notes).toEqual(['', '', 'it failed']);
	let looks = 0;
	await until(practice.containers, () => ++looks > 3);
	expect(reads).toBe(2);
	over.abort();
	await watching;
});
