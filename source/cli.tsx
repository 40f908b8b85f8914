import {readFile} from 'node:fs/promises';
import {z} from 'zod';
import {openAudit} from './audit.ts';
import {readArguments, type Invocation, type Options} from './commands/arguments.ts';
import type {Errand} from './commands/errand.ts';
import {loadColourLevel, loadTheme} from './commands/load-theme.ts';
import {ConfigError} from './config/config-error.ts';
import {printable} from './domain/printable.ts';
import {inOneSentence, problemIn, ProblemError, type Problem} from './domain/problem.ts';
import {findDestination, type Destination} from './destination.ts';
import type {Deed} from './flow/perform.ts';

/** sysexits(3), which the exit codes of usage and config errors follow. */
const failed = 1;
const exUsage = 64;
const exSoftware = 70;
const exIoErr = 74;
const exConfig = 78;

const {env, stdin, stdout, stderr} = process;

const print = (text: string): void => console.log(text);
const sayProblem = (problem: Problem): void => console.error(printable(inOneSentence(problem)));
/** One sentence for each problem; what nobody foresaw is one sentence too. */
const complain = (error: unknown): void => {
	const problems = error instanceof ConfigError ? error.problems : [problemIn(error)];
	problems.forEach(sayProblem);
};

const codeFor = (error: unknown): number => {
	if (error instanceof ConfigError) return exConfig;
	return error instanceof ProblemError ? failed : exSoftware;
};

/** Milliseconds between two signs of life. */
const heartbeatOf = ({refresh}: Options): number => (refresh ?? 5) * 1000;

const auditor = ({host, user}: Destination) => {
	const audit = openAudit(env);
	return (deed: Deed): Promise<void> => audit.write({time: now(), host: host.name, user, ...deed});
};

const runConsole = async (options: Options, destination: Destination, signal: AbortSignal): Promise<number> => {
	if (!stdin.isTTY || !stdout.isTTY) {
		throw new ProblemError({
			what: 'Cannot open the console',
			why: 'input or output is not a terminal',
			next: 'open it in a terminal, or use mlops-tui check --json in scripts',
		});
	}
	const theme = await loadTheme(options, env);
	const {startConsole} = await import('./start.tsx');
	await startConsole({
		host: destination.host,
		label: destination.label,
		practice: destination.practice,
		workshop: destination.workshop,
		theme,
		heartbeat: heartbeatOf(options),
		warnings: destination.warnings,
		history: destination.history,
		runHistory: destination.runHistory,
		dial: destination.dial,
		audit: auditor(destination),
		signal,
	});
	return 0;
};

const now = (): Date => new Date();

const errandTo = async (destination: Destination, options: Options, signal: AbortSignal): Promise<Errand> => {
	const {host, history, runHistory, dial} = destination;
	const [{createEngine}, {terminalAsker}] = await Promise.all([
		import('./engine/create-engine.ts'),
		import('./commands/terminal-asker.ts'),
	]);
	return {
		host,
		async reach(asker, over, onStep) {
			const connection = await dial(asker, over, onStep);
			const kept = {history, runHistory};
			return {connection, engine: createEngine(connection, host, {heartbeat: heartbeatOf(options), now, ...kept})};
		},
		asker: terminalAsker({input: stdin, output: stderr}),
		print,
		now,
		signal,
	};
};

/** Who is told of Ctrl-C instead of that everything ends. */
let interrupted: (() => void) | undefined;
const onInterrupt = (tell: () => void): Disposable => {
	interrupted = tell;
	return {[Symbol.dispose]: () => void (interrupted = undefined)};
};

type Performed = Extract<Invocation, {readonly command: 'console' | 'check' | 'doctor' | 'logs' | 'restart' | 'run'}>;

