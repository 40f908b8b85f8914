import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';
import {expect, test} from 'vitest';
import {lookScript, startScript, stopScript, superviseScript} from '../../../source/engine/runs/host-scripts.ts';
import {aboutAsText, readLook} from '../../../source/engine/runs/read-look.ts';
import {waitUntil} from '../../support/wait.ts';

const about = {project: 'er', job: 'training', command: 'docker compose run --build training'};

/** A home of its own, and the scripts as a shell on a host runs them. */
const openHome = async () => {
	const home = await mkdtemp(join(tmpdir(), 'mlops-tui-'));
	const runs = join(home, '.local/state/mlops-tui/runs');
	let count = 0;
	const sh = async (script: string, words: readonly string[], environment: Readonly<Record<string, string>> = {}) => {
		const env = {PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: home, ...environment};
		const child = spawn('sh', ['-c', script, 'mlops-tui', ...words], {env, stdio: ['ignore', 'pipe', 'pipe']});
		const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
		return {code: child.exitCode, stdout, stderr};
	};
	const look = async (directory?: string) =>
		readLook((await sh(lookScript, directory === undefined ? [] : [directory])).stdout);
	return {
		home,
		runs,
		sh,
		look,
		/** Resolves to the directory of a run of this command. */
		async start(command: readonly string[], environment: Readonly<Record<string, string>> = {}) {
			const id = (count += 1).toString(16).padStart(16, '0');
			const words = [superviseScript, aboutAsText(about), id, home, '', ...command];
			const {code, stdout, stderr} = await sh(startScript, words, environment);
			expect({code, stderr}).toEqual({code: 0, stderr: ''});
			return stdout.trimEnd();
		},
		async ended(directory: string) {
			await waitUntil(
				async () => (await look(directory))[0]?.state !== 'going on',
				() => `${directory} goes on`,
			);
			return (await look(directory))[0];
		},
		[Symbol.asyncDispose]: () => rm(home, {recursive: true, maxRetries: 10, retryDelay: 50}),
	};
};

const pidOf = async (directory: string): Promise<number> => Number(await readFile(join(directory, 'pid'), 'utf8'));

test('a run leaves its output and its exit code, for its user alone', async () => {
	await using home = await openHome();
	const directory = await home.start(['sh', '-c', 'echo one; echo two >&2; exit 7']);
	expect(directory.startsWith(home.runs)).toBe(true);
	expect(await home.ended(directory)).toMatchObject({
		...about,
		directory,
		state: 'ended',
		exitCode: 7,
		wasStopped: false,
	});
	expect(await readFile(join(directory, 'output.log'), 'utf8')).toBe('one\ntwo\n');
	for (const file of await readdir(directory)) expect((await stat(join(directory, file))).mode & 0o777).toBe(0o600);
	expect((await stat(directory)).mode & 0o777).toBe(0o700);
});

test('no value becomes shell syntax', async () => {
	await using home = await openHome();
	const words = ["it's", '$(touch broken)', '`touch broken`', '; touch broken', 'a\nb', '*'];
	const directory = await home.start(['printf', '%s|', ...words]);
	await home.ended(directory);
	expect(await readFile(join(directory, 'output.log'), 'utf8')).toBe(`${words.join('|')}|`);
	expect(await readdir(home.home)).not.toContain('broken');
});

test('several go on at once, each with its own output; one whose process is killed is lost', async () => {
	await using home = await openHome();
	const waiting = ['sh', '-c', 'echo begun; while [ ! -e go ]; do sleep 0.05; done'];
	const [one, other] = await Promise.all([home.start(waiting), home.start(waiting)]);
	expect((await home.look()).map(({state}) => state)).toEqual(['going on', 'going on']);
	process.kill(await pidOf(one), 'SIGKILL');
	expect((await home.ended(one))?.state).toBe('lost');
	expect((await home.look(other))[0]?.state).toBe('going on');
	await writeFile(join(home.home, 'go'), '');
	expect(await home.ended(other)).toMatchObject({state: 'ended', exitCode: 0});
});

test('a process that has taken the number of one that is gone is not taken for it', async () => {
	await using home = await openHome();
	const directory = await home.start(['true']);
	await home.ended(directory);
	await rm(join(directory, 'exit'));
	await writeFile(join(directory, 'pid'), `${process.pid}\n`);
	expect((await home.look(directory))[0]?.state).toBe('lost');
});

test('what is stopped ends with all it started, and says so', async () => {
	await using home = await openHome();
	const directory = await home.start(['sh', '-c', 'sleep 600 & wait']);
	expect((await home.sh(stopScript, [directory, 'signal'])).code).toBe(0);
	expect(await home.ended(directory)).toMatchObject({state: 'ended', exitCode: 143, wasStopped: true});
	expect((await home.sh(stopScript, [directory, 'signal'])).code).toBe(0);
});

test('of those that are over the newest 50 of the last 14 days are kept, and nothing else is touched', async () => {
	await using home = await openHome();
	const now = Math.floor(Date.now() / 1000);
	const day = 24 * 3600;
	const put = async (name: string): Promise<void> => {
		await mkdir(join(home.runs, name), {recursive: true});
		await writeFile(join(home.runs, name, 'exit'), '0 1\n');
	};
	const going = await home.start(['sh', '-c', 'while [ ! -e go ]; do sleep 0.05; done']);
	const young = Array.from({length: 60}, (_, index) => `${now - 100 - index}.${index.toString(16).padStart(16, '0')}`);
	await Promise.all([...young, `${now - 15 * day}.aaaa`, 'notes', '1.not-ours'].map(put));
	await utimes(join(home.runs, 'notes'), 0, 0);
	const last = await home.start(['true']);
	const left = await readdir(home.runs);
	expect(left).toEqual(expect.arrayContaining(['notes', '1.not-ours', young[0], young[48]]));
	expect(left).not.toContain(young[50]);
	expect(left).not.toContain(`${now - 15 * day}.aaaa`);
	expect(left.map(name => join(home.runs, name))).toEqual(expect.arrayContaining([going, last]));
	await writeFile(join(home.home, 'go'), '');
	await home.ended(going);
});

test('where the directory for state cannot be made, they are kept among temporary files and found there', async () => {
	await using home = await openHome();
	await writeFile(join(home.home, 'file'), '');
	const nowhere = {XDG_STATE_HOME: join(home.home, 'file')};
	const first = await home.start(['true'], nowhere);
	const second = await home.start(['true'], nowhere);
	expect(first).toMatch(/\/mlops-tui-runs\.\w{6}\//);
	expect(join(first, '..')).toBe(join(second, '..'));
	await home.ended(second);
	expect((await home.look()).map(({directory}) => directory).toSorted()).toEqual([first, second].toSorted());
});
