import {lstat, open} from 'node:fs/promises';
import {homedir} from 'node:os';
import {join, resolve} from 'node:path';
import type {Problem} from '../domain/problem.ts';
import {ConfigError} from './config-error.ts';
import type {Config} from './config.ts';
import {userDirectory, type Environment} from './directories.ts';
import {complaintsOf, explain, isSecret, type Complaint} from './explain.ts';
import {configOf} from './from-file.ts';
import {fileSchema} from './schema.ts';
import {missingVariable, withVariables} from './secrets.ts';
import {readYaml, type Path} from './yaml.ts';

/** Where to look for a config. */
type ConfigPlace = {
	/** From `--config`; it must be there. */
	readonly file?: string | undefined;
	readonly cwd: string;
	readonly environment: Environment;
};

/** A file as it was read; `mode` holds its permission bits, `owners` the user ids of the file and of a link to it. */
type FileText = {readonly text: string; readonly mode: number; readonly owners: readonly number[]};

/** The file that is looked for in the current directory. */
const here = 'mlops-tui.yml';

const ofSomebodyElse: Problem = {
	what: `Will not use ${here} of this directory`,
	why: 'it belongs to another user, and a config can name commands to be run as you',
	next: `read it, and if you trust it name it with --config ./${here}`,
};

const largest = 1024 * 1024;

const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'there is no such file',
	ENOTDIR: 'there is no such file',
	EISDIR: 'it is a directory',
	EACCES: 'this user may not read it',
};

const cannotRead = (name: string, why: string, cause?: unknown): ConfigError =>
	new ConfigError(
		[{what: `Cannot read ${name}`, why, next: 'check its path and permissions, or name another file with --config'}],
		{
			cause,
		},
	);

/** The text of a file; undefined when it is not there and need not be. `name` is what people call it. */
const readText = async (path: string, name: string, required: boolean): Promise<FileText | undefined> => {
	try {
		await using file = await open(path);
		const [{size, mode, uid}, {uid: uidOfLink}] = await Promise.all([file.stat(), lstat(path)]);
		if (size > largest) throw cannotRead(name, 'it is larger than a config can be (1 MiB)');
		const text = new TextDecoder('utf-8', {fatal: true}).decode(await file.readFile());
		return {text, mode, owners: [uid, uidOfLink]};
	} catch (error) {
		if (error instanceof ConfigError) throw error;
		if (error instanceof TypeError) throw cannotRead(name, 'it is not text in UTF-8', error);
		const code = error instanceof Error && 'code' in error ? String(error.code) : '';
		if (!required && (code === 'ENOENT' || code === 'ENOTDIR')) return undefined;
		throw cannotRead(name, reasons[code] ?? `the system says ${code}`, error);
	}
};

/**
 * Whether only this user or root could have put a file there. A directory that many may write to can hold a config of somebody else, whose
 * commands would run as the one who happens to stand there; git asks the same of a repository, and like it lets those who use sudo keep
 * what is theirs. https://git-scm.com/docs/git-config#Documentation/git-config.txt-safedirectory
 */
const isOurs = (owners: readonly number[], environment: Environment): boolean => {
	const self = process.geteuid?.();
	const ours = new Set([0, self, self === 0 ? Number(environment['SUDO_UID'] || 0) : self]);
	return self === undefined || owners.every(owner => ours.has(owner));
};

/** The same values with their variables replaced, but for secrets, and what could not be. */
const replaceVariables = (value: unknown, environment: Environment, found: Complaint[], path: Path = []): unknown => {
	if (typeof value === 'string') {
		// The shell that runs a passwordCommand resolves its own variables: put in here they would become its syntax.
		if (isSecret(path) && path[4] === 'passwordCommand' && path.length === 5) return value;
		const missing = missingVariable(value, environment);
		if (missing !== undefined) found.push({path, expected: missing, showValue: false});
		return missing !== undefined || isSecret(path) ? value : withVariables(value, environment);
	}
	if (Array.isArray(value))
		return value.map((item: unknown, index) => replaceVariables(item, environment, found, [...path, index]));
	if (typeof value === 'object' && value !== null)
		return Object.fromEntries(
			Object.entries(value).map(([key, inside]) => [key, replaceVariables(inside, environment, found, [...path, key])]),
		);
	return value;
};

/** Reads the text of a config; `name` is what the problems call it, `path` where it is. Throws `ConfigError`. */
const parse = (
	{text, mode}: Pick<FileText, 'text' | 'mode'>,
	name: string,
	path: string,
	environment: Environment,
): Config => {
	const yaml = readYaml(text);
	const refuse = (complaints: readonly Complaint[]) => {
		const [first, ...more]: Problem[] = complaints
			.map(complaint => ({complaint, offset: complaint.offset ?? yaml.offsetOf(complaint.path)}))
			.toSorted((one, other) => one.offset - other.offset)
			.map(({complaint}) => explain(complaint, name, yaml));
		if (first !== undefined) throw new ConfigError([first, ...more]);
	};
	refuse(yaml.faults.map(fault => ({...fault, showValue: false})));
	if (yaml.value === null) refuse([{path: [], expected: 'the key hosts, but the file is empty', showValue: false}]);
	const found: Complaint[] = [];
	const values = replaceVariables(yaml.value, environment, found);
	const {data, error} = fileSchema.safeParse(values);
	const unresolved = new Set(found.map(({path: at}) => JSON.stringify(at)));
	const others = (error?.issues ?? [])
		.flatMap(issue => complaintsOf(issue))
		.filter(({path: at}) => !unresolved.has(JSON.stringify(at)));
	refuse([...found, ...others]);
	if (data === undefined) throw cannotRead(name, 'its values do not fit');
	return configOf(data, {path, name, mode, environment});
};

/**
 * The config: the file given by `--config`, else `./mlops-tui.yml`, else `config.yml` in the user's directory for configs
 * (`$XDG_CONFIG_HOME/mlops-tui`); undefined when there is none. Throws `ConfigError` for a file that cannot be read or used, and for
 * a `./mlops-tui.yml` that somebody else put there.
 */
export const loadConfig = async ({file, cwd, environment}: ConfigPlace): Promise<Config | undefined> => {
	const ofUser = join(userDirectory('XDG_CONFIG_HOME', environment, homedir()), 'config.yml');
	const names = file === undefined ? [here, ofUser] : [file];
	for (const name of names) {
		const path = resolve(cwd, name);
		const content = await readText(path, name, file !== undefined);
		if (content === undefined) continue;
		if (file === undefined && name === here && !isOurs(content.owners, environment))
			throw new ConfigError([ofSomebodyElse]);
		return parse(content, name, path, environment);
	}
	return undefined;
};
