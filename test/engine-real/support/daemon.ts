import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {openSync, closeSync} from 'node:fs';
import {readFile, writeFile} from 'node:fs/promises';
import {setTimeout as pause} from 'node:timers/promises';

/** A server process of ours: what it writes is in `log`, its id in `log` with `.pid` for whoever has to clean up after a crash. */
export type Daemon = {
	readonly pid: number;
	/** Asks it to end, and after `grace` milliseconds ends it. Resolves when it is gone. */
	stop(grace: number): Promise<void>;
};

/** Starts a server and waits until `answers` says that it does. Fails with its log when it ends before, or after `patience` milliseconds. */
export const startDaemon = async (
	file: string,
	args: readonly string[],
	log: string,
	answers: () => Promise<boolean>,
	patience = 30_000,
): Promise<Daemon> => {
	const output = openSync(log, 'a');
	const child = spawn(file, args, {stdio: ['ignore', output, output]});
	closeSync(output);
	const gone = once(child, 'exit');
	await once(child, 'spawn');
	const pid = child.pid ?? 0;
	await writeFile(`${log}.pid`, String(pid));

	const stop = async (grace: number): Promise<void> => {
		if (child.exitCode === null && child.signalCode === null) {
			const impatience = setTimeout(() => child.kill('SIGKILL'), grace);
			child.kill('SIGTERM');
			await gone;
			clearTimeout(impatience);
		}
	};

	const end = Date.now() + patience;
	while (!(await answers())) {
		if (child.exitCode !== null || Date.now() > end) {
			await stop(0);
			throw new Error(`${file} does not answer:\n${(await readFile(log, 'utf8')).slice(-2000)}`);
		}
		await pause(50);
	}
	return {pid, stop};
};