const perform = async (invocation: Performed, destination: Destination, signal: AbortSignal): Promise<number> => {
	if (invocation.command === 'console') return runConsole(invocation, destination, signal);
	// The console says them on its screen.
	destination.warnings.forEach(sayProblem);
	const errand = await errandTo(destination, invocation, signal);
	switch (invocation.command) {
		case 'check': {
			const {runCheck} = await import('./commands/run-check.ts');
			return runCheck(invocation, errand, {environment: env, columns: stdout.columns});
		}
		case 'doctor': {
			const {runDoctor} = await import('./commands/doctor/run-doctor.ts');
			const status = (line: string): void => void stderr.write(`\r\u001b[2K${line}`);
			const terminal = {environment: env, columns: stdout.columns, ...(stderr.isTTY ? {status} : {})};
			return runDoctor(invocation, errand, destination.label, terminal);
		}
		case 'logs': {
			const {runLogs} = await import('./commands/run-logs.ts');
			const colour = (await loadColourLevel(invocation, env)) > 0;
			return runLogs(invocation.wanted, errand, {json: invocation.json, colour, say: text => console.error(text)});
		}
		case 'run': {
			const [{runJob}, {terminalQuestion}] = await Promise.all([
				import('./commands/run-job.ts'),
				import('./commands/terminal-asker.ts'),
			]);
			const question = terminalQuestion({input: stdin, output: stderr});
			return runJob(invocation.job, errand, {
				say: text => console.error(text),
				colour: (await loadColourLevel(invocation, env)) > 0,
				question: stdin.isTTY && stderr.isTTY ? question : undefined,
				onInterrupt,
				audit: auditor(destination),
			});
		}
		case 'restart': {
			const {runRestart} = await import('./commands/run-restart.ts');
			const {services: names, exited} = invocation;
			return runRestart({names, exited}, errand, auditor(destination));
		}
	}
};

/** A host or scenario that is not there is a slip on the command line. */
const asUsage = (error: unknown): undefined => {
	if (error instanceof ConfigError || !(error instanceof ProblemError)) throw error;
	complain(error);
};

const run = async (argv: readonly string[], signal: AbortSignal): Promise<number> => {
	const invocation = readArguments(argv);
	switch (invocation.command) {
		case 'help':
			print(invocation.text);
			return 0;
		case 'version': {
			const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
			print(z.object({version: z.string()}).parse(JSON.parse(text)).version);
			return 0;
		}
		case 'refuse':
			complain(new ProblemError(invocation.problem));
			return invocation.exitCode;
		case 'console':
		case 'check':
		case 'doctor':
		case 'logs':
		case 'restart':
		case 'run': {
			const destination = await findDestination(invocation, env, process.cwd()).catch(asUsage);
			if (destination === undefined) return exUsage;
			try {
				return await perform(invocation, destination, signal);
			} finally {
				await destination.dispose();
			}
		}
	}
};

/** Milliseconds that the console has to close what it opened, once it must end. */
const patience = 3000;

const ending = new AbortController();
let forced: {readonly code: number; readonly error?: unknown} | undefined;

/** Ends the console from outside: it closes what it opened and gives the terminal back, and is not waited for for long. */
const end = (code: number, error?: unknown): void => {
	if (forced !== undefined) return;
	forced = error === undefined ? {code} : {code, error};
	ending.abort();
	setTimeout(() => process.exit(code), patience).unref();
};

for (const [name, number] of [
	['SIGINT', 2],
	['SIGTERM', 15],
	['SIGHUP', 1],
] as const) {
	process.on(name, () => (name === 'SIGINT' && interrupted !== undefined ? interrupted() : end(128 + number)));
}
stdout.on('error', (error: NodeJS.ErrnoException) => {
	// Whoever read it has seen enough, as `head` has; what was begun is finished all the same.
	if (error.code === 'EPIPE') return;
	end(
		exIoErr,
		new ProblemError(
			{
				what: 'Cannot write the output',
				why: error.code === 'ENOSPC' ? 'the disk is full' : `the system says ${error.code ?? 'no more than that'}`,
				next: 'write it somewhere else',
			},
			{cause: error},
		),
	);
});
stderr.on('error', () => {}); // There is nowhere left to say so.
process.on('uncaughtException', error => end(exSoftware, error));
process.on('unhandledRejection', error => end(exSoftware, error));

let code: number;
try {
	code = await run(process.argv.slice(2), ending.signal);
} catch (error) {
	code = codeFor(error);
	if (forced === undefined) complain(error);
}
if (forced?.error !== undefined) complain(forced.error);
// A pipe is written to in the background, and whoever reads it may take their time.
await Promise.all([stdout, stderr].map(stream => new Promise(resolve => stream.write('', resolve))));
// What a library left open must not keep a console alive that was left.
process.exit(forced?.code ?? code);
