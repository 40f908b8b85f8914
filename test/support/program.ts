import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {Readable} from 'node:stream';
import {fileURLToPath} from 'node:url';

const program = fileURLToPath(new URL('../../bin/mlops-tui.js', import.meta.url));

/** How a program ended, and all that it wrote. */
export type Ended = {readonly code: number | null; readonly stdout: string; readonly stderr: string};

/** The built program at work, without a terminal. */
export type Running = {
	readonly stdout: Readable;
	/** All that it has written to stdout so far. */
	written(): string;
	kill(signal: NodeJS.Signals): void;
	readonly ended: Promise<Ended>;
};

/** A place of its own to run the built program in: nothing of whoever runs the tests is seen there. */
export type Desk = AsyncDisposable & {
	readonly directory: string;
	write(file: string, text: string): Promise<string>;
	start(argv: readonly string[], environment?: Readonly<Record<string, string>>): Running;
	run(argv: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ended>;
	/** The entries of the audit log. */
	audit(): Promise<ReadonlyArray<Readonly<Record<string, unknown>>>>;
	/** What is left of what the program put into the directory for temporary files. */
	leftovers(): Promise<readonly string[]>;
};

const text = (stream: Readable): (() => string) => {
	const chunks: Buffer[] = [];
	stream.on('data', (chunk: Buffer) => chunks.push(chunk));
	return () => Buffer.concat(chunks).toString();
};

export const openDesk = async (): Promise<Desk> => {
	const directory = await mkdtemp(join(tmpdir(), 'mlops-tui-'));
	const temporary = join(directory, 'tmp');
	const state = join(directory, 'state');
	await mkdir(temporary);
	const running = new Set<Running>();

	const start = (argv: readonly string[], environment: Readonly<Record<string, string>> = {}): Running => {
		const child = spawn(process.execPath, [program, ...argv], {
			cwd: directory,
			stdio: ['ignore', 'pipe', 'pipe'],
			env: {
				PATH: process.env['PATH'] ?? '',
				HOME: directory,
				TMPDIR: temporary,
				// As it is for everybody: not part of what the program leaves behind.
				NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
				XDG_STATE_HOME: state,
				LANG: 'C.UTF-8',
				...environment,
			},
		});
		const stdout = text(child.stdout);
		const stderr = text(child.stderr);
		const end = async (): Promise<Ended> => {
			await once(child, 'close');
			running.delete(one);
			return {code: child.exitCode, stdout: stdout(), stderr: stderr()};
		};
		const one: Running = {
			stdout: child.stdout,
			written: stdout,
			kill: signal => void child.kill(signal),
			ended: end(),
		};
		running.add(one);
		return one;
	};

	return {
		directory,
		async write(file, content) {
			await writeFile(join(directory, file), content);
			return join(directory, file);
		},
		start,
		run: async (...how) => start(...how).ended,
		async audit() {
			const log = await readFile(join(state, 'mlops-tui', 'audit.log'), 'utf8').catch(() => '');
			return log
				.split('\n')
				.filter(line => line !== '')
				.map(line => JSON.parse(line) as Record<string, unknown>);
		},
		leftovers: () => readdir(temporary),
		async [Symbol.asyncDispose]() {
			for (const one of running) one.kill('SIGKILL');
			await Promise.all([...running].map(({ended}) => ended));
			await rm(directory, {recursive: true, force: true});
		},
	};
};
