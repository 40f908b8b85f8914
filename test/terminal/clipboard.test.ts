import {execFileSync} from 'node:child_process';
import {chmod, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {copy} from '../../source/terminal/clipboard.ts';
import {runTool} from '../../source/terminal/clipboard-tools.ts';
import type {Environment} from '../../source/terminal/environment.ts';
import {longestCopy, osc52} from '../../source/terminal/osc52.ts';
import {runInTerminal} from '../support/pty.ts';
import {waitUntil} from '../support/wait.ts';

const makeDirectory = async () => {
	const path = await mkdtemp(join(tmpdir(), 'mlops-tui-copy-'));
	return {path, [Symbol.asyncDispose]: async () => rm(path, {recursive: true, force: true})};
};

/** Copies where these tools work, and says what was run and written. */
const copying = async (
	text: string,
	environment: Environment,
	working: readonly string[] = [],
	platform: NodeJS.Platform = 'linux',
) => {
	let written = '';
	const ran: string[] = [];
	const copied = await copy(text, {
		environment,
		platform,
		write: sequence => {
			written += sequence;
		},
		run: async ([file, ...words]) => {
			ran.push([file, ...words].join(' '));
			return working.includes(file);
		},
	});
	return {...copied, written, ran};
};

const hi = '\u001B]52;c;aGk=\u0007';
const forScreen = `\u001BP${hi}\u001B\\`;
const forTmux = '\u001BPtmux;\u001B\u001B]52;c;aGk=\u0007\u001B\\';

test.each<[string, Environment, string]>([
	['SSH', {SSH_TTY: '/dev/pts/0', DISPLAY: 'localhost:10'}, hi],
	['SSH without a terminal of its own', {SSH_CONNECTION: '::1 1 ::1 22', WAYLAND_DISPLAY: 'wayland-0'}, hi],
	['tmux', {SSH_TTY: '/dev/pts/0', TMUX: '/tmp/tmux,1,0', TERM: 'screen-256color'}, hi + forTmux],
	['the tmux of another machine', {SSH_TTY: '/dev/pts/0', TERM: 'tmux-256color'}, hi + forTmux],
	['GNU screen', {SSH_TTY: '/dev/pts/0', STY: '1.pts-0', TERM: 'screen'}, forScreen],
	['either of them on another machine', {SSH_TTY: '/dev/pts/0', TERM: 'screen.xterm-256color'}, hi + forScreen],
	['this machine without a display', {TERM: 'xterm-256color'}, hi],
])('over %s the terminal is asked', async (_title, environment, written) => {
	expect(await copying('hi', environment, ['wl-copy', 'xclip', 'xsel', 'pbcopy'])).toEqual({
		how: 'sent to the terminal',
		cut: undefined,
		written,
		ran: [],
	});
});

test.each<[string, Environment, readonly string[], NodeJS.Platform, readonly string[], string]>([
	[
		'Wayland',
		{WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0'},
		['wl-copy', 'xclip'],
		'linux',
		['wl-copy'],
		'copied with wl-copy',
	],
	['X11', {DISPLAY: ':0'}, ['xclip'], 'linux', ['xclip -selection clipboard -in'], 'copied with xclip'],
	[
		'X11 with xsel',
		{DISPLAY: ':0'},
		['xsel'],
		'linux',
		['xclip -selection clipboard -in', 'xsel --clipboard --input'],
		'copied with xsel',
	],
	['macOS', {}, ['pbcopy'], 'darwin', ['pbcopy'], 'copied with pbcopy'],
])('on this machine with %s the tool is asked', async (_title, environment, working, platform, ran, how) => {
	expect(await copying('hi', environment, working, platform)).toEqual({how, cut: undefined, written: '', ran});
});

test('where no tool works the terminal is asked', async () => {
	expect(await copying('hi', {DISPLAY: ':0'})).toMatchObject({how: 'sent to the terminal', written: hi});
});

test('a terminal that surely has no clipboard is not said to have been sent anything', async () => {
	await expect(copying('hi', {TERM: 'linux'})).rejects.toThrow('Cannot copy: this terminal has no clipboard');
});

test('what a terminal would not take is cut between characters, and said', async () => {
	const text = `${'x'.repeat(longestCopy - 1)}åäö`;
	const {cut, written} = await copying(text, {TERM: 'xterm'});
	expect(cut).toEqual({sent: longestCopy - 1, of: longestCopy + 5});
	expect(written.length).toBeLessThanOrEqual(100_000);
	expect(Buffer.from(written.slice(7, -1), 'base64').toString()).toBe('x'.repeat(longestCopy - 1));
	expect(await copying(text, {WAYLAND_DISPLAY: 'x'}, ['wl-copy'])).toMatchObject({cut: undefined});
});

test('GNU screen gets no string longer than it takes, and all of it', () => {
	const strings = osc52('x'.repeat(5000), {STY: '1'}).split('\u001B\\').slice(0, -1);
	for (const string of strings) expect(string.length).toBeLessThan(768);
	expect(strings.map(string => string.replace('\u001BP', '')).join('')).toBe(osc52('x'.repeat(5000), {}));
});

test('a tool that stays to serve the clipboard is not waited for', async () => {
	await using directory = await makeDirectory();
	const [tool, got, pid] = ['wl-copy', 'got', 'pid'].map(name => join(directory.path, name)) as [
		string,
		string,
		string,
	];
	await writeFile(tool, `#!/bin/sh\n/bin/cat > ${got}\n/bin/sleep 60 &\necho $! > ${pid}\n`);
	await chmod(tool, 0o700);
	const environment = {PATH: directory.path, WAYLAND_DISPLAY: 'x'};
	const text = 'å'.repeat(100_000);
	expect(await copy(text, {environment, platform: 'linux', write: () => {}})).toEqual({
		how: 'copied with wl-copy',
		cut: undefined,
	});
	expect(await readFile(got, 'utf8')).toBe(text);
	const serving = Number(await readFile(pid, 'utf8'));
	process.kill(serving, 'SIGTERM'); // It is there still.
});

test('a tool that is missing, fails or hangs has not copied', async () => {
	const {PATH} = process.env;
	expect(await runTool(['no-such-tool'], 'x', {PATH})).toBe(false);
	expect(await runTool(['false'], 'x'.repeat(1_000_000), {PATH})).toBe(false);
	expect(await runTool(['sleep', '60'], 'x'.repeat(1_000_000), {PATH})).toBe(false);
});

const hasTmux = (() => {
	try {
		execFileSync('tmux', ['-V'], {stdio: 'ignore'});
		return true;
	} catch {
		return false;
	}
})();

test.skipIf(!hasTmux).each([
	['takes it itself', 'set -s set-clipboard on\nset -g allow-passthrough off\n'],
	['hands it on', 'set -s set-clipboard off\nset -g allow-passthrough on\n'],
])('a real tmux %s', async (_title, settings) => {
	await using directory = await makeDirectory();
	const [config, sequence, socket] = ['config', 'sequence', 'socket'].map(name => join(directory.path, name)) as [
		string,
		string,
		string,
	];
	await writeFile(config, settings);
	await writeFile(sequence, osc52('hello tmux', {TMUX: 'x'}));
	await using tmux = runInTerminal('tmux', [
		'-S',
		socket,
		'-f',
		config,
		'new-session',
		`echo here; read x; cat ${sequence}; read x`,
	]);
	await tmux.sees('here');
	tmux.type('\r');
	const wanted = Buffer.from('hello tmux').toString('base64');
	await waitUntil(
		() => tmux.written().includes(wanted),
		() => 'the terminal never got it',
	);
	tmux.type('\r');
	expect(await tmux.ended).toMatchObject({exitCode: 0});
});
