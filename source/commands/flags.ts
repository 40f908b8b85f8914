import meow from 'meow';
import {closest} from '../domain/closest.ts';
import {Refusal, shown} from './refusal.ts';

const flags = {
	config: {type: 'string'},
	host: {type: 'string'},
	demo: {type: 'string'},
	refresh: {type: 'string'},
	exited: {type: 'boolean', default: false},
	errors: {type: 'boolean', default: false},
	grep: {type: 'string'},
	context: {type: 'string'},
	since: {type: 'string'},
	until: {type: 'string'},
	follow: {type: 'boolean', default: false},
	failOnError: {type: 'boolean', default: false},
	readonly: {type: 'boolean', default: false},
	json: {type: 'boolean', default: false},
	color: {type: 'boolean', default: true},
	ascii: {type: 'boolean', default: false},
	version: {type: 'boolean', default: false},
	help: {type: 'boolean', default: false, shortFlag: 'h'},
} as const;

/** `failOnError` is written `--fail-on-error`. */
const written = (name: string): string => `--${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;

const flagNames = Object.keys(flags).map(name => (name === 'color' ? '--no-color' : written(name)));
const accepted = new Set([...flagNames, '--color', '-h']);
const refuseUnknownFlags = (words: readonly string[]): void => {
	const unknown = words
		.map(word => word.replace(/=.*$/s, ''))
		.find(word => /^-[^\d]/.test(word) && !accepted.has(word));
	if (unknown === undefined) return;
	const meant = closest(unknown, flagNames);
	throw new Refusal(
		`mlops-tui has no option ${shown(unknown)}`,
		meant === undefined ? `its options are ${flagNames.join(', ')}` : `there is ${meant}`,
		'see mlops-tui --help',
	);
};

const refuseRepeated = (words: readonly string[]): void => {
	const names = words.filter(word => word.startsWith('--')).map(word => word.replace(/=.*$/s, ''));
	const repeated = names.find((name, index) => names.indexOf(name) !== index);
	if (repeated !== undefined)
		throw new Refusal(`Cannot use ${repeated} twice`, 'only one of them can count', 'leave one of them out');
};

/** The value of an option, which must have one when it is there. */
export const valueOf = (name: string, value: string | undefined, example: string): string | undefined => {
	if (value === '')
		throw new Refusal(
			`--${name} has no value`,
			`expected one, such as --${name} ${example}`,
			'write it behind the option',
		);
	return value;
};

/** The seconds of `--refresh`: at most a minute, since rows count as current for two of them. */
export const secondsOf = (value: string | undefined): number | undefined => {
	if (value === undefined) return undefined;
	const seconds = /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
	if (seconds >= 1 && seconds <= 60) return seconds;
	throw new Refusal(
		`Cannot use ${shown(value)} for --refresh`,
		'expected seconds from 1 to 60',
		'write it as in --refresh 5',
	);
};

/** Tells the options of a command line from its other words. Throws `Refusal` for an option that there is not. */
export const readFlags = (argv: readonly string[]) => {
	const end = argv.indexOf('--');
	const before = end === -1 ? argv : argv.slice(0, end);
	refuseUnknownFlags(before);
	refuseRepeated(before);
	// The scenario is only ever behind `=`: in `--demo check` the word is the command.
	const complete = [...before.map(word => (word === '--demo' ? '--demo=' : word)), ...argv.slice(before.length)];
	const {input: words, flags: given} = meow({
		importMeta: import.meta,
		argv: complete,
		pkg: {name: 'mlops-tui', bin: {'mlops-tui': 'bin/mlops-tui.js'}},
		description: false,
		autoHelp: false,
		autoVersion: false,
		flags,
	});
	return {words, given};
};

/** The options of a command line. */
export type Given = ReturnType<typeof readFlags>['given'];

/** The options that go with one command alone. */
const belongings: ReadonlyArray<readonly [option: keyof typeof flags, command: string]> = [
	['exited', 'restart'],
	['errors', 'logs'],
	['grep', 'logs'],
	['context', 'logs'],
	['since', 'logs'],
	['until', 'logs'],
	['follow', 'logs'],
	['failOnError', 'logs'],
];

/** Throws a `Refusal` where an option is given to a command that does not know it. */
export const refuseStrangers = (given: Given, command: string): void => {
	for (const [option, home] of belongings) {
		const value = given[option];
		if (home === command || value === undefined || value === false) continue;
		const name = written(option);
		throw new Refusal(`Cannot use ${name} here`, `it goes with ${home}`, `write mlops-tui ${home} ${name}`);
	}
};
