import {spawn} from 'node:child_process';
import type {Environment} from './environment.ts';

/** A program that takes what it reads into the clipboard. */
export type ClipboardTool = readonly [file: string, ...words: string[]];

/** The programs that can reach a clipboard here, the likelier first. `platform` is as in `process.platform`. */
export const toolsFor = (environment: Environment, platform: NodeJS.Platform): readonly ClipboardTool[] => {
	const has = (name: string): boolean => (environment[name] ?? '') !== '';
	return [
		...(platform === 'darwin' ? [['pbcopy'] as const] : []),
		...(has('WAYLAND_DISPLAY') ? [['wl-copy'] as const] : []),
		...(has('DISPLAY')
			? [['xclip', '-selection', 'clipboard', '-in'] as const, ['xsel', '--clipboard', '--input'] as const]
			: []),
	];
};

/** Milliseconds a tool may take; one that cannot reach its display may wait for ever. */
const patience = 2000;

/**
 * Runs a program with a text as its input; whether it ended well. What it leaves running to serve the clipboard (as wl-copy, xclip and xsel do) is in a
 * session of its own and holds nothing of ours: it stays when the console and the terminal are gone.
 */
export const runTool = async (
	[file, ...words]: ClipboardTool,
	input: string,
	environment: Environment,
): Promise<boolean> =>
	new Promise(resolve => {
		const child = spawn(file, words, {stdio: ['pipe', 'ignore', 'ignore'], detached: true, env: {...environment}});
		const timer = setTimeout(() => child.kill('SIGKILL'), patience);
		const end = (ended: boolean): void => {
			clearTimeout(timer);
			child.stdin.destroy();
			child.unref();
			resolve(ended);
		};
		child.on('error', () => end(false));
		// Not `close`: what it leaves running has its input, too.
		child.on('exit', code => end(code === 0));
		child.stdin.on('error', () => {}); // It has ended, and says how.
		child.stdin.end(input);
	});
