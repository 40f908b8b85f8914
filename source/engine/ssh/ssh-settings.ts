import {execFile} from 'node:child_process';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {printable} from '../../domain/printable.ts';
import {ProblemError} from '../../domain/problem.ts';
import type {Settings, WrittenHost} from './ssh-target.ts';

const settings = (pairs: ReadonlyArray<readonly [string, string]>): Settings => ({
	get: name => pairs.find(([key]) => key === name)?.[1],
	all: name => pairs.filter(([key]) => key === name).map(([, value]) => value),
});

/** The settings as `ssh` itself sees them, the only way that knows all of Include, Match and tokens; undefined when there is no `ssh`. */
export const askSsh = async (
	{host, user, port}: WrittenHost,
	environment: NodeJS.ProcessEnv,
): Promise<Settings | undefined> => {
	const options = [...(user === undefined ? [] : ['-l', user]), ...(port === undefined ? [] : ['-p', String(port)])];
	try {
		const {stdout} = await promisify(execFile)('ssh', ['-G', ...options, '--', host], {
			env: environment,
			timeout: 10_000,
		});
		return settings(
			stdout.split('\n').flatMap(line => {
				const [, name, value] = /^(\S+) (.*)$/.exec(line) ?? [];
				return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value] as const];
			}),
		);
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
		const said = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
		const line = said.split('\n').find(text => /line \d+|bad|invalid/i.test(text));
		throw new ProblemError(
			{
				what: `Cannot read the ssh configuration for ${host}`,
				why: line === undefined ? '`ssh -G` failed' : printable(line.trim()),
				next: `correct it, and try \`ssh -G ${host}\``,
			},
			{cause: error},
		);
	}
};

/** The settings of `~/.ssh/config` where there is no `ssh` to ask. `Include` and `Match exec` are not followed. */
export const readSshConfig = async ({host, user}: WrittenHost, home: string): Promise<Settings> => {
	const {default: SshConfig} = await import('ssh-config');
	const text = await readFile(join(home, '.ssh', 'config'), 'utf8').catch(() => '');
	// A `Match exec` would run a command of the file.
	const computed = SshConfig.parse(text).compute(user === undefined ? {Host: host} : {Host: host, User: user}, {
		matchExec: false,
		ignoreCase: true,
	});
	return settings(
		Object.entries(computed).flatMap(([name, value]) =>
			(Array.isArray(value) ? value : [value]).map(one => [name.toLowerCase(), one] as const),
		),
	);
};
