import {closest} from '../domain/closest.ts';
import type {Problem} from '../domain/problem.ts';
import {readFlags, refuseStrangers, secondsOf, valueOf} from './flags.ts';
import {helpText} from './help-text.ts';
import {readLogs, type LogsWanted} from './logs-arguments.ts';
import {Refusal, shown} from './refusal.ts';

/** What every command takes. */
export type Options = {
	/** A name of the config or an address for ssh. */
	readonly host: string | undefined;
	/** Scenario of the practice server, `''` for its first one; undefined for a real host. */
	readonly demo: string | undefined;
	readonly config: string | undefined;
	readonly readonly: boolean;
	readonly json: boolean;
	readonly noColor: boolean;
	readonly ascii: boolean;
	/** Seconds. */
	readonly refresh: number | undefined;
};

/** What a command line asks for. */
export type Invocation =
	| (Options & {readonly command: 'console'})
	| (Options & {readonly command: 'check'})
	| (Options & {readonly command: 'doctor'})
	| (Options & {readonly command: 'logs'; readonly wanted: LogsWanted})
	| (Options & {readonly command: 'restart'; readonly services: readonly string[]; readonly exited: boolean})
	| (Options & {readonly command: 'run'; readonly job: string})
	| {readonly command: 'help'; readonly text: string}
	| {readonly command: 'version'}
	/** A command line that makes no sense. `exitCode` is `EX_USAGE` of sysexits(3). */
	| {readonly command: 'refuse'; readonly problem: Problem; readonly exitCode: 64};

const commands = ['check', 'doctor', 'logs', 'restart', 'run'] as const;
const later = ['diagnose', 'report', 'init'];

/** The host that a word in the place of a command names, unless it is rather a slip of a command. */
const hostOf = (word: string, more: readonly string[]): string => {
	const meant = closest(word, [...commands, ...later]);
	if (word === '')
		throw new Refusal('An empty word is no host', 'expected a name or user@host', 'see mlops-tui --help');
	// An address or a numbered machine is no slip; nor can so short a word be told from the name of a machine.
	const slip = more.length > 0 || (meant !== undefined && meant.length > 4 && /^[a-z]+$/i.test(word));
	if (!slip) return word;
	throw new Refusal(
		`mlops-tui has no command ${shown(word)}`,
		meant === undefined ? `its commands are ${commands.join(', ')}` : `there is ${meant}`,
		`see mlops-tui --help, or write --host ${shown(word)} if it is a host`,
	);
};

/** The host that stands on the command line without `--host`: in the place of the command, or behind `doctor`. */
const hostNamed = (command: string, word: string | undefined, rest: readonly string[]): string | undefined => {
	if (command === 'console') return word === undefined ? undefined : hostOf(word, rest);
	if (command !== 'doctor') return undefined;
	const [host] = rest;
	if (host !== '' && rest.length <= 1) return host;
	throw new Refusal(
		`mlops-tui doctor does not take ${rest.map(each => shown(each)).join(' ')}`,
		'it examines one host',
		'name one, as in mlops-tui doctor user@server',
	);
};

const jobNamed = ([job, ...more]: readonly string[], {json}: Options): string => {
	if (json)
		throw new Refusal(
			'mlops-tui run cannot write JSON',
			'it prints what the job writes',
			"leave --json out and go by the exit code, which is the run's",
		);
	if (job === undefined || job === '')
		throw new Refusal('mlops-tui run misses a JOB', 'nothing says what to run', 'write mlops-tui run JOB');
	if (more.length > 0)
		throw new Refusal(
			`mlops-tui run does not take ${more.map(each => shown(each)).join(' ')}`,
			'it runs one job',
			`write mlops-tui run ${shown(job)}`,
		);
	return job;
};

const read = (argv: readonly string[]): Invocation => {
	const {words, given} = readFlags(argv);
	if (given.help) return {command: 'help', text: helpText};
	if (given.version) return {command: 'version'};

	const [word, ...rest] = words;
	if (word !== undefined && later.includes(word))
		throw new Refusal(
			`mlops-tui ${word} is not in this version yet`,
			`its commands are ${commands.join(', ')}`,
			'open the console with mlops-tui to look instead',
		);
	const command = commands.find(name => name === word) ?? 'console';
	const named = hostNamed(command, word, rest);
	const asked = valueOf('host', given.host, 'user@server');
	if (named !== undefined && asked !== undefined)
		throw new Refusal(
			'Cannot open two hosts',
			`${shown(named)} and --host ${shown(asked)} both name one`,
			'name only one',
		);
	const options: Options = {
		host: named ?? asked,
		demo: given.demo,
		config: valueOf('config', given.config, 'mlops-tui.yml'),
		readonly: given.readonly,
		json: given.json,
		noColor: !given.color,
		ascii: given.ascii,
		refresh: secondsOf(given.refresh),
	};
	if (options.demo !== undefined && options.host !== undefined)
		throw new Refusal(
			`Cannot use --demo with the host ${shown(options.host)}`,
			'the practice server is the host then',
			'leave one of them out',
		);
	refuseStrangers(given, command);

	switch (command) {
		case 'console':
			if (options.json)
				throw new Refusal(
					'The console cannot write JSON',
					'--json goes with a command',
					'write mlops-tui check --json',
				);
			return {command, ...options};
		case 'check':
			if (rest.length > 0)
				throw new Refusal(
					`mlops-tui check does not take ${rest.map(each => shown(each)).join(' ')}`,
					'it makes every check of a host',
					'name the host with --host',
				);
			return {command, ...options};
		case 'doctor':
			return {command, ...options};
		case 'logs':
			return {command, ...options, wanted: readLogs(rest, given)};
		case 'restart':
			if (options.json)
				throw new Refusal(
					'mlops-tui restart cannot write JSON',
					'it says what it sees while it happens',
					'leave --json out and go by the exit code: 0 when all came up',
				);
			if (rest.length === 0 && !given.exited)
				throw new Refusal(
					'mlops-tui restart misses a SERVICE',
					'nothing says what to restart',
					'write mlops-tui restart SERVICE, or --exited for all that have exited',
				);
			if (rest.length > 0 && given.exited)
				throw new Refusal(
					'Cannot restart services by name and --exited at once',
					'only one of the two can count',
					'leave one of them out',
				);
			return {command, ...options, services: rest, exited: given.exited};
		case 'run':
			return {command, ...options, job: jobNamed(rest, options)};
	}
};

/** What the words behind `mlops-tui` ask for. One that makes no sense is an answer too: what is wrong with it. */
export const readArguments = (argv: readonly string[]): Invocation => {
	try {
		return read(argv);
	} catch (error) {
		if (error instanceof Refusal) return {command: 'refuse', problem: error.problem, exitCode: 64};
		throw error;
	}
};
