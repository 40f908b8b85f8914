import {execFileSync} from 'node:child_process';
import {once} from 'node:events';
import {createReadStream} from 'node:fs';
import {join} from 'node:path';
import {inspect} from 'node:util';
import {expect, test} from 'vitest';
import type {Environment} from '../../source/config/directories.ts';
import {ConfigError} from '../../source/config/config-error.ts';
import {firstLineOf} from '../../source/config/password-command.ts';
import {passwordOfCommand, passwordOfText} from '../../source/config/secrets.ts';
import {fileWithCheck, load, loadGood, makeDirectory, sentences} from './support.ts';

const path = {PATH: process.env['PATH']};
const patients = {name: 'patients', key: 'hosts.er.data.patients.passwordCommand'};
const ofCommand = (command: string | readonly string[], environment: Environment = path) =>
	passwordOfCommand(command, patients, environment, '/');

test('a password is put together from the environment when it is asked for', async () => {
	const environment: Record<string, string> = {};
	const password = passwordOfText('a$$b${ONE}${TWO}$c', 'patients', environment);
	await expect(password()).rejects.toThrow(
		'Cannot get the password of patients: the config expects the environment to have ONE, but it is empty or not set.',
	);
	Object.assign(environment, {ONE: '$$1', TWO: '${ONE}'});
	expect(await password()).toBe('a$b$$1${ONE}$c');
});

test('a password whose variable is not set is told when the file is read', async () => {
	expect(await sentences(fileWithCheck({password: 'x${MSSQL_PASSWORD}'}))).toEqual([
		'mlops-tui.yml:1:86 hosts.er.data.patients.password: expected the environment to have MSSQL_PASSWORD, but it is empty or not set. Correct line 1 and start mlops-tui again.',
	]);
});

test('a command gives its first line, run by sh or as a list of words', async () => {
	expect(await ofCommand('printf "hunter2\\r\\nsecond\\n"')()).toBe('hunter2');
	expect(await ofCommand(['printf', '%s', '${A}; echo $$'], {...path, A: "it's"})()).toBe("it's; echo $");
	expect(await ofCommand('printf %s "${A}"', {...path, A: '$(x)'})()).toBe('$(x)');
});

test('a command is run from the directory of the file and does not read the terminal', async () => {
	expect(await ofCommand('cat; pwd')()).toBe('/');
});

test.each([
	[
		'echo hunter2; echo hunter2 >&2; exit 3',
		'the command of hosts.er.data.patients.passwordCommand failed with exit code 3',
	],
	['kill -TERM $$', 'the command of hosts.er.data.patients.passwordCommand was ended by SIGTERM'],
	['true', 'the command of hosts.er.data.patients.passwordCommand wrote nothing on the first line'],
	['echo; echo hunter2', 'the command of hosts.er.data.patients.passwordCommand wrote nothing on the first line'],
	['yes hunter2', 'the command of hosts.er.data.patients.passwordCommand wrote too much'],
	[['/nonexistent/hunter2'], 'the command of hosts.er.data.patients.passwordCommand cannot be started'],
])('%j fails without its output being told', async (command, why) => {
	const failure: unknown = await ofCommand(command)().catch((error: unknown) => error);
	expect(failure).toMatchObject({problem: {what: 'Cannot get the password of patients', why}});
	expect(inspect(failure, {depth: 20, showHidden: true}).replaceAll(/^ +at .*/gm, '')).not.toContain('hunter2');
});

test('a command that is no longer waited for is ended with everything it started', async () => {
	await using directory = await makeDirectory();
	const pipe = join(directory.path, 'pipe');
	execFileSync('mkfifo', [pipe]);
	const reason = new Error('closed');
	const stop = new AbortController();
	const asked = ofCommand(`sleep 1000 > ${pipe} & wait`)(stop.signal);
	const held = createReadStream(pipe);
	await once(held, 'open');
	const released = once(held.resume(), 'end');
	stop.abort(reason);
	await expect(asked).rejects.toBe(reason);
	await released;
	await expect(ofCommand('echo x')(AbortSignal.abort(reason))).rejects.toBe(reason);
});

