import {chmod, mkdir, symlink, truncate, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import type {SshFaults} from '../../../source/demo/ssh-server.ts';
import {bytesOf, never, practice} from './practice.ts';

describe.each<[string, SshFaults]>([
	['by SFTP', {}],
	['by SFTP that gives less than asked for', {sftp: 'short'}],
	['without SFTP', {sftp: 'missing'}],
])('%s', (_title, faults) => {
	const text = Array.from({length: 40_000}, (_, index) => `line ${index}\n`).join('');

	test.each([
		['the whole', {start: 0}, text],
		['the start', {start: 0, end: 10}, text.slice(0, 10)],
		['the middle', {start: 100_001, end: 300_002}, text.slice(100_001, 300_002)],
		['the end', {start: text.length - 5}, text.slice(-5)],
		['what is there of a range that goes past the end', {start: text.length - 5, end: text.length + 5}, text.slice(-5)],
		['nothing past the end', {start: text.length + 5}, ''],
		['nothing of an empty range', {start: 5, end: 5}, ''],
	])('%s of a file is read', async (_part, range, expected) => {
		await using host = await practice({faults});
		const path = join(host.root, `it's a log`);
		await writeFile(path, text);
		const connection = await host.dial();
		expect((await bytesOf(connection.readFile(path, range, never))).toString()).toBe(expected);
		await expect.poll(() => host.server.sessions).toBe(1);
	});

	test('the files of a directory are listed with size and time, links followed', async () => {
		await using host = await practice({faults});
		const logs = join(host.root, 'logs');
		await mkdir(join(logs, 'below'), {recursive: true});
		const at = new Date('2026-03-04T05:06:07Z');
		for (const [name, size] of [
			['b.log', 7],
			['a b.log', 0],
			['.hidden', 1],
		] as const) {
			await writeFile(join(logs, name), 'x'.repeat(size));
			await utimes(join(logs, name), at, at);
		}

		await symlink('b.log', join(logs, 'link'));
		await symlink('nowhere', join(logs, 'dangling'));
		await symlink('below', join(logs, 'directory'));
		const connection = await host.dial();
		const expected = [
			{path: join(logs, '.hidden'), size: 1, modifiedAt: at},
			{path: join(logs, 'a b.log'), size: 0, modifiedAt: at},
			{path: join(logs, 'b.log'), size: 7, modifiedAt: at},
			{path: join(logs, 'link'), size: 7, modifiedAt: at},
		];
		expect(await connection.listFiles(logs, never)).toEqual(expected);
		expect(await connection.listFiles(`${logs}/`, never)).toEqual(expected);
		expect(await connection.listFiles(join(logs, 'below'), never)).toEqual([]);
	});

	test('what is not there is said by its path', async () => {
		await using host = await practice({faults});
		const connection = await host.dial();
		const path = join(host.root, 'missing.log');
		const problem = {what: `Cannot read ${path} on er-forecast`, why: 'it does not exist'};
		await expect(bytesOf(connection.readFile(path, {start: 0}, never))).rejects.toMatchObject({problem});
		await expect(connection.listFiles(path, never)).rejects.toMatchObject({problem});
	});

	test.skipIf(process.getuid?.() === 0)('what may not be read is said by its path', async () => {
		await using host = await practice({faults});
		const connection = await host.dial();
		const path = join(host.root, 'secret.log');
		await writeFile(path, 'x');
		await chmod(path, 0o000);
		await expect(bytesOf(connection.readFile(path, {start: 0}, never))).rejects.toMatchObject({
			problem: {what: `Cannot read ${path} on er-forecast`, why: 'this user may not read it'},
		});
	});

	test('a long read ends when its signal aborts, and when its reader stops', async () => {
		await using host = await practice({faults});
		const path = join(host.root, 'large');
		await writeFile(path, '');
		await truncate(path, 1e10);
		const connection = await host.dial();
		const leaving = new AbortController();
		const reason = new Error('enough');
		const reading = (async () => {
			for await (const piece of connection.readFile(path, {start: 0}, leaving.signal))
				if (piece.length > 0) leaving.abort(reason);
		})();
		await expect(reading).rejects.toBe(reason);
		for await (const piece of connection.readFile(path, {start: 0}, never)) {
			expect(piece.length).toBeGreaterThan(0);
			break;
		}

		expect(await connection.ping(never)).toBeGreaterThan(0);
		await expect.poll(() => host.server.sessions).toBe(1);
	});

	test('a round trip is measured, and gives up by its signal', async () => {
		await using host = await practice({faults});
		const connection = await host.dial();
		expect(await connection.ping(never)).toBeGreaterThan(0);
		expect(await connection.ping(never)).toBeLessThan(5000);
		host.server.freeze();
		const leaving = new AbortController();
		const pinging = connection.ping(leaving.signal);
		leaving.abort(new Error('too slow'));
		await expect(pinging).rejects.toThrow('too slow');
	});
});

test('one SFTP session serves all, and a new one comes when it has ended', async () => {
	await using host = await practice();
	const connection = await host.dial();
	await Promise.all(Array.from({length: 20}, async () => connection.listFiles(host.root, never)));
	await expect.poll(() => host.server.sessions).toBe(1);
	host.server.endFiles();
	await expect.poll(async () => connection.ping(never).catch(() => 0)).toBeGreaterThan(0);
	expect(await connection.listFiles(host.root, never)).not.toEqual([]);
});
