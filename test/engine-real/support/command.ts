import {execFile} from 'node:child_process';
import type {ExecFileOptions} from 'node:child_process';

/** How a command of the machine ended, and what it wrote. */
export type Ended = {readonly code: number; readonly stdout: string; readonly stderr: string};

/** Runs a program with an empty stdin and waits for its end, whatever that end is. */
export const attempt = (file: string, args: readonly string[], options: ExecFileOptions = {}): Promise<Ended> =>
	new Promise((resolve, reject) => {
		const child = execFile(file, args, {...options, encoding: 'utf8'}, (error, stdout, stderr) => {
			if (error !== null && typeof error.code !== 'number') return reject(error);
			resolve({code: error === null ? 0 : Number(error.code), stdout, stderr});
		});
		child.stdin?.end();
	});

/** As `attempt`, for a program that must succeed; resolves to what it wrote to stdout. */
export const succeed = async (
	file: string,
	args: readonly string[],
	options: ExecFileOptions = {},
): Promise<string> => {
	const {code, stdout, stderr} = await attempt(file, args, options);
	if (code !== 0) throw new Error(`${[file, ...args].join(' ')} ended with ${code}: ${stderr.trim() || stdout.trim()}`);
	return stdout;
};
