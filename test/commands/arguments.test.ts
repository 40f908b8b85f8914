import {expect, test} from 'vitest';
import {readArguments} from '../../source/commands/arguments.ts';
import {inOneSentence} from '../../source/domain/problem.ts';
import {everyLine} from './support.ts';

const line = (words: string) => readArguments(words.split(' ').filter(word => word !== ''));
const plain = {
	host: undefined,
	demo: undefined,
	config: undefined,
	readonly: false,
	json: false,
	noColor: false,
	ascii: false,
	refresh: undefined,
};

test.each([
	['', {...plain, command: 'console'}],
	['user@er', {...plain, command: 'console', host: 'user@er'}],
	['user@er:2222', {...plain, command: 'console', host: 'user@er:2222'}],
	['er-forecast', {...plain, command: 'console', host: 'er-forecast'}],
	['--host er', {...plain, command: 'console', host: 'er'}],
	['--host check', {...plain, command: 'console', host: 'check'}],
	['check1', {...plain, command: 'console', host: 'check1'}],
	['rum', {...plain, command: 'console', host: 'rum'}],
	['--demo', {...plain, command: 'console', demo: ''}],
	['--demo=', {...plain, command: 'console', demo: ''}],
	['--demo=stale-data', {...plain, command: 'console', demo: 'stale-data'}],
	['--demo check', {...plain, command: 'check', demo: ''}],
	['check --demo=stale-data --json', {...plain, command: 'check', demo: 'stale-data', json: true}],
	['check --json --config a=b.yml', {...plain, command: 'check', json: true, config: 'a=b.yml'}],
	['doctor', {...plain, command: 'doctor'}],
	['doctor user@er:2222 --json', {...plain, command: 'doctor', host: 'user@er:2222', json: true}],
	['--demo doctor', {...plain, command: 'doctor', demo: ''}],
	['--json --host er check', {...plain, command: 'check', json: true, host: 'er'}],
	[
		'--readonly --no-color --ascii --refresh 2.5',
		{...plain, command: 'console', readonly: true, noColor: true, ascii: true, refresh: 2.5},
	],
	['--refresh=60', {...plain, command: 'console', refresh: 60}],
	['restart grafana 5', {...plain, command: 'restart', services: ['grafana', '5'], exited: false}],
	['restart --exited', {...plain, command: 'restart', services: [], exited: true}],
	['run training', {...plain, command: 'run', job: 'training'}],
	['--demo=calm run er-forecast/training', {...plain, command: 'run', demo: 'calm', job: 'er-forecast/training'}],
	['restart --ascii -- --odd', {...plain, command: 'restart', ascii: true, services: ['--odd'], exited: false}],
	['logs training', {...plain, command: 'logs', wanted: {...everyLine, source: 'training'}}],
	[
		'logs all --errors --since 2h --follow --json --fail-on-error',
		{
			...plain,
			command: 'logs',
			json: true,
			wanted: {
				...everyLine,
				source: 'all',
				errors: true,
				since: {kind: 'ago', milliseconds: 7_200_000},
				follow: true,
				failOnError: true,
			},
		},
	],
	[
		'logs mlflow --grep !GET --context 3 --until 2026-11-20',
		{
			...plain,
			command: 'logs',
			wanted: {
				...everyLine,
				source: 'mlflow',
				grep: {text: '!GET', pattern: /GET/, inverse: true},
				context: 3,
				until: {kind: 'wall', wall: Date.UTC(2026, 10, 20)},
			},
		},
	],
	['--version', {command: 'version'}],
	['check --version', {command: 'version'}],
])('mlops-tui %s is understood', (words, invocation) => {
	expect(line(words)).toEqual(invocation);
});

test.each(['--help', '-h', 'check --help', '--help --version'])('mlops-tui %s tells how it is used', words => {
	expect(line(words)).toEqual({command: 'help', text: expect.stringContaining('Usage')});
});

const options =
	'--config, --host, --demo, --refresh, --exited, --errors, --grep, --context, --since, --until, --follow, --fail-on-error, --readonly, --json, --no-color, --ascii, --version, --help';

