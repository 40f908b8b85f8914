import {chmod, link, mkdir, stat, symlink, utimes, writeFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {listPieces} from '../../../../source/engine/logs/files/series.ts';
import {openLocal} from '../../../../source/engine/host/local.ts';
import {never, practice, temporaryDirectory} from '../../ssh/practice.ts';

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

beforeEach(async () => {
	directory = await temporaryDirectory();
});

afterEach(async () => {
	await directory[Symbol.asyncDispose]();
});

const at = (name: string): string => join(directory.path, name);

/** Files that were written last one hour after the other. */
const write = async (...names: readonly string[]): Promise<void> => {
	for (const [index, name] of names.entries()) {
		await writeFile(at(name), name);
		await utimes(at(name), 1000, 1_700_000_000 + index * 3600);
	}
};

const list = async (name: string, connection = openLocal()) => {
	const pieces = await listPieces(connection, at(name), never);
	return pieces.map(({path}) => basename(path));
};

describe('the files of a log', () => {
	test('come by when they were written last, and the one that is written to comes last', async () => {
		const names = ['a.log-20261101.gz', 'a.log.2026-11-18', 'a.log.3.gz', 'a.log-20261119', 'a.log.2', 'a.log.1'];
		await write('a.log', ...names);
		expect(await list('a.log')).toEqual([...names, 'a.log']);
	});

	test('come by their numbers and dates where they were written in the same second', async () => {
		await write(
			'a.log',
			'a.log.10',
			'a.log.9.gz',
			'a.log.1',
			'b.log',
			'b.log.2026-11-20_14-00',
			'b.log.2026-11-20_09-00',
		);
		for (const name of ['a.log.10', 'a.log.9.gz', 'a.log.1', 'b.log.2026-11-20_14-00', 'b.log.2026-11-20_09-00'])
			await utimes(at(name), 1000, 1000);
		expect(await list('a.log')).toEqual(['a.log.10', 'a.log.9.gz', 'a.log.1', 'a.log']);
		expect(await list('b.log')).toEqual(['b.log.2026-11-20_09-00', 'b.log.2026-11-20_14-00', 'b.log']);
	});

	test('may be compressed with other tools', async () => {
		const names = ['a.log-20261101.bz2', 'a.log.3.zst', 'a.log.2.xz', 'a.log.1'];
		await write(...names, 'a.log.1.xz', 'a.log');
		expect(await list('a.log')).toEqual([...names, 'a.log']);
		const pieces = await listPieces(openLocal(), at('a.log'), never);
		expect(pieces.map(({compressed}) => compressed)).toEqual([true, true, true, false, false]);
	});

	test('are no others whose names begin the same', async () => {
		await write('a.log', 'a.log.bak', 'a.log.1.swp', 'a.log-old', 'a.log.1~', 'a.log2', 'aXlog.1', 'a.log.1\na.log.2');
		await mkdir(at('a.log.4'));
		expect(await list('a.log')).toEqual(['a.log']);
	});

	test('say what they are', async () => {
		await write('a.log.1.gz');
		await writeFile(at('a.log'), 'one\n');
		const facts = await stat(at('a.log'));
		expect(await listPieces(openLocal(), at('a.log'), never)).toMatchObject([
			{path: at('a.log.1.gz'), size: 10, compressed: true, modifiedAt: new Date(1_700_000_000_000)},
			{path: at('a.log'), part: `${facts.dev}:${facts.ino}`, size: 4, compressed: false},
		]);
	});

	test('are those it was rotated to while the one that is written to is not there', async () => {
		await write('a.log.1');
		expect(await list('a.log')).toEqual(['a.log.1']);
	});

	test('leave out what is being compressed, and a second name of the one that is written to', async () => {
		await write('a.log.1', 'a.log.1.gz', 'app.log-20261120');
		await symlink('app.log-20261120', at('app.log'));
		await link(at('a.log.1'), at('a.log'));
		expect(await list('app.log')).toEqual(['app.log']);
		expect(await list('a.log')).toEqual(['a.log']);
	});

	test('may have any name', async () => {
		const names = ["it's $(date) [a-b]*.log", '-n', 'två.log', 'a\nb.log'];
		for (const name of names) {
			await write(name, `${name}.1`);
			expect(await list(name)).toEqual([`${name}.1`, name].map(one => basename(one)));
		}
	});

	test('are explained when there are none', async () => {
		await mkdir(at('directory'));
		await writeFile(at('file'), '');
		for (const [name, why] of [
			['a.log', 'it does not exist'],
			['nowhere/a.log', 'it does not exist'],
			['directory', 'it is a directory or a device, not a file'],
		] as const)
			await expect(list(name)).rejects.toMatchObject({problem: {what: `Cannot read ${at(name)} on this machine`, why}});
	});

	test.skipIf(process.getuid?.() === 0)('are explained when the directory may not be entered', async () => {
		await mkdir(at('closed'));
		await chmod(at('closed'), 0);
		await expect(list('closed/a.log')).rejects.toMatchObject({problem: {why: 'this user may not read it'}});
	});

	test('are listed over SSH too', async () => {
		await using server = await practice();
		await write('a.log', 'a.log.1');
		expect(await list('a.log', await server.dial())).toEqual(['a.log.1', 'a.log']);
	});
});
