import {chmod, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {ConfigError} from '../../source/config/config-error.ts';
import type {Config} from '../../source/config/config.ts';
import type {Environment} from '../../source/config/directories.ts';
import {loadConfig} from '../../source/config/load.ts';

/** A directory of its own that is gone at the end of the block. */
export const makeDirectory = async () => {
	const path = await mkdtemp(join(tmpdir(), 'mlops-tui-'));
	return {path, [Symbol.asyncDispose]: async () => rm(path, {recursive: true, force: true})};
};

/** What loading a file with this text comes to. The user's own config is out of reach. */
export const load = async (
	text: string | Uint8Array,
	environment: Environment = {},
	mode = 0o600,
): Promise<Config | ConfigError> => {
	await using directory = await makeDirectory();
	const path = join(directory.path, 'mlops-tui.yml');
	await writeFile(path, text);
	await chmod(path, mode);
	try {
		const config = await loadConfig({
			cwd: directory.path,
			environment: {HOME: directory.path, PATH: process.env['PATH'], ...environment},
		});
		if (config === undefined) throw new Error('The file was not found.');
		return config;
	} catch (error) {
		if (error instanceof ConfigError) return error;
		throw error;
	}
};

/** The config that a good text stands for. */
export const loadGood = async (text: string, environment?: Environment, mode?: number): Promise<Config> => {
	const result = await load(text, environment, mode);
	if (result instanceof ConfigError) throw result;
	return result;
};

/** The sentences that a bad text is refused with. */
export const sentences = async (text: string | Uint8Array, environment?: Environment): Promise<readonly string[]> => {
	const result = await load(text, environment);
	if (!(result instanceof ConfigError)) throw new Error('The file was accepted.');
	return result.message.split('\n');
};

/** A file with one check, of which these keys are added or changed. */
export const fileWithCheck = (keys: Readonly<Record<string, unknown>>): string =>
	JSON.stringify({
		hosts: {
			er: {
				data: {
					patients: {server: 'sql01', database: 'ER', user: 'reader', password: 'x', procedure: 'dbo.Latest', ...keys},
				},
			},
		},
	});
