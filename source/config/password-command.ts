import {spawn} from 'node:child_process';
import {ProblemError} from '../domain/problem.ts';
import type {Environment} from './directories.ts';

/** Text for `sh`, or the words of a command that is run without a shell. */
export type Command = string | readonly string[];

/** How a command is run. */
type CommandOptions = {
	readonly environment: Environment;
	/** Where it is run. */
	readonly directory: string;
	readonly signal: AbortSignal | undefined;
	/** Milliseconds it may take; half a minute when left out. */
	readonly patience?: number;
};

/** What a password opens, and the key of the config that says how to get it. */
export type PasswordOf = {readonly name: string; readonly key: string};

const longest = 64 * 1024;

type Ending = {readonly output: string} | {readonly why: string};

const run = async (command: Command, {environment, directory, signal, patience = 30_000}: CommandOptions) => {
	const [file = '', ...words] = typeof command === 'string' ? ['/bin/sh', '-c', command] : command;
	const stop = AbortSignal.any([AbortSignal.timeout(patience), ...(signal === undefined ? [] : [signal])]);
	stop.throwIfAborted();
	return new Promise<Ending>(resolve => {
		// A session of its own: it cannot ask on the terminal the console draws on, and can be ended with all it started.
		const child = spawn(file, words, {
			cwd: directory,
			env: {...environment},
			stdio: ['ignore', 'pipe', 'ignore'],
			detached: true,
		});
		let output = '';
		const end = () => {
			try {
				if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
			} catch {} // It has ended by itself.
			child.stdout.destroy();
		};
		const abort = () => {
			end();
			resolve({why: `took longer than ${patience / 1000} seconds`});
		};
		stop.addEventListener('abort', abort, {once: true});
		child.stdout.setEncoding('utf8').on('data', (piece: string) => {
			output += piece;
			if (output.length > longest) end();
		});
		child.on('error', () => resolve({why: 'cannot be started'}));
		child.on('close', (code, killedBy) => {
			stop.removeEventListener('abort', abort);
			if (output.length > longest) resolve({why: 'wrote too much'});
			else if (code === 0) resolve({output});
			else
				resolve({
					why: code === null ? `was ended by ${killedBy}` : `failed with exit code ${code}`,
				});
		});
	});
};

/**
 * The first line that a command on this machine writes. Nothing it writes is ever part of a failure, nor is the command
 * itself: both can hold a secret.
 */
export const firstLineOf = async (command: Command, of: PasswordOf, options: CommandOptions): Promise<string> => {
	const ending = await run(command, options);
	options.signal?.throwIfAborted();
	const line = 'output' in ending ? (/^[^\r\n]*/.exec(ending.output)?.[0] ?? '') : '';
	if (line !== '') return line;
	throw new ProblemError({
		what: `Cannot get the password of ${of.name}`,
		why: `the command of ${of.key} ${'why' in ending ? ending.why : 'wrote nothing on the first line'}`,
		next: `run the passwordCommand of ${of.name} by hand to see what it says`,
	});
};
