import {readFile} from 'node:fs/promises';
import {z} from 'zod';
import {readArguments, type Options} from './commands/arguments.ts';
import {ConfigError} from './config/config-error.ts';
import {printable, printableJson} from './domain/printable.ts';
import {inOneSentence, problemIn, ProblemError} from './domain/problem.ts';
import {exitCode} from './domain/status.ts';
import {findDestination, type Destination} from './destination.ts';
import type {Asker} from './engine/connection.ts';
import {openAudit} from './engine/audit.ts';
import type {Deed} from './flow/perform.ts';

/** sysexits(3), which the exit codes of usage and config errors follow. */
const failed = 1;
const exUsage = 64;
const exSoftware = 70;
const exConfig = 78;

const {env, stdin, stdout, stderr} = process;

const print = (text: string): void => console.log(text);
/** One sentence for each problem; what nobody foresaw is one sentence too. */
const complain = (error: unknown): void => {
	const problems = error instanceof ConfigError ? error.problems : [problemIn(error)];
	for (const problem of problems) console.error(printable(inOneSentence(problem)));
};

const codeFor = (error: unknown): number => {
	if (error instanceof ConfigError) return exConfig;
	return error instanceof ProblemError ? failed : exSoftware;
};

/** Milliseconds between two signs of life. */
const heartbeatOf = ({refresh}: Options): number => (refresh ?? 5) * 1000;

const speaksUtf8 = (): boolean => /utf-?8/i.test(env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '');

/** Decides about colour before anything that colours is loaded: chalk reads the environment once. */
const loadTheme = async ({noColor, ascii}: Options) => {
	if (noColor || (env['NO_COLOR'] ?? '') !== '') env['FORCE_COLOR'] = '0';
	const [{supportsColor}, {createTheme}] = await Promise.all([import('chalk'), import('./ui/theme.ts')]);
	return createTheme({level: supportsColor ? supportsColor.level : 0, ascii: ascii || !speaksUtf8()});
};

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
	const theme = await loadTheme(options);
	const {startConsole} = await import('./start.tsx');
	await startConsole({
		host: destination.host,
		label: destination.label,
		practice: destination.practice,
		theme,
		heartbeat: heartbeatOf(options),
		warnings: destination.warnings,
		dial: destination.dial,
		audit: auditor(destination),
		signal,
	});
	return 0;
};

const now = (): Date => new Date();

const askOnTerminal = async (): Promise<Asker> => {
	const {terminalAsker} = await import('./commands/terminal-asker.ts');
	return terminalAsker({input: stdin, output: stderr});
};

const runCheck = async (options: Options, {host, dial}: Destination, signal: AbortSignal): Promise<number> => {
	const [{check, unreachable}, {reportOf}, {createEngine}] = await Promise.all([
		import('./commands/check.ts'),
		import('./commands/check-report.ts'),
		import('./engine/create-engine.ts'),
	]);
	const look = async () => {
		const connection = await dial(await askOnTerminal(), signal);
		try {
			const engine = createEngine(connection, host, {heartbeat: heartbeatOf(options), now});
			return await check(host.name, connection, engine, now, signal);
		} finally {
			connection.close();
		}
	};
	const findings = await look().catch((error: unknown) => unreachable(host.name, problemIn(error), now));
	const report = reportOf(findings);
	if (options.json) {
		print(printableJson(report, 2));
	} else {
		const theme = await loadTheme(options);
		const {reportLines} = await import('./commands/check-tables.ts');
		for (const line of reportLines(report, stdout.columns ?? 120, theme)) print(line);
	}
	return exitCode[report.status];
};

const runRestart = async (
	options: Options & {readonly services: readonly string[]; readonly exited: boolean},
	destination: Destination,
	signal: AbortSignal,
): Promise<number> => {
	const {host} = destination;
	if (host.readonly) {
		throw new ProblemError({
			what: 'Nothing is restarted',
			why: `${host.name} is read-only`,
			next: 'leave out --readonly, or readonly: true in the config',
		});
	}
	const [{restart}, {createEngine}] = await Promise.all([
		import('./commands/restart.ts'),
		import('./engine/create-engine.ts'),
	]);
	const connection = await destination.dial(await askOnTerminal(), signal);
	const audit = auditor(destination);
	try {
		const engine = createEngine(connection, host, {heartbeat: heartbeatOf(options), now});
		let command = '';
		let last;
		const over = AbortSignal.any([signal, connection.lost]);
		const wanted = {names: options.services, exited: options.exited};
		const say = (line: string): void => {
			command = line;
			print(printable(line));
		};
		for await (const outcome of restart(wanted, engine, say, over)) {
			last = outcome;
			print(printable(outcome.text));
		}
		if (command !== '') await audit({command, outcome: last?.text ?? 'nothing was seen to happen'});
		return last?.tone === 'good' ? 0 : 1;
	} finally {
		connection.close();
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
		case 'restart': {
			const destination = await findDestination(invocation, env, process.cwd()).catch(asUsage);
			if (destination === undefined) return exUsage;
			try {
				switch (invocation.command) {
					case 'console':
						return await runConsole(invocation, destination, signal);
					case 'check':
						return await runCheck(invocation, destination, signal);
					case 'restart':
						return await runRestart(invocation, destination, signal);
				}
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
	process.on(name, () => end(128 + number));
}
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
// What a library left open must not keep a console alive that was left.
process.exit(forced?.code ?? code);
