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
			resolve({why: `its command took longer than ${patience / 1000} seconds`});
		};
		stop.addEventListener('abort', abort, {once: true});
		child.stdout.setEncoding('utf8').on('data', (piece: string) => {
			output += piece;
			if (output.length > longest) end();
		});
		child.on('error', () => resolve({why: 'its command cannot be started'}));
		child.on('close', (code, killedBy) => {
			stop.removeEventListener('abort', abort);
			if (output.length > longest) resolve({why: 'its command wrote too much'});
			else if (code === 0) resolve({output});
			else
				resolve({
					why: code === null ? `its command was ended by ${killedBy}` : `its command failed with exit code ${code}`,
				});
		});
	});
};

/**
 * The first line that a command on this machine writes. Nothing it writes is ever part of a failure, nor is the command
 * itself: both can hold a secret. `of` names what the password opens.
 */
export const firstLineOf = async (command: Command, of: string, options: CommandOptions): Promise<string> => {
	const ending = await run(command, options);
	options.signal?.throwIfAborted();
	const line = 'output' in ending ? (/^[^\r\n]*/.exec(ending.output)?.[0] ?? '') : '';
	if (line !== '') return line;
	throw new ProblemError({
		what: `Cannot get the password of ${of}`,
		why: 'why' in ending ? ending.why : 'its command wrote nothing on the first line',
		next: `run the passwordCommand of ${of} by hand to see what it says`,
	});
};
