import {execFile} from 'node:child_process';
import {chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {expect, test} from 'vitest';
import {ProblemError} from '../../source/domain/problem.ts';
import {logFileName, save} from '../../source/terminal/save.ts';

const makeDirectory = async () => {
	const path = await mkdtemp(join(tmpdir(), 'mlops-tui-save-'));
	return {path, [Symbol.asyncDispose]: async () => rm(path, {recursive: true, force: true})};
};

const chunksOf = async function* (...chunks: readonly string[]) {
	yield* chunks;
};

test('a text is written as it comes, for its user alone', async () => {
	await using directory = await makeDirectory();
	const saved = await save(chunksOf('rad 1\n', 'rad två\n'), 'a.log', {directory: directory.path});
	expect(saved).toEqual({path: join(directory.path, 'a.log'), bytes: 15});
	expect(await readFile(join(directory.path, 'a.log'), 'utf8')).toBe('rad 1\nrad två\n');
	expect((await stat(join(directory.path, 'a.log'))).mode & 0o777).toBe(0o600);
});

test('nothing is overwritten: a number is added', async () => {
	await using directory = await makeDirectory();
	await writeFile(join(directory.path, 'a.log'), 'old');
	await symlink(join(directory.path, 'nowhere'), join(directory.path, 'a-2.log'));
	const saved = await save(chunksOf('new'), 'a.log', {directory: directory.path});
	expect(saved?.path).toBe(join(directory.path, 'a-3.log'));
	expect(await readFile(join(directory.path, 'a.log'), 'utf8')).toBe('old');
	expect((await readdir(directory.path)).toSorted()).toEqual(['a-2.log', 'a-3.log', 'a.log']);
	const bare = [
		await save(chunksOf(''), 'b.d/../c', {directory: directory.path}),
		await save(chunksOf(''), 'c', {directory: directory.path}),
	];
	expect(bare.map(each => each?.path)).toEqual([join(directory.path, 'c'), join(directory.path, 'c-2')]);
});

test('a file has its name when it is whole, and not before', async () => {
	await using directory = await makeDirectory();
	const seen: Array<readonly string[]> = [];
	const halves = async function* () {
		yield 'x'.repeat(1_000_000);
		seen.push(await readdir(directory.path));
		await writeFile(join(directory.path, 'a.log'), 'of somebody else');
		yield 'y';
	};
	const saved = await save(halves(), 'a.log', {directory: directory.path});
	expect(seen).toEqual([['a.log.part']]);
	expect(saved).toEqual({path: join(directory.path, 'a-2.log'), bytes: 1_000_001});
	expect((await readdir(directory.path)).toSorted()).toEqual(['a-2.log', 'a.log']);
	expect(await readFile(join(directory.path, 'a.log'), 'utf8')).toBe('of somebody else');
});

test('~/ is home', async () => {
	await using directory = await makeDirectory();
	const saved = await save(chunksOf('x'), '~/a.log', {directory: '/nowhere', home: directory.path});
	expect(saved?.path).toBe(join(directory.path, 'a.log'));
});

test('what cannot be saved is said in a sentence', async () => {
	await using directory = await makeDirectory();
	const attempt = async (path: string) => save(chunksOf('x'), path, {directory: directory.path});
	await writeFile(join(directory.path, 'file'), '');
	await mkdir(join(directory.path, 'logs'));
	await expect(attempt('missing/a.log')).rejects.toMatchObject({
		problem: {
			what: `Cannot save ${directory.path}/missing/a.log`,
			why: `there is no directory ${directory.path}/missing`,
		},
	});
	await expect(attempt('logs')).rejects.toMatchObject({problem: {why: 'it is a directory'}});
	await expect(attempt('file/a.log')).rejects.toMatchObject({problem: {why: 'a part of its path is a file'}});
	await expect(attempt('a'.repeat(300))).rejects.toMatchObject({problem: {why: 'its name is too long'}});
	expect((await readdir(directory.path)).toSorted()).toEqual(['file', 'logs']);
});

test.skipIf(process.getuid?.() === 0)('a directory of somebody else is said in a sentence', async () => {
	await using directory = await makeDirectory();
	await chmod(directory.path, 0o500);
	await expect(save(chunksOf('x'), 'a.log', {directory: directory.path})).rejects.toMatchObject({
		problem: {why: 'this user may not write there'},
	});
});

test('a file that cannot be written to its end is removed', async () => {
	await using directory = await makeDirectory();
	const path = join(directory.path, 'a.log');
	const script = 'ulimit -f 1000; exec "$0" test/terminal/support/save-much.ts "$1"';
	const {stdout} = await promisify(execFile)('bash', ['-c', script, process.execPath, path]);
	expect(stdout).toBe('the file would be larger than the file system or a limit of this user allows');
	expect(await readdir(directory.path)).toEqual([]);
});

test('where the text ends early, nothing is left and what happened is handed on', async () => {
	await using directory = await makeDirectory();
	const gone = new ProblemError({what: 'The connection is gone', why: 'x', next: 'y'});
	const broken = async function* () {
		yield 'x'.repeat(1_000_000);
		throw gone;
	};
	await expect(save(broken(), 'a.log', {directory: directory.path})).rejects.toBe(gone);
	expect(await readdir(directory.path)).toEqual([]);
});

test('an aborted one is quiet and leaves nothing', async () => {
	await using directory = await makeDirectory();
	const quitting = new AbortController();
	const endless = async function* () {
		for (let chunk = 0; ; chunk++) {
			if (chunk === 100) quitting.abort();
			yield 'x'.repeat(10_000);
		}
	};
	expect(await save(endless(), 'a.log', {directory: directory.path, signal: quitting.signal})).toEqual({
		path: undefined,
		bytes: 810_000,
	});
	expect(await readdir(directory.path)).toEqual([]);
});

test.each([
	['training', 'mlops-tui-training-20261121T140207.log'],
	['er/forecast: job #2', 'mlops-tui-er-forecast-job-2-20261121T140207.log'],
	['../../etc/passwd', 'mlops-tui-etc-passwd-20261121T140207.log'],
	['väder\u0000\n日本', 'mlops-tui-väder-日本-20261121T140207.log'],
	['...', 'mlops-tui-log-20261121T140207.log'],
	['x'.repeat(300), `mlops-tui-${'x'.repeat(48)}-20261121T140207.log`],
])('the name for %j', (source, name) => {
	expect(logFileName(source, new Date(2026, 10, 21, 14, 2, 7))).toBe(name);
});
