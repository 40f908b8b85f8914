import {open} from 'node:fs/promises';
import {homedir} from 'node:os';
import {join, resolve} from 'node:path';
import type {Problem} from '../domain/problem.ts';
import {ConfigError} from './config-error.ts';
import type {Config} from './config.ts';
import {userDirectory, type Environment} from '../domain/user-directory.ts';
import {explain, findingsOf, isSecret, type Finding} from './explain.ts';
import {configOf} from './from-file.ts';
import {fileSchema} from './schema.ts';
import {missingVariable, withVariables} from './secrets.ts';
import {readYaml, type Path} from './yaml.ts';

export type ConfigPlace = {
	/** From `--config`; it must be there. */
	readonly file?: string | undefined;
	readonly cwd: string;
	readonly environment: Environment;
};

/** A file as it was read; `mode` holds its permission bits. */
type FileText = {readonly text: string; readonly mode: number};

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
		const {size, mode} = await file.stat();
		if (size > largest) throw cannotRead(name, 'it is larger than a config can be (1 MiB)');
		const text = new TextDecoder('utf-8', {fatal: true}).decode(await file.readFile());
		return {text, mode};
	} catch (error) {
		if (error instanceof ConfigError) throw error;
		if (error instanceof TypeError) throw cannotRead(name, 'it is not text in UTF-8', error);
		const code = error instanceof Error && 'code' in error ? String(error.code) : '';
		if (!required && (code === 'ENOENT' || code === 'ENOTDIR')) return undefined;
		throw cannotRead(name, reasons[code] ?? `the system says ${code}`, error);
	}
};

/** The same values with their variables replaced, but for secrets, and what could not be. */
const replaceVariables = (value: unknown, environment: Environment, found: Finding[], path: Path = []): unknown => {
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
const parse = ({text, mode}: FileText, name: string, path: string, environment: Environment): Config => {
	const yaml = readYaml(text);
	const refuse = (findings: readonly Finding[]) => {
		const [first, ...more]: Problem[] = findings
			.map(finding => ({finding, offset: finding.offset ?? yaml.offsetOf(finding.path)}))
			.toSorted((one, other) => one.offset - other.offset)
			.map(({finding}) => explain(finding, name, yaml));
		if (first !== undefined) throw new ConfigError([first, ...more]);
	};
	refuse(yaml.faults.map(fault => ({...fault, showValue: false})));
	if (yaml.value === null) refuse([{path: [], expected: 'the key hosts, but the file is empty', showValue: false}]);
	const found: Finding[] = [];
	const values = replaceVariables(yaml.value, environment, found);
	const {data, error} = fileSchema.safeParse(values);
	const unresolved = new Set(found.map(({path: at}) => JSON.stringify(at)));
	const others = (error?.issues ?? [])
		.flatMap(issue => findingsOf(issue))
		.filter(({path: at}) => !unresolved.has(JSON.stringify(at)));
	refuse([...found, ...others]);
	if (data === undefined) throw cannotRead(name, 'its values do not fit');
	return configOf(data, {path, name, mode, environment});
};

/**
 * The config: the file given by `--config`, else `./mlops-tui.yml`, else `config.yml` in the user's directory for configs
 * (`$XDG_CONFIG_HOME/mlops-tui`); undefined when there is none. Throws `ConfigError` for a file that cannot be read or used.
 */
export const loadConfig = async ({file, cwd, environment}: ConfigPlace): Promise<Config | undefined> => {
	const ofUser = join(userDirectory('XDG_CONFIG_HOME', environment, homedir()), 'config.yml');
	const names = file === undefined ? ['mlops-tui.yml', ofUser] : [file];
	for (const name of names) {
		const path = resolve(cwd, name);
		const content = await readText(path, name, file !== undefined);
		if (content !== undefined) return parse(content, name, path, environment);
	}
	return undefined;
};
