import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {page} from '../../source/terminal/pager.ts';
import {wordsOf} from '../../source/terminal/words.ts';
import {waitUntil} from '../support/wait.ts';

const makeDirectory = async () => {
	const path = await mkdtemp(join(tmpdir(), 'mlops-tui-pager-'));
	return {path, [Symbol.asyncDispose]: async () => rm(path, {recursive: true, force: true})};
};

/** A directory with a program of this name that writes its words, `$LESS` and its input to a file. */
const makePager = async (name: string) => {
	const directory = await makeDirectory();
	const shown = join(directory.path, 'shown');
	await writeFile(join(directory.path, name), `#!/bin/sh\n{ echo "$@ LESS=$LESS"; /bin/cat; } > ${shown}\n`, {
		mode: 0o700,
	});
	return {...directory, shown: async () => readFile(shown, 'utf8')};
};

const chunksOf = async function* (...chunks: readonly string[]) {
	yield* chunks;
};

const never = new AbortController().signal;

test.each([
	['less -R', ['less', '-R']],
	["  sh -c 'col -bx | less'  ", ['sh', '-c', 'col -bx | less']],
	['"/opt/my pager" --x="a b"', ['/opt/my pager', '--x=a b']],
	['', []],
])('the words of %j', (command, words) => {
	expect(wordsOf(command)).toEqual(words);
});

test.each([
	['less as it should be', {}, '-R LESS=R'],
	['less with what somebody likes', {LESS: 'iM'}, '-R LESS=iM'],
	['less without ending at once', {LESS: 'FRX'}, '-R LESS=FRX -+F'],
	['a PAGER with words', {PAGER: 'less -S'}, '-S LESS=R'],
	['no cat, which shows no page', {PAGER: 'cat'}, '-R LESS=R'],
	['less where the PAGER is missing', {PAGER: 'no-such-pager'}, '-R LESS=R'],
])('a log is shown with %s', async (_title, environment, words) => {
	await using pager = await makePager('less');
	const PATH = pager.path;
	expect(await page(chunksOf('one\n', 'två\n'), {environment: {PATH, ...environment}, signal: never})).toBe('less');
	expect(await pager.shown()).toBe(`${words}\none\ntvå\n`);
});

test('more is taken where there is no less', async () => {
	await using pager = await makePager('more');
	expect(await page(chunksOf('x'), {environment: {PATH: pager.path}, signal: never})).toBe('more');
});

test('without any pager it says so', async () => {
	await expect(
		page(chunksOf('x'), {environment: {PATH: '/nowhere', PAGER: 'most'}, signal: never}),
	).rejects.toMatchObject({
		problem: {what: 'Cannot open a pager', why: 'none of most, less, more is installed'},
	});
});

/** Never ends, and counts how much was taken of it. */
const endless = () => {
	const count = {taken: 0, ended: false};
	const chunks = async function* () {
		try {
			for (;;) {
				count.taken += 10_000;
				yield `${'x'.repeat(9999)}\n`;
			}
		} finally {
			count.ended = true;
		}
	};
	return {count, chunks: chunks()};
};

const silent = async function* () {
	yield 'x\n';
	await new Promise(() => {});
};

const broken = async function* () {
	yield 'what there was\n';
	throw new Error('the connection is gone');
};

const byShell = (script: string) => ({PATH: process.env['PATH'], PAGER: `sh -c '${script}'`});

test('it is read only as far as somebody pages, and ends with the pager', async () => {
	const source = endless();
	expect(await page(source.chunks, {environment: byShell('head -c 50000 >/dev/null'), signal: never})).toBe('sh');
	expect(source.count.taken).toBeGreaterThanOrEqual(50_000);
	expect(source.count.taken).toBeLessThan(2_000_000);
	await waitUntil(
		() => source.count.ended,
		() => 'the source was never told',
	);
});

test('a source that is silent does not keep a pager that was left', async () => {
	expect(await page(silent(), {environment: byShell('read x'), signal: never})).toBe('sh');
});

test('a pager that closes its input and stays is waited for', async () => {
	const source = endless();
	await page(source.chunks, {environment: byShell('exec </dev/null; sleep 0.2'), signal: never});
	expect(source.count.taken).toBeLessThan(2_000_000);
});

test('a source that fails is said after the pager was left', async () => {
	await using directory = await makeDirectory();
	const file = join(directory.path, 'shown');
	await expect(page(broken(), {environment: byShell(`cat > ${file}`), signal: never})).rejects.toThrow(
		'the connection is gone',
	);
	expect(await readFile(file, 'utf8')).toBe('what there was\n');
});

test('a pager that fails is said', async () => {
	await expect(page(chunksOf('x'), {environment: byShell('exit 3'), signal: never})).rejects.toMatchObject({
		problem: {what: 'sh failed', why: 'it ended with exit code 3'},
	});
});

test.each([
	['', 'at once'],
	['trap "" TERM;', 'though it does not want to'],
])('it ends with its signal: %s', async script => {
	await using directory = await makeDirectory();
	const file = join(directory.path, 'pid');
	const quitting = new AbortController();
	const source = endless();
	const paging = page(source.chunks, {
		environment: byShell(`${script} echo $$ > ${file}; while :; do sleep 0.1; done`),
		signal: quitting.signal,
	});
	const pid = async () => Number(await readFile(file, 'utf8').catch(() => ''));
	await waitUntil(
		async () => (await pid()) > 0,
		() => 'never began',
	);
	quitting.abort();
	await paging;
	const begun = await pid();
	expect(() => process.kill(begun, 0)).toThrow('ESRCH');
});
