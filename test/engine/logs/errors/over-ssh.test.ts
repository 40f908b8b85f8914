import {appendFile, mkdir, open, rename, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {Connection} from '../../../../source/engine/connection.ts';
import type {Engine} from '../../../../source/engine/engine.ts';
import {createLogs} from '../../../../source/engine/logs/create-logs.ts';
import {createHostClocks} from '../../../../source/engine/host/host-clock.ts';
import {startRelay} from '../../../support/relay.ts';
import {practice, said} from '../../ssh/practice.ts';
import {createJobBoard, eventually, latest, minutesAgo, noContainers, noDocker, tailsOf, watching} from '../support.ts';

/** The logs of a host that has these files and nothing else. */
const logsOf = (connection: Connection, logs: Readonly<Record<string, string>>, heartbeat: number): Engine['logs'] =>
	createLogs({
		connection,
		clocks: createHostClocks(connection),
		docker: noDocker,
		containers: noContainers,
		host: {directory: undefined, logs, errors: /ERROR|Exception/, mask: []},
		jobs: createJobBoard().jobs,
		projectDirectories: async () => [],
		heartbeat,
	});

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
		const logs = logsOf(connection, Object.fromEntries(names.map(name => [name, pathOf(name)])), 100);
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
		await expect.poll(now, eventually).toEqual(all('one · two · three · four · five · 5 lines'));

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
	const logs = logsOf(connection, {a: path}, 50);
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

test('of 200 MB on the host only what is found crosses the link', async () => {
	await using server = await practice();
	await using counter = await startRelay(server.server.port);
	const knownHosts = join(server.root, 'known_hosts_counted');
	await writeFile(
		knownHosts,
		`${server.server.hostKeyLine.replace(String(server.server.port), String(counter.port))}\n`,
	);
	const connection = await server.dial({port: counter.port, knownHostsFiles: [knownHosts]});
	const path = join(server.root, 'logs', 'training.log');
	await mkdir(join(server.root, 'logs'));
	const file = await open(path, 'w');
	const fine = `${minutesAgo(60)} INFO epoch finished, loss 0.31, accuracy 0.91\n`.repeat(60_000);
	for (const name of ['one', 'two', 'three', 'four']) {
		const traceback = 'Traceback (most recent call last):\n  File "a.py", line 1\nValueError: ';
		await file.write(`${minutesAgo(60)} ERROR failed\n${traceback}${name}\n`);
		for (let chunk = 0; chunk < 12; chunk += 1) await file.write(fine);
	}
	await file.close();
	const {size} = await stat(path);
	expect(size).toBeGreaterThan(200_000_000);
	const logs = logsOf(connection, {training: path}, 100);
	const before = counter.received();
	const stop = new AbortController();
	const watched = watching(logs.watchErrors(stop.signal));
	await expect
		.poll(() => latest(watched), {...eventually, timeout: 60_000})
		.toEqual({
			training: `ValueError: one · ValueError: two · ValueError: three · ValueError: four · ${4 * (60_000 * 12 + 4)} lines`,
		});
	expect(watched.states.at(-1)?.[0]?.searched.bytes).toBe(size);
	// Its end, which is read; the rest is what was found, where to begin, and how far it has come.
	expect(counter.received() - before).toBeLessThan(256 * 1024 + 256 * 1024);
	stop.abort();
	await watched.ended;
}, 90_000);
