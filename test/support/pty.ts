import {spawn} from '@lydell/node-pty';
import headless from '@xterm/headless';
import {waitUntil} from './wait.ts';

/** A program in a real pseudo terminal. */
export type Program = AsyncDisposable & {
	readonly pid: number;
	type(keys: string): void;
	resize(columns: number, rows: number): void;
	screen(): string;
	/** All that was written to the terminal. */
	written(): string;
	sees(what: string | RegExp): Promise<void>;
	/** How it ended. */
	readonly ended: Promise<{readonly exitCode: number; readonly signal: number | undefined}>;
};

type Options = {columns?: number; rows?: number; environment?: Record<string, string>};

/** Runs `bin/mlops-tui.js` with these arguments, as it was built last. */
export const runProgram = (argv: readonly string[], options?: Options): Program =>
	runInTerminal(process.execPath, ['bin/mlops-tui.js', ...argv], options);

/** Runs any program. */
export const runInTerminal = (
	file: string,
	words: readonly string[],
	{columns = 80, rows = 24, environment = {}}: Options = {},
): Program => {
	const terminal = new headless.Terminal({cols: columns, rows, allowProposedApi: true});
	let written = '';
	const {CI: _ci, ...inherited} = process.env;
	const child = spawn(file, [...words], {
		cols: columns,
		rows,
		cwd: process.cwd(),
		env: {...inherited, LANG: 'C.UTF-8', TERM: 'xterm-256color', ...environment},
	});
	child.onData(data => {
		written += data;
		terminal.write(data);
	});
	let running = true;
	const ended = new Promise<{exitCode: number; signal: number | undefined}>(resolve => {
		child.onExit(({exitCode, signal}) => {
			running = false;
			resolve({exitCode, signal});
		});
	});
	const screen = (): string => {
		const {active} = terminal.buffer;
		return Array.from(
			{length: terminal.rows},
			(_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
		).join('\n');
	};
	return {
		pid: child.pid,
		type: keys => child.write(keys),
		resize(width, height) {
			child.resize(width, height);
			terminal.resize(width, height);
		},
		screen,
		written: () => written,
		sees: what =>
			waitUntil(
				() => (typeof what === 'string' ? screen().includes(what) : what.test(screen())),
				() => `never saw ${String(what)} on\n${screen()}`,
			),
		ended,
		async [Symbol.asyncDispose]() {
			if (running) child.kill('SIGKILL');
			await ended;
		},
	};
};