test.each([
	['--reafonly check', 'mlops-tui has no option --reafonly: there is --readonly. See mlops-tui --help.'],
	['--no-colour', 'mlops-tui has no option --no-colour: there is --no-color. See mlops-tui --help.'],
	['check --jsn=yes', 'mlops-tui has no option --jsn: there is --json. See mlops-tui --help.'],
	['--frobnicate', `mlops-tui has no option --frobnicate: its options are ${options}. See mlops-tui --help.`],
	['-x', `mlops-tui has no option -x: its options are ${options}. See mlops-tui --help.`],
	[
		'chekc',
		'mlops-tui has no command chekc: there is check. See mlops-tui --help, or write --host chekc if it is a host.',
	],
	[
		'er grafana',
		'mlops-tui has no command er: its commands are check, doctor, logs, restart, run. See mlops-tui --help, or write --host er if it is a host.',
	],
	[
		'logs',
		'mlops-tui logs misses a SOURCE: nothing says which log to read. Write mlops-tui logs training, or all for services and jobs together.',
	],
	[
		'logs training prediction',
		'mlops-tui logs does not take prediction: it reads one log, or all. Name one, and the host with --host.',
	],
	[
		'logs training --grep (a',
		String.raw`Cannot use (a for --grep: expected a regular expression (unterminated group). Write \ in front of a sign that is meant as it is.`,
	],
	[
		'logs training --errors --grep a',
		'Cannot use --errors and --grep at once: only one of them can say what is looked for. Leave one of them out.',
	],
	['logs training --context 3', 'Cannot use --context here: it goes with --grep. Write --grep RE --context 3.'],
	[
		'logs training --grep a --context many',
		'Cannot use many for --context: expected a number of lines from 0 to 1000. Write it as in --context 3.',
	],
	[
		'logs training --fail-on-error',
		'Cannot use --fail-on-error here: it goes with --errors. Write --errors --fail-on-error.',
	],
	[
		'logs training --follow --until 2h',
		'Cannot use --follow and --until at once: what is followed has no end. Leave one of them out.',
	],
	[
		'logs training --since yesterday',
		"Cannot use yesterday for --since: expected how long ago, such as 2h, or a time. Write it as in --since 2h, or --since '2026-11-20 06:00' by the clock of the host.",
	],
	['check --since 2h', 'Cannot use --since here: it goes with logs. Write mlops-tui logs --since.'],
	[
		'--demo diagnose',
		'mlops-tui diagnose is not in this version yet: its commands are check, doctor, logs, restart, run. Open the console with mlops-tui to look instead.',
	],
	[
		'doctor er other',
		'mlops-tui doctor does not take er other: it examines one host. Name one, as in mlops-tui doctor user@server.',
	],
	['doctor er --host other', 'Cannot open two hosts: er and --host other both name one. Name only one.'],
	['check er', 'mlops-tui check does not take er: it makes every check of a host. Name the host with --host.'],
	[
		'restart',
		'mlops-tui restart misses a SERVICE: nothing says what to restart. Write mlops-tui restart SERVICE, or --exited for all that have exited.',
	],
	[
		'restart grafana --exited',
		'Cannot restart services by name and --exited at once: only one of the two can count. Leave one of them out.',
	],
	['check --exited', 'Cannot use --exited here: it goes with restart. Write mlops-tui restart --exited.'],
	['--json', 'The console cannot write JSON: --json goes with a command. Write mlops-tui check --json.'],
	[
		'restart grafana --json',
		'mlops-tui restart cannot write JSON: it says what it sees while it happens. Leave --json out and go by the exit code: 0 when all came up.',
	],
	['run', 'mlops-tui run misses a JOB: nothing says what to run. Write mlops-tui run JOB.'],
	['run training prediction', 'mlops-tui run does not take prediction: it runs one job. Write mlops-tui run training.'],
	[
		'run training --json',
		"mlops-tui run cannot write JSON: it prints what the job writes. Leave --json out and go by the exit code, which is the run's.",
	],
	['--config', '--config has no value: expected one, such as --config mlops-tui.yml. Write it behind the option.'],
	[
		'--config --json',
		'--config has no value: expected one, such as --config mlops-tui.yml. Write it behind the option.',
	],
	['--host=', '--host has no value: expected one, such as --host user@server. Write it behind the option.'],
	['--host a --host=b', 'Cannot use --host twice: only one of them can count. Leave one of them out.'],
	['er --host other', 'Cannot open two hosts: er and --host other both name one. Name only one.'],
	[
		'--demo user@er',
		'Cannot use --demo with the host user@er: the practice server is the host then. Leave one of them out.',
	],
	...['0', '0.5', '3601', '-5', 'soon', '5s', 'Infinity', '0x10', '1e3'].map(value => [
		`--refresh ${value}`,
		`Cannot use ${value} for --refresh: expected seconds from 1 to 60. Write it as in --refresh 5.`,
	]),
	['--refresh', "Cannot use '' for --refresh: expected seconds from 1 to 60. Write it as in --refresh 5."],
])('mlops-tui %s is refused in one line', (words, sentence) => {
	const answer = line(words);
	if (answer.command !== 'refuse') throw new Error(`It was understood as ${answer.command}.`);
	expect(inOneSentence(answer.problem)).toBe(sentence);
	expect(answer.exitCode).toBe(64);
});

test.each(['diagnose', 'report', 'init'])('%s is said to come later', command => {
	expect(line(command)).toMatchObject({problem: {what: `mlops-tui ${command} is not in this version yet`}});
});

test('what was typed cannot command the terminal it is told on', () => {
	const answer = readArguments(['--\u001b[31mred\n']);
	if (answer.command !== 'refuse') throw new Error('It was understood.');
	expect(answer.problem.what).toBe('mlops-tui has no option --red·');
});

test('an empty word is no host', () => {
	expect(readArguments([''])).toMatchObject({command: 'refuse'});
});

test('the help fits a terminal of 120 columns and names every option', () => {
	const help = line('--help');
	if (help.command !== 'help') throw new Error('There is no help.');
	for (const row of help.text.split('\n')) expect(row.length).toBeLessThanOrEqual(120);
	for (const name of options.split(', ')) expect(help.text).toContain(name);
});
