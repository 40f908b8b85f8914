import {appendFile, mkdir, rename, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {createLogs} from '../../../../source/engine/logs/create-logs.ts';
import {createHostClocks} from '../../../../source/engine/host/host-clock.ts';
import {practice, said} from '../../ssh/practice.ts';
import {createJobBoard, eventually, latest, noContainers, noDocker, tailsOf, watching} from '../support.ts';

describe('over SSH', () => {
	test('the errors of more logs than a server allows commands are followed, over a rotation and to the end', async () => {
		await using server = await practice();
		const connection = await server.dial();
		const directory = server.root;
		const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'];
		const pathOf = (name: string): string => join(directory, 'logs', `${name}.log`);
		await mkdir(join(directory, 'logs'));
		for (const name of names) await writeFile(pathOf(name), 'ERROR one\n');
		const stop = new AbortController();
		const logs = createLogs({
			connection,
			clocks: createHostClocks(connection),
			docker: noDocker,
			containers: noContainers,
			host: {directory, logs: Object.fromEntries(names.map(name => [name, pathOf(name)])), errors: /ERROR/, mask: []},
			jobs: createJobBoard().jobs,
			projectDirectories: async () => [],
			heartbeat: 100,
		});
		const watched = watching(logs.watchErrors(stop.signal));
		const now = (): unknown => latest(watched);
		const all = (text: string) => Object.fromEntries(names.map(name => [name, text]));

		await expect.poll(now, eventually).toEqual(all('one · 1 lines'));
		for (const name of names) await appendFile(pathOf(name), 'ERROR two\n');
		await expect.poll(now, eventually).toEqual(all('one · two · 2 lines'));
		for (const name of names) {
			await rename(pathOf(name), `${pathOf(name)}.1`);
			await writeFile(pathOf(name), 'ERROR three\nERROR four\nERROR five\n');
		}
		await expect.poll(now, eventually).toEqual(all('three · four · five · 3 lines'));

		const place = {around: {text: 'ERROR four', at: undefined, part: '', position: 12}};
		const [source] = watched.states.at(-1) ?? [];
		for await (const {lines} of logs.open(source?.source ?? fail(), place, stop.signal)) {
			expect(lines.map(({text}) => text)).toEqual(['ERROR three', 'ERROR four', 'ERROR five']);
			break;
		}

		await expect.poll(async () => (await tailsOf(directory)).length, eventually).toBe(5);
		stop.abort();
		await watched.ended;
		await expect.poll(() => tailsOf(directory), eventually).toEqual([]);
	});
});

test('a log whose tail had to make room is read on, and tailed again once there is room', async () => {
	await using server = await practice();
	const connection = await server.dial();
	const directory = server.root;
	const path = join(directory, 'logs', 'a.log');
	await mkdir(join(directory, 'logs'));
	await writeFile(path, 'ERROR one\n');
	const stop = new AbortController();
	const logs = createLogs({
		connection,
		clocks: createHostClocks(connection),
		docker: noDocker,
		containers: noContainers,
		host: {directory, logs: {a: path}, errors: /ERROR/, mask: []},
		jobs: createJobBoard().jobs,
		projectDirectories: async () => [],
		heartbeat: 50,
	});
	const watched = watching(logs.watchErrors(stop.signal));
	const now = (): unknown => latest(watched);
	const tails = async (): Promise<number> => (await tailsOf(directory)).length;
	await expect.poll(now, eventually).toEqual({a: 'one · 1 lines'});
	await expect.poll(tails, eventually).toBe(1);

	const leaving = new AbortController();
	const crowd = Promise.allSettled(
		Array.from({length: 8}, async () => said(connection.run('sleep 1000', leaving.signal))),
	);
	await expect.poll(tails, eventually).toBe(0);
	await appendFile(path, 'ERROR two\n');
	await expect.poll(now, eventually).toEqual({a: 'one · two · 2 lines'});
	leaving.abort(new Error('done'));
	await crowd;
	await expect.poll(tails, eventually).toBe(1);
	await appendFile(path, 'ERROR three\n');
	await expect.poll(now, eventually).toEqual({a: 'one · two · three · 3 lines'});
	stop.abort();
	await watched.ended;
});

const fail = (): never => {
	throw new Error('there is no source');
};