test('a command that does not end is given up', async () => {
	const asked = firstLineOf('sleep 1000', patients, {
		environment: path,
		directory: '/',
		signal: undefined,
		patience: 50,
	});
	await expect(asked).rejects.toMatchObject({
		problem: {why: 'the command of hosts.er.data.patients.passwordCommand took longer than 0.05 seconds'},
	});
});

test('a password in plain text that others can read works, with a warning', async () => {
	const {hosts, warnings} = await loadGood(fileWithCheck({password: 'hunter2'}), {}, 0o640);
	expect(await hosts[0].data[0]?.login.password?.()).toBe('hunter2');
	expect(warnings).toEqual([
		{
			what: 'Other users can read the password in mlops-tui.yml',
			why: 'it stands there in plain text and the mode of the file is 640',
			next: 'run chmod 600 mlops-tui.yml, or write ${NAME} and put the password into the environment',
		},
	]);
});

test.each([
	['in a file of the user alone', {password: 'hunter2'}, 0o600],
	['from the environment', {password: '${PASSWORD}'}, 0o644],
	['from a command', {password: undefined, passwordCommand: 'echo x'}, 0o644],
])('a password %s gives no warning', async (_, keys, mode) => {
	expect((await loadGood(fileWithCheck(keys), {PASSWORD: 'x'}, mode)).warnings).toEqual([]);
});

const secret = 'Zk7-hunter2-qX';
const awkward = [
	{password: secret},
	{password: '${PASSWORD}'},
	{password: undefined, passwordCommand: `echo ${secret}`},
	{password: undefined, passwordCommand: ['echo', secret]},
	{password: undefined, passwordCommand: ['echo', '${PASSWORD}']},
	{password: {[secret]: secret}},
	{password: [secret]},
	{password: secret, passwordCommand: secret},
	{password: undefined, passwordCommand: {[secret]: secret}},
	{password: undefined, passwordCommand: [secret, 5, '${1}']},
	{password: `${secret}\${`},
	{password: secret, pasword: secret},
	{password: secret, port: '${PASSWORD}'},
	{password: secret, maxAge: '${PASSWORD}', timezone: '${PASSWORD}', server: 'a ${PASSWORD}'},
].map(keys => fileWithCheck(keys));
const template = fileWithCheck({password: 'PLACE', maxAge: '1d'});
const unquoted = [
	`*${secret}`,
	`@${secret}`,
	`%${secret}`,
	`{${secret}`,
	`[${secret}`,
	`"${secret}`,
	`"${secret}\\q"`,
	`!${secret} x`,
	`&${secret} *${secret}`,
	`'${secret}' ${secret}`,
	`${secret}: ${secret}`,
	`- ${secret}`,
	`? ${secret}`,
	`| ${secret}`,
	`{${secret}: {${secret}: 1, ${secret}: 2}}`,
	`\t${secret}\n\t${secret}`,
	`${secret}\n${secret}: x`,
	`!<${secret}> x`,
	`{${secret}: *${secret}}`,
	`!!${secret} {}`,
	`> ${secret}\n x`,
	`\`${secret}\``,
].flatMap(value => [
	template.replace('"PLACE"', () => value),
	['hosts:', '  er:', '    data:', '      p:', `        password: ${value}`, '        user: u'].join('\n'),
]);

test.each([...awkward, ...unquoted])('no secret is seen in what becomes of %j', async text => {
	const result = await load(text, {PASSWORD: secret});
	const seen = [
		JSON.stringify(result),
		inspect(result, {depth: 50, showHidden: true}),
		...(result instanceof ConfigError ? [result.message, JSON.stringify(result.problems)] : []),
	].join('\n');
	expect(seen).not.toContain(secret);
});
