import {ProblemError} from '../domain/problem.ts';
import {runTool, toolsFor, type ClipboardTool} from './clipboard-tools.ts';
import type {Environment} from './environment.ts';
import {longestCopy, osc52} from './osc52.ts';

/** What became of a text. A terminal never says whether it took it, so that nothing more than sending it can be claimed. */
export type Copied = {
	readonly how: 'sent to the terminal' | `copied with ${string}`;
	/** Bytes that were sent, of how many, where a terminal would not take them all. */
	readonly cut: {readonly sent: number; readonly of: number} | undefined;
};

export type CopyOptions = {
	readonly environment: Environment;
	/** Writes to the terminal. */
	write(sequence: string): void;
	/** Runs a program with this input; whether it ended well. */
	run?(tool: ClipboardTool, input: string): Promise<boolean>;
	readonly platform?: NodeJS.Platform;
};

/** The first `limit` bytes of a text, in whole characters. */
const firstBytes = (text: string, limit: number): string => {
	const bytes = Buffer.from(text);
	let end = Math.min(limit, bytes.length);
	while (end > 0 && end < bytes.length && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
	return bytes.toString('utf8', 0, end);
};

const send = (text: string, {environment, write}: CopyOptions): Copied => {
	if (environment['TERM'] === 'dumb' || environment['TERM'] === 'linux') {
		throw new ProblemError({
			what: 'Cannot copy',
			why: 'this terminal has no clipboard, and no program for one was found',
			next: 'save it to a file instead',
		});
	}
	const kept = firstBytes(text, longestCopy);
	write(osc52(kept, environment));
	const of = Buffer.byteLength(text);
	const sent = Buffer.byteLength(kept);
	return {how: 'sent to the terminal', cut: sent < of ? {sent, of} : undefined};
};

/**
 * Puts a text into the clipboard of whoever sits at the terminal. Over SSH that is the terminal's own: a program would fill the clipboard of the server
 * and seem to succeed. On this machine it is the system's where a program for it is found, else the terminal's. Control characters
 * are the caller's to take out. Rejects with a `ProblemError` where there is no clipboard at all.
 */
export const copy = async (text: string, options: CopyOptions): Promise<Copied> => {
	const {environment, platform = process.platform} = options;
	const run = options.run ?? (async (tool, input) => runTool(tool, input, environment));
	const isRemote = environment['SSH_TTY'] !== undefined || environment['SSH_CONNECTION'] !== undefined;
	if (!isRemote) {
		for (const tool of toolsFor(environment, platform)) {
			if (await run(tool, text)) return {how: `copied with ${tool[0]}`, cut: undefined};
		}
	}
	return send(text, options);
};
